/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTPUT_TAIL_FILE_H
#define BGPROC_SUPERVISOR_OUTPUT_TAIL_FILE_H

/*
 * The last limit bytes of a stream, in a plain file that only we write. Between two compactions the file may hold twice
 * the limit, at least the limit and 64 KiB; its last limit bytes are then the tail. A full disk loses the bytes that
 * found no room, and only those.
 */

#include "src/store/file/output_cut.h"

#include <stddef.h>
#include <stdint.h>

struct bgproc_tail_file {
	int fd; /* borrowed */
	uint64_t limit;
	uint64_t size; /* bytes in the file */
	struct bgproc_output_cut cut;
	/* Is told each change of cut, before and after the file is cut, and NULL for bytes that found no room. NULL: nobody. */
	void (*note)(void *context, const struct bgproc_output_cut *cut);
	void *note_context;
};

/* How much more than the limit the file may hold at least: more than one read. */
#define BGPROC_TAIL_FILE_SLACK 65536

/* Returns how many bytes were lost: not written, or cut off. length is at most BGPROC_TAIL_FILE_SLACK. */
uint64_t bgproc_tail_file_append(struct bgproc_tail_file *file, const char *bytes, size_t length);

/* Makes the file exactly the tail. Returns how many bytes were cut off. */
uint64_t bgproc_tail_file_compact(struct bgproc_tail_file *file);

#endif
