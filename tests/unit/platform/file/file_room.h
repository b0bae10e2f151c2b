/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_FILE_ROOM_H
#define BGPROC_TESTS_FILE_ROOM_H

/* A directory for each test of src/platform/file, and helpers that these tests share. */

#include "tests/unit/in_child.h"
#include "tests/unit/room.h"

#include "src/platform/clock.h"
#include "src/platform/file/directory.h"
#include "src/platform/file/file.h"
#include "src/platform/file/lock.h"
#include "src/platform/file/rename.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static inline int set_up(void **state)
{
	umask(022);
	return make_room("files");
}

static inline int tear_down(void **state)
{
	umask(022);
	return remove_room();
}

static inline void make_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t) strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static inline void make_dir(const char *path, mode_t mode)
{
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static inline bool is_cloexec(int fd)
{
	return (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0;
}

/* Checks that fd is an open descriptor of the directory at path, and closes it. */
static inline void check_opened(int fd, const char *path)
{
	struct stat by_fd, by_path;

	assert_true(is_cloexec(fd));
	assert_int_equal(fstat(fd, &by_fd), 0);
	assert_int_equal(stat(path, &by_path), 0);
	assert_true(by_fd.st_ino == by_path.st_ino && by_fd.st_dev == by_path.st_dev);
	/* The descriptor must allow listing and fsync(); O_PATH would not. */
	assert_int_equal(fsync(fd), 0);
	close(fd);
}

static inline mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

#endif
