/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/file.h"

#include "src/platform/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* ---- descriptors ---- */

int bgproc_write_all(int fd, const void *bytes, size_t length)
{
	const char *next = bytes;

	while (length > 0) {
		ssize_t written = write(fd, next, length);

		if (written < 0 && errno != EINTR) {
			return -1;
		}
		if (written > 0) {
			next += written;
			length -= (size_t) written;
		}
	}
	return 0;
}

bool bgproc_file_size_allowed(size_t length)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && length > limit.rlim_cur) {
		errno = EFBIG;
		return false;
	}
	return true;
}

int bgproc_write_new(int fd, const void *bytes, size_t length)
{
	return bgproc_file_size_allowed(length) ? bgproc_write_all(fd, bytes, length) : -1;
}

ssize_t bgproc_read_full(int fd, void *bytes, size_t length)
{
	size_t have = 0;

	while (have < length) {
		ssize_t count = read(fd, (char *) bytes + have, length - have);

		if (count == 0) {
			break;
		}
		if (count > 0) {
			have += (size_t) count;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return (ssize_t) have;
}

bool bgproc_fd_near_limit(int fd, unsigned margin)
{
	struct rlimit limit;

	return fd >= 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
		(rlim_t) fd + margin >= limit.rlim_cur;
}

void bgproc_fd_close(int *fd)
{
	if (*fd >= 0) {
		int saved = errno;

		/* Not retried after EINTR: Linux has released the number by then, and it may be somebody else's
		 * already. */
		close(*fd);
		errno = saved;
	}
	*fd = -1;
}

int bgproc_fd_above_stdio(int fd)
{
	int moved;

	if (fd < 0 || fd > 2) {
		return fd;
	}
	moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	bgproc_fd_close(&fd);
	return moved;
}

int bgproc_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0) {
		ends[0] = ends[1] = -1;
		return -1;
	}
	ends[0] = bgproc_fd_above_stdio(ends[0]);
	if (ends[0] >= 0) {
		ends[1] = bgproc_fd_above_stdio(ends[1]);
	}
	if (ends[0] < 0 || ends[1] < 0) {
		bgproc_fd_close(&ends[0]);
		bgproc_fd_close(&ends[1]);
		return -1;
	}
	return 0;
}

/* ---- files below it ---- */

int bgproc_file_open_of(int dir_fd, const char *name, int flags, uid_t owner, struct stat *st)
{
	struct stat own;
	int fd;

	if (flags & (O_CREAT | O_TRUNC)) {
		/* Would act before the check. */
		errno = EINVAL;
		return -1;
	}
	if (!st) {
		st = &own;
	}
	/* O_NONBLOCK: a FIFO without a peer must not hold us. */
	do {
		fd = openat(dir_fd, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0) {
		/* A symlink, a FIFO without reader or a socket, a directory opened for writing. */
		if (errno == ELOOP || errno == EMLINK || errno == ENXIO || errno == ENODEV || errno == EISDIR) {
			errno = EACCES;
		}
		return -1;
	}
	if (fstat(fd, st) < 0) {
		bgproc_fd_close(&fd);
		return -1;
	}
	if (!S_ISREG(st->st_mode) || st->st_uid != owner || st->st_nlink > 1) {
		bgproc_fd_close(&fd);
		errno = EACCES;
		return -1;
	}
	return fd;
}

int bgproc_file_open_own(int dir_fd, const char *name, int flags, struct stat *st)
{
	return bgproc_file_open_of(dir_fd, name, flags, geteuid(), st);
}

int bgproc_file_create(int dir_fd, const char *name)
{
	struct stat st;

	return bgproc_file_create_seen(dir_fd, name, &st);
}

int bgproc_file_create_seen(int dir_fd, const char *name, struct stat *st)
{
	int fd;

	do {
		fd = openat(dir_fd, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	} while (fd < 0 && errno == EINTR);
	/* The umask may have taken our own rights; giving them back costs another write of the inode. */
	if (fd >= 0 && (fstat(fd, st) < 0 || ((st->st_mode & 07777) != 0600 && fchmod(fd, 0600) < 0))) {
		int saved = errno;

		bgproc_fd_close(&fd);
		unlinkat(dir_fd, name, 0);
		errno = saved;
	}
	return fd;
}

int bgproc_file_reserve(int fd, size_t length)
{
	int status;

	if (length == 0) {
		return 0;
	}
	do {
#ifdef __linux__
		/* Not posix_fallocate(): the C library would imitate it by writing into each block. */
		status = fallocate(fd, 0, 0, (off_t) length) < 0 ? errno : 0;
#else
		status = posix_fallocate(fd, 0, (off_t) length);
#endif
	} while (status == EINTR);
#ifndef __linux__
	if (status == EINVAL) {
		status = 0; /* so says ZFS */
	}
#endif
	if (status == 0 || status == EOPNOTSUPP || status == ENOTSUP || status == ENOSYS) {
		return 0;
	}
	errno = status;
	return -1;
}

/* Opens or makes a lock file. -1 with errno; EAGAIN when it was removed just now. */
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

/* Whether the name still means the file that is open: a cleanup may have removed it. */
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
			/* Opened anew for each try, so that we never wait at a file that has lost its name. */
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
