/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_FILES_ROOM_H
#define BGPROC_TESTS_FILES_ROOM_H

/* A directory for each test of src/platform/files.h, and what they have in common. */

#include "src/platform/clock.h"
#include "src/platform/files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
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
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOBODY 65534

static char base[256]; /* a directory of ours for one test; the working directory while it runs */

static inline int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(base, sizeof base, "%s/bgproc-files.XXXXXX", tmp ? tmp : "/tmp");
	umask(022);
	return mkdtemp(base) && chdir(base) == 0 ? 0 : -1;
}

static inline int tear_down(void **state)
{
	char command[300];

	umask(022);
	snprintf(command, sizeof command, "rm -rf '%s'", base);
	return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

#define NEED_ROOT() \
	do { \
		if (geteuid() != 0) { \
			skip(); \
		} \
	} while (0)

/* Runs body in a child; the test fails unless it returns 0 in time. */
static inline void in_child(int (*body)(void))
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(30);
		_exit(body());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
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

static inline mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

#endif
