/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/last_words.h"

#include "src/store/file/writer_file.h"
#include "src/store/record/encode.h"

#include <string.h>
#include <unistd.h>

/* The whole text in the buffer, with as many blanks before its end as make it as long as the file. */
static bool compose(struct bgproc_record_writer *writer, const struct bgproc_record *record, size_t length)
{
	static const char end[] = "}\n";

	writer->fixed.length = writer->fixed_length;
	bgproc_record_encode_live(&writer->fixed, record);
	if (bgproc_buf_ok(&writer->fixed) && writer->fixed.length < length) {
		writer->fixed.length -= strlen(end);
		bgproc_buf_fill(&writer->fixed, ' ', length - strlen(end) - writer->fixed.length);
		bgproc_buf_puts(&writer->fixed, end);
	}
	return bgproc_buf_ok(&writer->fixed);
}

/*
 * Processes that wait for the final state read it only after we have ended. Others may read the same file at any moment. So the
 * length never changes: a reader at the end of the old text cannot find the tail of the new one after it. The live
 * part is one write. It does not fit only where the live part of a job has become longer than the file had room for: then
 * the file grows all the same, because a true state for a process that waits matters more than the text for a late reader.
 */
static void speak(struct bgproc_record_writer *writer, const struct bgproc_record *record, int fd)
{
	struct stat st;

	/* A file that has its name still is the record itself, and is only ever replaced whole. */
	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_nlink == 0 && bgproc_writer_is_held(fd) &&
		compose(writer, record, (size_t) st.st_size)) {
		/* Nothing left to do when this fails: the text is then the old one or corrupt, and both read as unknown. */
		(void) !pwrite(fd, writer->fixed.data + writer->fixed_length, writer->fixed.length - writer->fixed_length,
			(off_t) writer->fixed_length);
	}
}

void bgproc_record_writer_last_words(struct bgproc_record_writer *writer, const struct bgproc_record *record)
{
	/* Early holders have the first file, later ones another. The last one is written already, or removed. */
	speak(writer, record, writer->record_fd);
	for (size_t i = 0; i < writer->held_count; i++) {
		speak(writer, record, writer->held_fds[i]);
	}
	speak(writer, record, writer->current_fd);
	writer->fixed.length = writer->fixed_length;
	writer->fixed.failed = false;
}
