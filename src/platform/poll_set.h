/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_POLL_SET_H
#define BGPROC_PLATFORM_POLL_SET_H

/*
 * Many descriptors that one process waits for. The cost of a wait does not grow with their number on Linux (epoll), where the set
 * also has a descriptor of its own. Elsewhere it is an array for poll().
 */

#include "src/platform/clock.h"

#include <stdbool.h>
#include <stdint.h>

struct bgproc_poll_set;

struct bgproc_poll_event {
	uint32_t key;
	bool readable; /* or at its end, or in error */
	bool writable;
};

/* NULL with errno. */
struct bgproc_poll_set *bgproc_poll_set_new(void);
/* NULL is allowed. The descriptors in the set stay open. */
void bgproc_poll_set_free(struct bgproc_poll_set *set);

/* key: what events of this descriptor carry. Returns 0, or -1 with errno. */
int bgproc_poll_set_add(struct bgproc_poll_set *set, int fd, uint32_t key);
/* Whether to wait until the descriptor is writable too. */
int bgproc_poll_set_want_write(struct bgproc_poll_set *set, int fd, uint32_t key, bool want);
/* Must be called before the descriptor is closed: a copy of it in a forked process would keep it in the set. */
void bgproc_poll_set_remove(struct bgproc_poll_set *set, int fd);

/*
 * Waits until a descriptor is ready; timeout_ms -1: without a limit. Returns the number of events, 0 when the time has passed, -1
 * with errno (EINTR after a signal).
 */
int bgproc_poll_set_wait(struct bgproc_poll_set *set, struct bgproc_poll_event *events, unsigned max, int timeout_ms);

/* A descriptor that is readable while a descriptor of the set is ready; it belongs to the set. -1: the system has none. */
int bgproc_poll_set_fd(const struct bgproc_poll_set *set);

/*
 * A copy of it, close-on-exec, which the caller owns, for somebody who waits for it instead of calling bgproc_poll_set_wait(). -1
 * with errno: ENOTSUP if the system has none.
 */
int bgproc_poll_set_copy_fd(struct bgproc_poll_set *set);

/*
 * Makes the copies readable at the deadline, too. The next wait that sees the alarm ends it, and returns no event for it.
 * BGPROC_NEVER takes it back. Without effect if there was no copy. Not in a forked process: it shares the alarm.
 */
void bgproc_poll_set_alarm(struct bgproc_poll_set *set, struct bgproc_deadline at);

#endif
