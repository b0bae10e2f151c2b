/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_FILE_LOCK_H
#define BGPROC_PLATFORM_FILE_LOCK_H

/* A lock that ends with its holder. */

#include <stdint.h>

/*
 * Takes a lock between processes and threads: opens name below dir_fd, made when it is missing, and waits at most wait_ms
 * for an exclusive flock(). Returns the descriptor that holds the lock until it is closed (the file stays), or -1 with
 * errno EWOULDBLOCK when another process keeps it, EACCES when it is not a plain file of ours.
 */
int bgproc_file_lock(int dir_fd, const char *name, int64_t wait_ms);

#endif
