/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_FILE_H
#define BGPROC_PLATFORM_FILE_FILE_H

/*
 * Plain files below a directory: 0600 whatever the umask, symlinks are never followed. Functions that return int give 0 or
 * a descriptor on success, which is close-on-exec, and -1 with errno set.
 */

#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/*
 * Opens a plain file below dir_fd that must belong to us (effective uid) and have one name only: no symlink, FIFO or
 * device is ever opened for more than the check. flags: access mode and O_APPEND; never O_CREAT or O_TRUNC. st may be
 * NULL. Returns -1 with errno ENOENT, or EACCES when it is not a plain file of ours.
 */
int bgproc_file_open_own(int dir_fd, const char *name, int flags, struct stat *st);

/* The same for a caller that opens many files and has read its user id once. */
int bgproc_file_open_of(int dir_fd, const char *name, int flags, uid_t owner, struct stat *st);

/* Creates a file that must not exist, 0600 whatever the umask; open for reading and writing. */
int bgproc_file_create(int dir_fd, const char *name);

/* The same, and what the file is: its times may be older than the file is when its mode had to be changed. */
int bgproc_file_create_seen(int dir_fd, const char *name, struct stat *st);

/*
 * Allocates blocks for the first length bytes; the file grows to that length. 0 also where the file system cannot
 * promise it (ENOTSUP).
 */
int bgproc_file_reserve(int fd, size_t length);

#endif
