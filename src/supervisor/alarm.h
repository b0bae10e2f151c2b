/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ALARM_H
#define BGPROC_SUPERVISOR_ALARM_H

/*
 * A wait for a time of the wall clock (option "at" of jobs). All other waits are time spans of the monotonic clock, see
 * src/platform/clock.h.
 */

#include "src/platform/clock.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

struct bgproc_alarm {
	uint64_t at_us;              /* microseconds since 1970; 0: no wait */
	int fd;                      /* readable at that time; -1: the system has no such timers; owned */
	struct bgproc_deadline look; /* for systems without such timers: when to read the clock again */
};

#define BGPROC_ALARM_INIT {0, -1, BGPROC_NEVER}

void bgproc_alarm_set(struct bgproc_alarm *alarm, uint64_t at_us);

/* Fills slot and returns true when there is a descriptor to poll. */
bool bgproc_alarm_poll(const struct bgproc_alarm *alarm, struct pollfd *slot);

/*
 * Whether the time has come; the wait is over then. May be called at any time, and must be called after poll() or when look
 * has passed.
 */
bool bgproc_alarm_due(struct bgproc_alarm *alarm);

#endif
