/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_CLOCK_H
#define BGPROC_PLATFORM_CLOCK_H

/*
 * Two separate clocks: monotonic milliseconds for every deadline (that clock cannot be set), and wall microseconds for
 * display and for the age of records.
 */

#include <stdbool.h>
#include <stdint.h>

/* A time of the monotonic clock, in milliseconds. */
struct bgproc_deadline {
	int64_t ms;
};

#define BGPROC_NEVER ((struct bgproc_deadline) {INT64_MAX})

struct bgproc_deadline bgproc_deadline_in(int64_t ms);

/* Milliseconds until then: 0 when it has passed, INT64_MAX for BGPROC_NEVER. */
int64_t bgproc_deadline_left(struct bgproc_deadline deadline);

/* The time left as poll() wants it: -1 for never, at most INT_MAX. */
int bgproc_deadline_poll(struct bgproc_deadline deadline);

uint64_t bgproc_wall_us(void);

/* The monotonic clock in nanoseconds, to measure a duration. Not for deadlines. */
uint64_t bgproc_stopwatch_ns(void);

/* The same clock at the last tick of the kernel, 1 to 10 ms behind, at a fifth of the cost. */
uint64_t bgproc_stopwatch_coarse_ns(void);

static inline struct bgproc_deadline bgproc_deadline_earlier(struct bgproc_deadline a, struct bgproc_deadline b)
{
	return a.ms < b.ms ? a : b;
}

static inline bool bgproc_deadline_passed(struct bgproc_deadline deadline)
{
	return bgproc_deadline_left(deadline) == 0;
}

#endif
