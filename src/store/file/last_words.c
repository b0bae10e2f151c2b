/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/last_words.h"

#include "src/store/file/writer_file.h"
#include "src/store/record/encode.h"

#include <string.h>
#include <unistd.h>

/* Puts the whole text into the buffer, with blanks before its end so that it is as long as the file. */
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
 * Processes that wait for the final state read it only after this process has ended, but others may read the same file at
 * any time. So the length never changes: a reader at the end of the old text must not find more text after it. The live part
 * is one write. If the live part of a job does not fit, the file grows nevertheless, because the true state for a waiting
 * process is more important than a consistent text for a late reader.
 */
static void speak(struct bgproc_record_writer *writer, const struct bgproc_record *record, int fd)
{
	struct stat st;

	/* A file that still has its name is the record itself, which is only replaced as a whole. */
	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_nlink == 0 && bgproc_writer_is_held(fd) &&
		compose(writer, record, (size_t) st.st_size)) {
		/* A failure cannot be handled: the text is then the old one or corrupt, and readers treat both as unknown. */
		(void) !pwrite(fd, writer->fixed.data + writer->fixed_length, writer->fixed.length - writer->fixed_length,
			(off_t) writer->fixed_length);
	}
}

void bgproc_record_writer_last_words(struct bgproc_record_writer *writer, const struct bgproc_record *record)
{
	/*
	 * Processes that opened the record early hold the first file, others a later one. The last file was already written, or
	 * removed.
	 */
	speak(writer, record, writer->record_fd);
	for (size_t i = 0; i < writer->held_count; i++) {
		speak(writer, record, writer->held_fds[i]);
	}
	speak(writer, record, writer->current_fd);
	writer->fixed.length = writer->fixed_length;
	writer->fixed.failed = false;
}
