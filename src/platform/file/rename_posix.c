/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

/* The two ways in which a finished file gets its name: beside the others, or in the place of another one. */

#include "src/platform/file/rename.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
# include <sys/syscall.h>
#endif

#ifndef RENAME_NOREPLACE
# define RENAME_NOREPLACE 1
#endif
#ifndef RENAME_EXCHANGE
# define RENAME_EXCHANGE 2
#endif

/* Whether both names are one file. */
static bool same_file(int dir_fd, const char *a, const char *b)
{
	struct stat st_a, st_b;

	return fstatat(dir_fd, a, &st_a, AT_SYMLINK_NOFOLLOW) == 0 &&
		fstatat(dir_fd, b, &st_b, AT_SYMLINK_NOFOLLOW) == 0 && st_a.st_ino == st_b.st_ino &&
		st_a.st_dev == st_b.st_dev;
}

int bgproc_rename_new(int dir_fd, const char *temp, const char *name)
{
#ifdef SYS_renameat2
	if (syscall(SYS_renameat2, dir_fd, temp, dir_fd, name, RENAME_NOREPLACE) == 0) {
		return 0;
	}
	if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) {
		return -1;
	}
#endif
	/* NFS may say EEXIST of a link it has just made, when the first answer was lost. */
	if (linkat(dir_fd, temp, dir_fd, name, 0) < 0) {
		int saved = errno;

		if (saved != EEXIST || !same_file(dir_fd, temp, name)) {
			errno = saved;
			return -1;
		}
	}
	/* When this fails the file is published all the same; the second name is swept later. */
	unlinkat(dir_fd, temp, 0);
	return 0;
}

int bgproc_rename_over(int dir_fd, const char *temp, const char *name)
{
#ifdef SYS_renameat2
	if (syscall(SYS_renameat2, dir_fd, temp, dir_fd, name, RENAME_EXCHANGE) == 0) {
		/* When this fails the old file is left under the temporary name, and is swept later. */
		unlinkat(dir_fd, temp, 0);
		return 0;
	}
	if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) {
		return -1;
	}
#endif
	return renameat(dir_fd, temp, dir_fd, name);
}
