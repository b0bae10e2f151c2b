/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/output/tail_file.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/types.h>
#include <unistd.h>

#define COPY_SIZE 16384

static uint64_t size_max(const struct bgproc_tail_file *file)
{
	return file->limit + (file->limit > BGPROC_TAIL_FILE_SLACK ? file->limit : BGPROC_TAIL_FILE_SLACK);
}

/* Writes at the offset and returns the number of bytes written: fewer than length when the disk is full. */
static size_t write_at(int fd, const char *bytes, size_t length, uint64_t offset)
{
	size_t done = 0;

	while (done < length) {
		ssize_t written = pwrite(fd, bytes + done, length - done, (off_t) (offset + done));

		if (written == 0 || (written < 0 && errno != EINTR)) {
			break;
		}
		done += written > 0 ? (size_t) written : 0;
	}
	return done;
}

/* Moves the last keep bytes to the start, in order, so that source and target may overlap. */
static bool move_to_start(const struct bgproc_tail_file *file, uint64_t keep)
{
	uint64_t from = file->size - keep, done = 0;
	char block[COPY_SIZE];

	while (done < keep) {
		size_t want = keep - done < COPY_SIZE ? (size_t) (keep - done) : COPY_SIZE;
		ssize_t length = pread(file->fd, block, want, (off_t) (from + done));

		if (length < 0 && errno == EINTR) {
			continue;
		}
		if (length <= 0 || write_at(file->fd, block, (size_t) length, done) != (size_t) length) {
			return false;
		}
		done += (uint64_t) length;
	}
	return true;
}

static void note(const struct bgproc_tail_file *file, const struct bgproc_output_cut *cut)
{
	if (file->note) {
		file->note(file->note_context, cut);
	}
}

/*
 * While the command runs, the moved bytes never overlap (the file contains at least twice the limit). So a reader that takes
 * the last limit bytes gets correct contents at any time, and a compaction that fails has destroyed nothing of the tail.
 */
uint64_t bgproc_tail_file_compact(struct bgproc_tail_file *file)
{
	uint64_t length = file->size - file->limit;

	if (file->size <= file->limit) {
		return 0;
	}
	/*
	 * Readers must know of the cut before the first byte is moved. A cut that fails is never marked as finished, because it may
	 * have moved some bytes.
	 */
	file->cut.next = file->cut.start + length;
	note(file, &file->cut);
	if (!move_to_start(file, file->limit) || ftruncate(file->fd, (off_t) file->limit) < 0) {
		return 0;
	}
	file->size = file->limit;
	file->cut.start = file->cut.next;
	note(file, &file->cut);
	return length;
}

/* Returns length, the number of bytes that did not fit. */
static size_t lose(const struct bgproc_tail_file *file, size_t length)
{
	if (length > 0) {
		note(file, NULL);
	}
	return length;
}

uint64_t bgproc_tail_file_append(struct bgproc_tail_file *file, const char *bytes, size_t length)
{
	uint64_t lost = 0, room = size_max(file) - file->size;
	size_t first = length > room ? (size_t) room : length;
	size_t written = write_at(file->fd, bytes, first, file->size);

	file->size += written;
	if (written < first || first == length) {
		/* The disk is full: these bytes are lost, but later ones may fit again. */
		return lose(file, length - written);
	}
	lost = bgproc_tail_file_compact(file);
	if (lost > 0) {
		written += write_at(file->fd, bytes + first, length - first, file->size);
		file->size += written - first;
	}
	/* If the file could not be cut, it must not grow either. */
	return lost + lose(file, length - written);
}
