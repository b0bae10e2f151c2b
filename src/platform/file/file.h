/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_FILE_H
#define BGPROC_PLATFORM_FILE_FILE_H

/*
 * Regular files below a directory: mode 0600 independent of the umask; symlinks are never followed. Functions that return
 * int return 0 or a close-on-exec descriptor on success, and -1 with errno set on failure.
 */

#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/*
 * Opens a regular file below dir_fd that belongs to the effective user and has only one name. Symlinks, FIFOs and devices
 * are refused. flags: access mode and O_APPEND; never O_CREAT or O_TRUNC. st may be NULL. Returns -1 with errno ENOENT, or
 * EACCES when it is not such a file.
 */
int bgproc_file_open_own(int dir_fd, const char *name, int flags, struct stat *st);

/* Does the same for a caller that opens many files and has read its user id once. */
int bgproc_file_open_of(int dir_fd, const char *name, int flags, uid_t owner, struct stat *st);

/* Creates a file that must not exist, 0600 whatever the umask; open for reading and writing. */
int bgproc_file_create(int dir_fd, const char *name);

/*
 * Does the same and returns the stat of the file. If its mode had to be changed, its times in st may be older than the real
 * ones.
 */
int bgproc_file_create_seen(int dir_fd, const char *name, struct stat *st);

/*
 * Allocates blocks for the first length bytes; the file grows to that length. 0 also where the file system cannot
 * promise it (ENOTSUP).
 */
int bgproc_file_reserve(int fd, size_t length);

#endif
