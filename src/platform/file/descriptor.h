/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_DESCRIPTOR_H
#define BGPROC_PLATFORM_FILE_DESCRIPTOR_H

/*
 * Descriptors: all are created close-on-exec; short writes and EINTR are handled. Functions that return int return 0 or a
 * descriptor on success, and -1 with errno set on failure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes all bytes; retries EINTR and short writes. Async-signal-safe. */
int bgproc_write_all(int fd, const void *bytes, size_t length);

/* Whether RLIMIT_FSIZE allows a file of that length; a write beyond the limit raises SIGXFSZ. False with EFBIG. */
bool bgproc_file_size_allowed(size_t length);

/* Writes all bytes into an empty file. Fails with EFBIG instead of raising SIGXFSZ, which would end the caller's process. */
int bgproc_write_new(int fd, const void *bytes, size_t length);

/* Reads until length bytes or end of file; returns the count or -1. */
ssize_t bgproc_read_full(int fd, void *bytes, size_t length);

/* A pipe, both ends close-on-exec and numbered 3 or higher. */
int bgproc_pipe(int ends[2]);

/*
 * Moves a descriptor to 3 or higher (with close-on-exec), so that it is not replaced when 0, 1, 2 are set up. The old number
 * is always closed; a negative one is returned unchanged.
 */
int bgproc_fd_above_stdio(int fd);

/* The same for both ends of a pair. On failure both are closed and -1. */
int bgproc_fd_pair_above_stdio(int ends[2]);

/* Whether the descriptor is near the limit of this process: fewer than margin numbers are left above it. */
bool bgproc_fd_near_limit(int fd, unsigned margin);

void bgproc_fd_close(int *fd); /* closes unless -1, keeps errno, sets to -1 */

#endif
