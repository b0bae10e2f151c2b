/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_MAKE_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_MAKE_H

/* Creates one component of the path of a state directory. */

#include <stdbool.h>
#include <sys/stat.h>

struct bgproc_directory_place {
	int fd;       /* the directory in which it is made; borrowed */
	bool foreign; /* the directory belongs to another user: names in it may change meanwhile */
	bool shared;  /* the new directory gets mode 1777, for every user of the machine; otherwise 0700 */
};

/* Returns the new directory, opened, and its stat; or -1 with errno: EEXIST when another process has created it first. */
int bgproc_directory_make(const struct bgproc_directory_place *place, const char *name, struct stat *st);

#endif
