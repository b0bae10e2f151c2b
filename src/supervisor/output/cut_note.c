/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/output/cut_note.h"

#include <sys/stat.h>

/* Marks, by the mode of a file, that the numbers in it (or about it) are not known. */
static void mark(int fd)
{
	(void) fchmod(fd, 0400);
}

void bgproc_cut_note_write(void *context, const struct bgproc_output_cut *cut)
{
	struct bgproc_cut_note *note = context;

	if (cut && *note->fd < 0) {
		*note->fd = bgproc_record_writer_create(note->writer, ".cut");
	}
	if (!cut || *note->fd < 0) {
		mark(note->output_fd);
	} else if (!bgproc_output_cut_write(*note->fd, note->stream, cut)) {
		mark(*note->fd);
	}
}
