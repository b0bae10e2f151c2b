/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/result.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/file/rename.h"
#include "src/store/file/writer_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Whether KEY.result is the file that this process has written. */
static bool result_is_ours(const struct bgproc_record_writer *writer, const char *name)
{
	struct stat held, named;

	return writer->result_fd >= 0 && fstat(writer->result_fd, &held) == 0 &&
		fstatat(writer->dir_fd, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && held.st_dev == named.st_dev &&
		held.st_ino == named.st_ino;
}

static bool publish_result(const struct bgproc_record_writer *writer, const char *temp)
{
	char name[BGPROC_WRITER_NAME_SIZE];

	bgproc_writer_name(writer, name, ".result");
	if (result_is_ours(writer, name)) {
		return renameat(writer->dir_fd, temp, writer->dir_fd, name) == 0;
	}
	return bgproc_rename_new(writer->dir_fd, temp, name) == 0;
}

enum bgproc_status bgproc_record_writer_put_result(
	struct bgproc_record_writer *writer, const void *bytes, size_t length, struct bgproc_error *err)
{
	static const char what[] = "write the result beside";
	char temp[BGPROC_WRITER_NAME_SIZE];
	struct bgproc_file file;
	int fd, saved_errno;

	/* Another process has the key now, and with it the names. */
	if (bgproc_writer_owner(writer) == BGPROC_WRITER_OTHER) {
		return bgproc_writer_fail(writer, err, EEXIST, what);
	}
	fd = bgproc_writer_create_temp(writer, temp, &file);
	if (fd < 0) {
		return bgproc_writer_fail(writer, err, errno, what);
	}
	if (bgproc_write_all(fd, bytes, length) == 0 && publish_result(writer, temp)) {
		bgproc_fd_close(&writer->result_fd);
		writer->result_fd = fd;
		return BGPROC_OK;
	}
	saved_errno = errno;
	unlinkat(writer->dir_fd, temp, 0);
	bgproc_fd_close(&fd);
	return bgproc_writer_fail(writer, err, saved_errno, what);
}
