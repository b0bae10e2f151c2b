/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTPUT_CUT_NOTE_H
#define BGPROC_SUPERVISOR_OUTPUT_CUT_NOTE_H

/* Tells readers how many bytes were cut off at the front of a captured stream (src/store/file/output_cut.h). */

#include "src/store/file/output_cut.h"
#include "src/store/file/writer.h"

struct bgproc_cut_note {
	struct bgproc_record_writer *writer; /* knows the directory, and whether the names of the key still belong to this process */
	int *fd;                             /* KEY.cut, shared by both streams; -1 until it is created */
	unsigned stream;                     /* 0 stdout, 1 stderr */
	int output_fd;                       /* the file that is cut */
};

/*
 * The callback bgproc_tail_file.note. KEY.cut is created when bytes are cut off for the first time. If that fails, the file
 * is cut nevertheless, because its end is more important than the count; the mode of the file then tells readers that the
 * count is unknown, until a later cut has created KEY.cut. cut NULL: some bytes did not fit.
 */
void bgproc_cut_note_write(void *note, const struct bgproc_output_cut *cut);

#endif
