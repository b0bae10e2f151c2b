/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ALARM_H
#define BGPROC_SUPERVISOR_ALARM_H

/*
 * A time of the wall clock that is waited for (option "at" of jobs). Everything else that is waited for is a span of the
 * monotonic clock, see src/platform/clock.h.
 */

#include "src/platform/clock.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

struct bgproc_alarm {
	uint64_t at_us;              /* microseconds since 1970; 0: nothing is waited for */
	int fd;                      /* readable when it is time; -1: there are no such timers; owned */
	struct bgproc_deadline look; /* where there are none: when to look at the clock again */
};

#define BGPROC_ALARM_INIT {0, -1, BGPROC_NEVER}

void bgproc_alarm_set(struct bgproc_alarm *alarm, uint64_t at_us);

/* Fills slot and returns true when there is a descriptor to poll. */
bool bgproc_alarm_poll(const struct bgproc_alarm *alarm, struct pollfd *slot);

/* Whether the clock shows the time; then the alarm is over. May be called at any moment, and must be after poll() or look. */
bool bgproc_alarm_due(struct bgproc_alarm *alarm);

#endif
