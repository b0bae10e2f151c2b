/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DESCRIPTOR_H
#define BGPROC_PLATFORM_FILE_DESCRIPTOR_H

/*
 * Descriptors: every one is born close-on-exec, short writes and EINTR are handled. Functions that return int give 0 or a
 * descriptor on success and -1 with errno set.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes all bytes; retries EINTR and short writes. Async-signal-safe. */
int bgproc_write_all(int fd, const void *bytes, size_t length);

/* Whether RLIMIT_FSIZE lets a file have that length: to write beyond it raises SIGXFSZ. False with EFBIG. */
bool bgproc_file_size_allowed(size_t length);

/* All bytes into a file that is still empty, in a process that is not ours alone, which no signal is to end: EFBIG instead. */
int bgproc_write_new(int fd, const void *bytes, size_t length);

/* Reads until length bytes or end of file; returns the count or -1. */
ssize_t bgproc_read_full(int fd, void *bytes, size_t length);

/* A pipe, both ends close-on-exec and numbered 3 or higher. */
int bgproc_pipe(int ends[2]);

/*
 * Moves a descriptor to 3 or higher (close-on-exec set) so that it cannot be hit when 0, 1, 2 are set up. The old number
 * is closed in any case; a negative one is passed through.
 */
int bgproc_fd_above_stdio(int fd);

/* Whether a descriptor is one of the last that this process may have: fewer than margin come after it. */
bool bgproc_fd_near_limit(int fd, unsigned margin);

void bgproc_fd_close(int *fd); /* closes unless -1, keeps errno, sets to -1 */

#endif
