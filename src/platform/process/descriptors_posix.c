/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/platform/process/descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Without a list of the open ones, so many are tried. */
#define TRIED_MAX 65536

/* -1: none can be opened; the numbers are free then. */
static int open_useless(void)
{
#ifdef O_PATH
	return open("/", O_PATH | O_CLOEXEC);
#else
	return open("/dev/null", O_RDWR | O_CLOEXEC);
#endif
}

static void replace(int fd, int useless)
{
	if (useless < 0) {
		close(fd);
	} else if (fd != useless && dup2(useless, fd) == fd) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
}

static void replace_all(int kept, int useless)
{
	long limit = sysconf(_SC_OPEN_MAX);

	for (int fd = 3; fd < (limit > 0 && limit < TRIED_MAX ? limit : TRIED_MAX); fd++) {
		if (fd != kept && fcntl(fd, F_GETFD) >= 0) {
			replace(fd, useless);
		}
	}
}

void bgproc_descriptors_close_except(int kept)
{
	int useless = open_useless();
	DIR *list = opendir("/dev/fd");
	const struct dirent *entry;

	if (!list) {
		replace_all(kept, useless);
		return;
	}
	/* The list does not change meanwhile but by what is closed if nothing can be opened; the system lists them by number. */
	while ((entry = readdir(list))) {
		int fd = atoi(entry->d_name);

		if (fd > 2 && fd != kept && fd != dirfd(list)) {
			replace(fd, useless);
		}
	}
	closedir(list);
}
