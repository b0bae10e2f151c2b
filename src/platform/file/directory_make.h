/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_MAKE_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_MAKE_H

/* Making one component of the path of a state directory. */

#include <stdbool.h>
#include <sys/stat.h>

struct bgproc_directory_place {
	int fd;       /* the directory in which it is made; borrowed */
	bool foreign; /* that belongs to another user: names in it may change under us */
	bool shared;  /* it shall be 1777, for every user of the machine, else 0700 */
};

/* The new directory, opened, and what it is; or -1 with errno: EEXIST when another process was faster. */
int bgproc_directory_make(const struct bgproc_directory_place *place, const char *name, struct stat *st);

#endif
