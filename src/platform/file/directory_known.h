/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DIRECTORY_KNOWN_H
#define BGPROC_PLATFORM_FILE_DIRECTORY_KNOWN_H

/*
 * A shortcut to the state directory that this thread has opened last by bgproc_directory_open(). It is remembered, not kept
 * open: one call opens the path, and the result must be the same directory that the walk has accepted.
 */

#include <stdbool.h>

/* An open descriptor >= 3 if path is known and leads to the same directory without a symlink; else -1: a walk is needed. */
int bgproc_directory_known_open(const char *path, bool shared);

/* Remembers the directory that a walk has accepted. */
void bgproc_directory_known_set(const char *path, bool shared, int fd);

#endif
