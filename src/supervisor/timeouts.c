/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/timeouts.h"

#include "src/supervisor/actions.h"
#include "src/supervisor/deadlines.h"
#include "src/supervisor/job/publish.h"
#include "src/supervisor/job/tracked_job.h"
#include "src/supervisor/messages.h"
#include "src/supervisor/signals.h"

#include <signal.h>

/* Sets the limit that has passed as the reason in the record of a job. */
static void blame_limit(struct bgproc_supervisor *supervisor, enum bgproc_event limit)
{
	const struct bgproc_options *options = &supervisor->options;

	switch (limit) {
		case BGPROC_EVENT_RUN_TIMEOUT:
			bgproc_job_blame_time(supervisor, "timeout", "timed out: it has run", options->timeout_ms);
			break;
		case BGPROC_EVENT_IDLE_TIMEOUT:
			bgproc_job_blame_time(supervisor, "timeout", "no output", options->idle_timeout_ms);
			break;
		case BGPROC_EVENT_START_TIMEOUT:
			bgproc_job_blame_time(supervisor, "start", "not started: no free worker", options->start_timeout_ms);
			break;
		case BGPROC_EVENT_UPDATE_TIMEOUT:
			bgproc_job_blame_time(supervisor, "timeout", "no update", options->update_timeout_ms);
			break;
		default:
			break;
	}
}

static void check_limits(struct bgproc_supervisor *supervisor)
{
	enum bgproc_event limit;

	if (bgproc_deadlines_limit(supervisor) == BGPROC_EVENT_NONE) {
		return;
	}
	/* A waiting message may be the report that the limit waits for; and if the command has already ended, there is no timeout. */
	bgproc_signals_notice_children(supervisor);
	bgproc_messages_hear_all(supervisor);
	if (supervisor->machine.phase != BGPROC_PHASE_OFFERED && supervisor->machine.phase != BGPROC_PHASE_RUNNING) {
		return;
	}
	limit = bgproc_deadlines_limit(supervisor);
	if (limit != BGPROC_EVENT_NONE) {
		blame_limit(supervisor, limit);
		supervisor->stop_signal = SIGTERM;
		supervisor->stop_grace_ms = supervisor->options.grace_ms;
		bgproc_actions_step(supervisor, limit);
	}
}

void bgproc_timeouts_serve(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_clocks *clocks = &supervisor->clocks;

	switch (supervisor->machine.phase) {
		case BGPROC_PHASE_DELAYED:
			if (supervisor->job->alarm.at_us ? bgproc_alarm_due(&supervisor->job->alarm)
											 : bgproc_deadline_passed(supervisor->job->delay)) {
				bgproc_actions_step(supervisor, BGPROC_EVENT_DELAY_OVER);
			}
			break;
		case BGPROC_PHASE_OFFERED:
		case BGPROC_PHASE_RUNNING:
			check_limits(supervisor);
			break;
		case BGPROC_PHASE_STOPPING:
			if (bgproc_deadline_passed(clocks->grace)) {
				bgproc_actions_step(supervisor, BGPROC_EVENT_GRACE_OVER);
			}
			break;
		case BGPROC_PHASE_KILLING:
			if (bgproc_deadline_passed(clocks->kill_over)) {
				supervisor->record.end.survivors = bgproc_tree_count(&supervisor->tree);
				bgproc_actions_step(supervisor, BGPROC_EVENT_KILL_OVER);
			} else if (bgproc_deadline_passed(clocks->kill_round)) {
				bgproc_actions_kill_round(supervisor);
			}
			break;
		case BGPROC_PHASE_DRAINING:
			if (bgproc_deadline_passed(clocks->drain_idle) || bgproc_deadline_passed(clocks->drain_over)) {
				bgproc_actions_end_attempt(supervisor, BGPROC_EVENT_DRAIN_OVER);
			}
			break;
		default:
			break;
	}
	if (supervisor->job && supervisor->machine.phase != BGPROC_PHASE_DONE) {
		bgproc_publish_serve(supervisor);
	}
}
