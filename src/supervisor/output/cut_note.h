/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTPUT_CUT_NOTE_H
#define BGPROC_SUPERVISOR_OUTPUT_CUT_NOTE_H

/* Writes down for readers how much was cut off at the front of a captured stream (src/store/file/output_cut.h). */

#include "src/store/file/output_cut.h"
#include "src/store/file/writer.h"

struct bgproc_cut_note {
	struct bgproc_record_writer *writer; /* knows the directory, and whose names those of our key are */
	int *fd;                             /* KEY.cut, shared by both streams; -1 until it is made */
	unsigned stream;                     /* 0 stdout, 1 stderr */
	int output_fd;                       /* the file that is cut */
};

/*
 * For bgproc_tail_file.note. KEY.cut is made when something is cut for the first time. When that is not possible, the file
 * is cut all the same, because its end is worth more than the count; its mode then tells the readers, until a later cut
 * has made KEY.cut. cut NULL: some bytes found no room.
 */
void bgproc_cut_note_write(void *note, const struct bgproc_output_cut *cut);

#endif
