/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

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

int bgproc_fd_pair_above_stdio(int ends[2])
{
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

int bgproc_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0) {
		ends[0] = ends[1] = -1;
		return -1;
	}
	return bgproc_fd_pair_above_stdio(ends);
}
