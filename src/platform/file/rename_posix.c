/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

/* Two ways to give a finished file its name: as a new file, or replacing another one. */

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

/* Whether both names belong to the same file. */
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
	/* If the first answer was lost, NFS may return EEXIST for a link that it has just created. */
	if (linkat(dir_fd, temp, dir_fd, name, 0) < 0) {
		int saved = errno;

		if (saved != EEXIST || !same_file(dir_fd, temp, name)) {
			errno = saved;
			return -1;
		}
	}
	/* If this fails, the file is published nevertheless; the second name is removed by a later sweep. */
	unlinkat(dir_fd, temp, 0);
	return 0;
}

int bgproc_rename_over(int dir_fd, const char *temp, const char *name)
{
#ifdef SYS_renameat2
	if (syscall(SYS_renameat2, dir_fd, temp, dir_fd, name, RENAME_EXCHANGE) == 0) {
		/* If this fails, the old file is left with the temporary name and is removed by a later sweep. */
		unlinkat(dir_fd, temp, 0);
		return 0;
	}
	if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) {
		return -1;
	}
#endif
	return renameat(dir_fd, temp, dir_fd, name);
}
