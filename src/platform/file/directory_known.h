/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_KNOWN_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_KNOWN_H

/*
 * The short way to the state directory that this thread has walked to last (bgproc_directory_open()). It is remembered, not
 * kept open: one call opens the path, and what it leads to must be the very directory that the walk found good.
 */

#include <stdbool.h>

/* An open descriptor >= 3 when path is known and leads without any symlink to the same directory; else -1: walk. */
int bgproc_directory_known_open(const char *path, bool shared);

/* Remembers where a walk has arrived. */
void bgproc_directory_known_set(const char *path, bool shared, int fd);

#endif
