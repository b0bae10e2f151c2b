/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/writer_file.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Existing names are left-overs of a dead process with the same pid, so there are few. */
#define NAME_TRIES 16

enum bgproc_status bgproc_writer_fail(
	const struct bgproc_record_writer *writer, struct bgproc_error *err, int sys_errno, const char *what)
{
	return bgproc_error_set(err, BGPROC_ERR_STORE, sys_errno, "Cannot %s the record \"%s\"", what, writer->key);
}

void bgproc_writer_name(const struct bgproc_record_writer *writer, char name[BGPROC_WRITER_NAME_SIZE], const char *suffix)
{
	snprintf(name, BGPROC_WRITER_NAME_SIZE, "%s%s", writer->key, suffix);
}

bool bgproc_writer_is_file(const struct bgproc_file *file, const struct stat *st)
{
	return st->st_dev == file->device && st->st_ino == file->inode;
}

bool bgproc_writer_read_at_start(int fd, char *bytes, size_t length)
{
	size_t have = 0;

	while (have < length) {
		ssize_t count = pread(fd, bytes + have, length - have, (off_t) have);

		if (count == 0) {
			errno = EINVAL;
			return false;
		}
		if (count < 0 && errno != EINTR) {
			return false;
		}
		have += count > 0 ? (size_t) count : 0;
	}
	return true;
}

/* Compares the contents: a reader that has settled our record has written it into another file. */
static enum bgproc_writer_owner owner_by_content(const struct bgproc_record_writer *writer, const char *name)
{
	int fd = bgproc_file_open_own(writer->dir_fd, name, O_RDONLY, NULL);
	enum bgproc_writer_owner owner = BGPROC_WRITER_OTHER;
	char *bytes;

	if (fd < 0) {
		return errno == ENOENT ? BGPROC_WRITER_NOBODY : BGPROC_WRITER_OTHER;
	}
	bytes = malloc(writer->fixed_length);
	if (bytes && bgproc_writer_read_at_start(fd, bytes, writer->fixed_length) &&
		memcmp(bytes, writer->fixed.data, writer->fixed_length) == 0) {
		owner = BGPROC_WRITER_OURS;
	}
	free(bytes);
	bgproc_fd_close(&fd);
	return owner;
}

enum bgproc_writer_owner bgproc_writer_owner(const struct bgproc_record_writer *writer)
{
	char name[BGPROC_WRITER_NAME_SIZE];
	struct stat st;

	bgproc_writer_name(writer, name, ".json");
	if (fstatat(writer->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		return errno == ENOENT ? BGPROC_WRITER_NOBODY : BGPROC_WRITER_OTHER;
	}
	if (bgproc_writer_is_file(&writer->named, &st)) {
		return BGPROC_WRITER_OURS;
	}
	return owner_by_content(writer, name);
}

int bgproc_writer_create_temp(struct bgproc_record_writer *writer, char name[BGPROC_WRITER_NAME_SIZE], struct bgproc_file *file)
{
	for (int i = 0; i < NAME_TRIES; i++) {
		struct stat st;
		int fd;

		/* Each number is used once: a file that could not be removed does not delay each later one. */
		snprintf(name, BGPROC_WRITER_NAME_SIZE, ".%s.%ld.%u", writer->key, (long) writer->pid, writer->temporaries++);
		fd = bgproc_file_create_seen(writer->dir_fd, name, &st);
		if (fd >= 0) {
			*file = (struct bgproc_file) {st.st_dev, st.st_ino};
		}
		if (fd >= 0 || errno != EEXIST) {
			return fd;
		}
	}
	return -1;
}

bool bgproc_writer_is_held(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) < 0;
}
