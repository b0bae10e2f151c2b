/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/file/directory_make.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#ifdef __linux__
# include <sys/syscall.h>
#endif

#ifndef RENAME_NOREPLACE
# define RENAME_NOREPLACE 1
#endif

/* Temporary names that are tried for a shared directory. */
#define SHARED_TRIES 16

/*
 * Gives a directory that we have just made its mode. In a directory of another user it is ours only when it
 * still has the sticky bit it was made with: that user may have put another directory of ours in its place.
 */
static int finish_made(const struct bgproc_directory_place *place, int fd, struct stat *st)
{
	mode_t mode = place->shared ? S_ISVTX | 0777 : 0700;

	if (st->st_uid != geteuid() || (place->foreign && !(st->st_mode & S_ISVTX)) ||
		(st->st_mode & 07777) == mode) {
		return 0;
	}
	return fchmod(fd, mode) < 0 ? -1 : fstat(fd, st);
}

/* Opens what we have just made, for more than searching: such a descriptor cannot change the mode. -1 with errno. */
static int open_made(const struct bgproc_directory_place *place, const char *name)
{
	int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(place->fd, name, flags);

	if (fd < 0 && errno == EACCES && !place->foreign && fchmodat(place->fd, name, 0700, 0) == 0) {
		/* The umask had taken our own rights. Only we can put another name here: no link is followed. */
		fd = openat(place->fd, name, flags);
	}
	return fd;
}

/* Gives a finished directory its name, unless something has it. -1 with errno. */
static int rename_directory_new(int dir_fd, const char *temp, const char *name)
{
#ifdef SYS_renameat2
	return (int) syscall(SYS_renameat2, dir_fd, temp, dir_fd, name, RENAME_NOREPLACE);
#else
	errno = ENOSYS;
	return -1;
#endif
}

/*
 * Makes the shared directory under a name of our own and renames it when its mode is right: other users, who may be about
 * to open it in this moment, see it finished or not at all, however long we are held up in between, or if we are killed.
 * The open directory, or -1 with errno: EEXIST when another process was faster.
 */
static int make_shared(const struct bgproc_directory_place *place, const char *name, struct stat *st)
{
	char temp[64];
	int fd, saved;

	/* What is there already is left from a dead process that had our pid. */
	for (int i = 0;; i++) {
		snprintf(temp, sizeof temp, ".bgproc.%ld.%d", (long) getpid(), i);
		if (mkdirat(place->fd, temp, S_ISVTX | 0777) == 0) {
			break;
		}
		if (errno != EEXIST || i == SHARED_TRIES) {
			return -1;
		}
	}
	fd = open_made(place, temp);
	if (fd >= 0 && fstat(fd, st) == 0 && finish_made(place, fd, st) == 0 &&
		rename_directory_new(place->fd, temp, name) == 0) {
		return fd;
	}
	saved = errno;
	bgproc_fd_close(&fd);
	unlinkat(place->fd, temp, AT_REMOVEDIR);
	errno = saved;
	return -1;
}

/* Makes name in its place, where that cannot be seen too early or there is no other way. The same results. */
static int make_here(const struct bgproc_directory_place *place, const char *name, struct stat *st)
{
	int fd, saved;

	if (mkdirat(place->fd, name, place->shared ? S_ISVTX | 0777 : 0700) < 0) {
		return -1;
	}
	fd = open_made(place, name);
	if (fd >= 0 && fstat(fd, st) == 0 && finish_made(place, fd, st) == 0) {
		return fd;
	}
	saved = errno;
	bgproc_fd_close(&fd);
	unlinkat(place->fd, name, AT_REMOVEDIR);
	errno = saved;
	return -1;
}

int bgproc_directory_make(const struct bgproc_directory_place *place, const char *name, struct stat *st)
{
	int fd = -1;

	if (place->shared) {
		fd = make_shared(place, name, st);
		/* File systems that cannot rename without replacing (NFS): other processes wait meanwhile, see step(). */
		if (fd >= 0 || (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)) {
			return fd;
		}
	}
	return make_here(place, name, st);
}
