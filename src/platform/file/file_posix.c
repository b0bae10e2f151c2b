/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/file.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

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
