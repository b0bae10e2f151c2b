/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_DEADLINES_H
#define BGPROC_SUPERVISOR_DEADLINES_H

/* Which deadline means something now: how long the loop may sleep, and which limit of the running command has passed. */

#include "src/platform/clock.h"
#include "src/supervisor/machine.h"

struct bgproc_supervisor;

/* Points in time that mean something in one phase each; those of a job are in job.h. */
struct bgproc_clocks {
	struct bgproc_deadline run, idle;              /* offered, running */
	struct bgproc_deadline grace;                  /* stopping */
	struct bgproc_deadline kill_round, kill_over;  /* killing */
	struct bgproc_deadline drain_idle, drain_over; /* draining */
};

#define BGPROC_CLOCKS_INIT \
	{BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER}

static inline struct bgproc_deadline bgproc_deadline_earlier(struct bgproc_deadline a, struct bgproc_deadline b)
{
	return a.ms < b.ms ? a : b;
}

/* The next deadline of all. */
struct bgproc_deadline bgproc_clocks_next(const struct bgproc_supervisor *supervisor);

/* Of an offered or running command: the event of the limit that has passed, or BGPROC_EVENT_NONE. */
enum bgproc_event bgproc_clocks_limit(const struct bgproc_supervisor *supervisor);

#endif
