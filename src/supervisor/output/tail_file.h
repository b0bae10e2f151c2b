/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTPUT_TAIL_FILE_H
#define BGPROC_SUPERVISOR_OUTPUT_TAIL_FILE_H

/*
 * The last limit bytes of a stream, in a regular file that only the supervisor writes. Between two compactions the file may
 * contain twice the limit, and at least the limit and 64 KiB; its last limit bytes are the tail. If the disk is full, only
 * the bytes that did not fit are lost.
 */

#include "src/store/file/output_cut.h"

#include <stddef.h>
#include <stdint.h>

struct bgproc_tail_file {
	int fd; /* borrowed */
	uint64_t limit;
	uint64_t size; /* bytes in the file */
	struct bgproc_output_cut cut;
	/*
	 * Called for each change of cut, before and after the file is cut, and with NULL for bytes that did not fit. NULL: no
	 * callback.
	 */
	void (*note)(void *context, const struct bgproc_output_cut *cut);
	void *note_context;
};

/* The minimum of additional bytes that the file may contain above the limit: more than one read. */
#define BGPROC_TAIL_FILE_SLACK 65536

/* Returns how many bytes were lost, because they were not written or were cut off. length is at most BGPROC_TAIL_FILE_SLACK. */
uint64_t bgproc_tail_file_append(struct bgproc_tail_file *file, const char *bytes, size_t length);

/* Cuts the file to exactly the tail. Returns how many bytes were cut off. */
uint64_t bgproc_tail_file_compact(struct bgproc_tail_file *file);

#endif
