/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_INTERRUPTIBLE_POLL_H
#define BGPROC_PHP_BASE_INTERRUPTIBLE_POLL_H

/* Waiting inside a method without making the application deaf: its signal handlers and time limits still work. */

#include "php.h"

#include "src/platform/clock.h"

#include <poll.h>

/*
 * Waits until fd is readable (fd -1: only for the time). Returns 1 when it is, 0 when the deadline passed, -1 when a
 * signal handler or time limit of the application left an exception, BGPROC_POLL_INTERRUPTED when a handler has run: it
 * may have done anything, closed the descriptor included, so the caller has to look again at all it knows. A signal that
 * arrives at any moment is served at once.
 */
#define BGPROC_POLL_INTERRUPTED 2
int bgproc_interruptible_poll(int fd, struct bgproc_deadline deadline);

/* The same for count descriptors, as poll() does it: 1 when at least one of them is ready, which revents tells. */
int bgproc_interruptible_poll_many(struct pollfd *ready, size_t count, struct bgproc_deadline deadline);

#endif
