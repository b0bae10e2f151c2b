/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/lock.h"

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Opens or creates a lock file. -1 with errno; EAGAIN when it was removed just now. */
static int open_lock(int dir_fd, const char *name)
{
	int fd = openat(dir_fd, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	int fault = 0;
	struct stat st;

	if (fd < 0) {
		if (errno == ELOOP || errno == EMLINK || errno == ENXIO || errno == ENODEV || errno == EISDIR) {
			errno = EACCES;
		}
		return -1;
	}
	if (fstat(fd, &st) < 0) {
		fault = errno;
	} else if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || st.st_nlink > 1) {
		fault = EACCES;
	} else if (st.st_nlink == 0) {
		fault = EAGAIN;
	} else if ((st.st_mode & 07777) != 0600 && fchmod(fd, 0600) < 0) {
		fault = errno;
	}
	if (fault) {
		bgproc_fd_close(&fd);
		errno = fault;
	}
	return fd;
}

/* Whether the open file still has its name: a cleanup may have removed it. */
static bool still_named(int dir_fd, const char *name, int fd)
{
	struct stat by_fd, by_name;

	return fstat(fd, &by_fd) == 0 && fstatat(dir_fd, name, &by_name, AT_SYMLINK_NOFOLLOW) == 0 &&
		by_fd.st_ino == by_name.st_ino && by_fd.st_dev == by_name.st_dev;
}

int bgproc_file_lock(int dir_fd, const char *name, int64_t wait_ms)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(wait_ms);
	struct timespec pause = {0, 500000};

	for (;;) {
		int fd = open_lock(dir_fd, name);

		if (fd >= 0) {
			if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
				if (errno != EWOULDBLOCK && errno != EINTR) {
					bgproc_fd_close(&fd);
					return -1;
				}
			} else if (still_named(dir_fd, name, fd)) {
				return fd;
			}
			/* Opened again for each attempt, so that this never waits for a file that has lost its name. */
			bgproc_fd_close(&fd);
		} else if (errno != EAGAIN && errno != EINTR) {
			return -1;
		}
		if (bgproc_deadline_left(deadline) == 0) {
			errno = EWOULDBLOCK;
			return -1;
		}
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < 8000000) {
			pause.tv_nsec *= 2;
		}
	}
}
