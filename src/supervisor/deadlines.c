/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/deadlines.h"

#include "src/supervisor/job/tracked_job.h"

/* For the phases in which the command works. */
static struct bgproc_deadline next_limit(const struct bgproc_supervisor *supervisor)
{
	struct bgproc_deadline limit = bgproc_deadline_earlier(supervisor->clocks.run, supervisor->clocks.idle);

	if (supervisor->job) {
		bool offered = supervisor->machine.phase == BGPROC_PHASE_OFFERED;

		limit = bgproc_deadline_earlier(limit, supervisor->job->decided);
		limit = bgproc_deadline_earlier(limit, offered ? supervisor->job->start : supervisor->job->update);
	}
	return limit;
}

/* The next deadline that applies in this phase. */
static struct bgproc_deadline phase_deadline(const struct bgproc_supervisor *supervisor)
{
	const struct bgproc_clocks *clocks = &supervisor->clocks;

	switch (supervisor->machine.phase) {
		case BGPROC_PHASE_DELAYED:
			return supervisor->job->alarm.at_us ? supervisor->job->alarm.look : supervisor->job->delay;
		case BGPROC_PHASE_OFFERED:
		case BGPROC_PHASE_RUNNING:
			return next_limit(supervisor);
		case BGPROC_PHASE_STOPPING:
			return clocks->grace;
		case BGPROC_PHASE_KILLING:
			return bgproc_deadline_earlier(clocks->kill_round, clocks->kill_over);
		case BGPROC_PHASE_DRAINING:
			return bgproc_deadline_earlier(clocks->drain_idle, clocks->drain_over);
		default:
			return BGPROC_NEVER;
	}
}

struct bgproc_deadline bgproc_deadlines_next(const struct bgproc_supervisor *supervisor)
{
	struct bgproc_deadline next = phase_deadline(supervisor);

	return supervisor->job ? bgproc_deadline_earlier(next, supervisor->job->publish.due) : next;
}

enum bgproc_event bgproc_deadlines_limit(const struct bgproc_supervisor *supervisor)
{
	const struct bgproc_job *job = supervisor->job;
	bool offered = supervisor->machine.phase == BGPROC_PHASE_OFFERED;

	if (!bgproc_deadline_passed(next_limit(supervisor))) {
		return BGPROC_EVENT_NONE;
	}
	/* A job that has reported its outcome keeps it, even if the command takes long to end. */
	if (supervisor->machine.decision != BGPROC_STATE_RUNNING) {
		return BGPROC_EVENT_DECIDED_TIMEOUT;
	}
	if (bgproc_deadline_passed(supervisor->clocks.run)) {
		return BGPROC_EVENT_RUN_TIMEOUT;
	}
	if (bgproc_deadline_passed(supervisor->clocks.idle)) {
		return BGPROC_EVENT_IDLE_TIMEOUT;
	}
	return offered && bgproc_deadline_passed(job->start) ? BGPROC_EVENT_START_TIMEOUT : BGPROC_EVENT_UPDATE_TIMEOUT;
}
