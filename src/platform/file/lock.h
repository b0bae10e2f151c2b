/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_LOCK_H
#define BGPROC_PLATFORM_FILE_LOCK_H

/* A lock that the system releases when its holder ends. */

#include <stdint.h>

/*
 * Takes a lock between processes and threads: opens name below dir_fd, or creates it, and waits at most wait_ms for an
 * exclusive flock(). Returns the descriptor that holds the lock until it is closed (the file stays), or -1 with errno
 * EWOULDBLOCK when another process holds the lock, EACCES when it is not a regular file of the present user.
 */
int bgproc_file_lock(int dir_fd, const char *name, int64_t wait_ms);

#endif
