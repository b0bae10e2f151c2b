/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/descriptors.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

/* Without a list of the open ones, so many are tried. */
#define TRIED_MAX 65536

static void close_all(int kept)
{
	long limit = sysconf(_SC_OPEN_MAX);

	for (int fd = 3; fd < (limit > 0 && limit < TRIED_MAX ? limit : TRIED_MAX); fd++) {
		if (fd != kept) {
			close(fd);
		}
	}
}

void bgproc_descriptors_close_except(int kept)
{
	DIR *list = opendir("/dev/fd");
	const struct dirent *entry;

	if (!list) {
		close_all(kept);
		return;
	}
	/* Removing entries while the list is read is safe here: the system lists descriptors by number. */
	while ((entry = readdir(list))) {
		int fd = atoi(entry->d_name);

		if (fd > 2 && fd != kept && fd != dirfd(list)) {
			close(fd);
		}
	}
	closedir(list);
}
