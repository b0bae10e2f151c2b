/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/actions.h"

#include "src/supervisor/attempt.h"
#include "src/supervisor/job/publish.h"
#include "src/supervisor/job/socket.h"
#include "src/supervisor/job/tracked_job.h"
#include "src/supervisor/settle.h"

#include <poll.h>
#include <signal.h>

/* The processes of the tree must be gone one second after the grace at most; the rest of that second is for the record. */
#define KILL_MS 900
/* Interval between two rounds of SIGKILL if no child has died meanwhile. */
#define KILL_ROUND_MS 2
/*
 * After the end of the command the output is complete when no data arrived for the first time, or after the second in any
 * case.
 */
#define DRAIN_IDLE_MS 100
#define DRAIN_MS 1000

void bgproc_actions_end_attempt(struct bgproc_supervisor *supervisor, enum bgproc_event event)
{
	bgproc_actions_step(supervisor, bgproc_attempt_repeat(supervisor) ? BGPROC_EVENT_RETRY : event);
}

void bgproc_actions_check_output_closed(struct bgproc_supervisor *supervisor)
{
	struct pollfd unused;

	if (supervisor->machine.phase == BGPROC_PHASE_DRAINING && !bgproc_capture_poll(&supervisor->out, &unused) &&
		!bgproc_capture_poll(&supervisor->err, &unused)) {
		bgproc_actions_end_attempt(supervisor, BGPROC_EVENT_OUTPUT_CLOSED);
	}
}

void bgproc_actions_check_tree_empty(struct bgproc_supervisor *supervisor)
{
	if (supervisor->machine.phase == BGPROC_PHASE_STOPPING && supervisor->tree.ended &&
		bgproc_tree_count(&supervisor->tree) == 0) {
		bgproc_actions_step(supervisor, BGPROC_EVENT_TREE_EMPTY);
	}
}

void bgproc_actions_kill_round(struct bgproc_supervisor *supervisor)
{
	uint32_t alive = bgproc_tree_kill(&supervisor->tree);

	supervisor->clocks.kill_round = bgproc_deadline_in(KILL_ROUND_MS);
	if (bgproc_tree_reap(&supervisor->tree) && alive == 0) {
		bgproc_actions_step(supervisor, BGPROC_EVENT_TREE_EMPTY);
	}
}

static void signal_tree(struct bgproc_supervisor *supervisor)
{
	bool at_once = supervisor->stop_signal == SIGKILL;
	struct bgproc_deadline grace = bgproc_deadline_in(at_once ? 0 : supervisor->stop_grace_ms);

	/* A second request may shorten the grace of the first, but never lengthen it. */
	supervisor->clocks.grace = bgproc_deadline_earlier(supervisor->clocks.grace, grace);
	/*
	 * The same signal is sent only once: many requests at the same time must not reach commands that treat a second SIGTERM as
	 * "end at once".
	 */
	if (!at_once && supervisor->stop_signal != supervisor->sent_signal) {
		supervisor->sent_signal = supervisor->stop_signal;
		bgproc_tree_signal(&supervisor->tree, supervisor->stop_signal, supervisor->clocks.grace);
	}
	bgproc_actions_check_tree_empty(supervisor);
}

void bgproc_actions_arm_idle(struct bgproc_supervisor *supervisor)
{
	if (supervisor->options.idle_timeout_ms >= 0) {
		supervisor->clocks.idle = bgproc_deadline_in(supervisor->options.idle_timeout_ms);
	}
}

void bgproc_actions_arm_drain(struct bgproc_supervisor *supervisor)
{
	supervisor->clocks.drain_idle = bgproc_deadline_in(DRAIN_IDLE_MS);
}

static void start_clocks(struct bgproc_supervisor *supervisor)
{
	if (supervisor->options.timeout_ms >= 0) {
		supervisor->clocks.run = bgproc_deadline_in(supervisor->options.timeout_ms);
	}
	bgproc_actions_arm_idle(supervisor);
	if (supervisor->job) {
		bgproc_job_start_clocks(supervisor);
	}
}

static void start_attempt(struct bgproc_supervisor *supervisor)
{
	bool offered = supervisor->options.job == BGPROC_JOB_HTTP || supervisor->options.job == BGPROC_JOB_FASTCGI;

	if (!bgproc_attempt_start(supervisor)) {
		bgproc_actions_end_attempt(supervisor, BGPROC_EVENT_SPAWN_FAILED);
	} else {
		bgproc_actions_step(supervisor, offered ? BGPROC_EVENT_OFFERED : BGPROC_EVENT_SPAWNED);
		bgproc_kept_send(&supervisor->kept, &supervisor->tree);
	}
}

/* The first attempt may wait for a time of the wall clock; otherwise the wait is a time span of the monotonic clock. */
static void begin_wait(struct bgproc_job *job)
{
	if (job->start_at_us) {
		bgproc_alarm_set(&job->alarm, job->start_at_us);
		job->start_at_us = 0;
	} else {
		job->delay = bgproc_deadline_in(job->delay_ms);
	}
}

static void perform(struct bgproc_supervisor *supervisor, enum bgproc_action action)
{
	switch (action) {
		case BGPROC_ACTION_ANNOUNCE:
			/* The clocks are started first: a slow disk must not give the command more time. */
			start_clocks(supervisor);
			bgproc_settle_running(supervisor);
			break;
		case BGPROC_ACTION_SIGNAL_TREE:
			/* Done first: from here on the job may not report any more. */
			bgproc_job_socket_close(supervisor);
			signal_tree(supervisor);
			break;
		case BGPROC_ACTION_KILL_TREE:
			supervisor->clocks.kill_over = bgproc_deadline_in(KILL_MS);
			bgproc_actions_kill_round(supervisor);
			break;
		case BGPROC_ACTION_DRAIN:
			bgproc_job_socket_close(supervisor);
			bgproc_actions_arm_drain(supervisor);
			supervisor->clocks.drain_over = bgproc_deadline_in(DRAIN_MS);
			bgproc_actions_check_output_closed(supervisor);
			break;
		case BGPROC_ACTION_WAIT:
			/* Deadlines of the previous attempt do not apply to the next one. */
			supervisor->clocks = (struct bgproc_clocks) BGPROC_CLOCKS_INIT;
			begin_wait(supervisor->job);
			bgproc_publish_now(supervisor);
			break;
		case BGPROC_ACTION_START:
			start_attempt(supervisor);
			break;
		case BGPROC_ACTION_ACCEPT:
			bgproc_job_start_clocks(supervisor);
			/* The report that has caused this is written in the same record. */
			supervisor->job->publish.reported = true;
			bgproc_publish_now(supervisor);
			break;
		case BGPROC_ACTION_FINISH:
		case BGPROC_ACTION_NONE:
			break;
	}
}

void bgproc_actions_step(struct bgproc_supervisor *supervisor, enum bgproc_event event)
{
	perform(supervisor, bgproc_machine_step(&supervisor->machine, event));
}

void bgproc_actions_begin(struct bgproc_supervisor *supervisor)
{
	if (bgproc_arguments_delayed(&supervisor->options)) {
		bgproc_actions_step(supervisor, BGPROC_EVENT_DELAYED);
	} else {
		start_attempt(supervisor);
	}
}
