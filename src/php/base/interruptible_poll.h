/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_INTERRUPTIBLE_POLL_H
#define BGPROC_PHP_BASE_INTERRUPTIBLE_POLL_H

/* Waiting inside a method in such a way that signal handlers and time limits of the script still work. */

#include "php.h"

#include "src/platform/clock.h"

#include <poll.h>

/*
 * Does what the engine does between two opcodes after a signal or the expiry of a time limit. For code in which no opcode is
 * executed, because it waits. Returns whether there was anything to do; it may have left an exception.
 */
bool bgproc_serve_interrupt(void);

/*
 * Waits until fd is readable (fd -1: only for the time). Returns 1 when fd is readable, 0 when the deadline has passed, -1
 * when a signal handler or time limit of the script has left an exception, BGPROC_POLL_INTERRUPTED when a handler has run.
 * The handler may have done anything, for example closed the descriptor, so the caller must check its state again. A signal
 * is handled as soon as it arrives.
 */
#define BGPROC_POLL_INTERRUPTED 2
int bgproc_interruptible_poll(int fd, struct bgproc_deadline deadline);

/* The same for count descriptors, as poll() does it: 1 when at least one of them is ready; revents shows which. */
int bgproc_interruptible_poll_many(struct pollfd *ready, size_t count, struct bgproc_deadline deadline);

#endif
