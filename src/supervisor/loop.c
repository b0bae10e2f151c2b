/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/loop.h"

#include "src/protocol/supervisor.h"
#include "src/platform/signal/signals.h"
#include "src/platform/signal/sigsource.h"
#include "src/supervisor/attempt.h"
#include "src/supervisor/deadlines.h"
#include "src/supervisor/job/tracked_job.h"
#include "src/supervisor/messages.h"
#include "src/supervisor/settle.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>

/* What belongs to the tree is gone at most one second after its grace; the rest of that second is for the record. */
#define KILL_MS 900
/* Between two rounds of SIGKILL when no child has died meanwhile. */
#define KILL_ROUND_MS 2
/* After the end: no data for so long, or so long in all, and the output is complete. */
#define DRAIN_IDLE_MS 100
#define DRAIN_MS 1000
/* Signals served before output and deadlines get a turn. */
#define SIGNAL_BATCH 8
#define SIGNAL_BATCHES_MAX 8

/* ---- actions ---- */

/* The attempt is over as event says, unless there is another one. */
static void end_attempt(struct bgproc_supervisor *supervisor, enum bgproc_event event)
{
	bgproc_loop_step(supervisor, bgproc_attempt_repeat(supervisor) ? BGPROC_EVENT_RETRY : event);
}

static void check_output_closed(struct bgproc_supervisor *supervisor)
{
	struct pollfd unused;

	if (supervisor->machine.phase == BGPROC_PHASE_DRAINING && !bgproc_capture_poll(&supervisor->out, &unused) &&
		!bgproc_capture_poll(&supervisor->err, &unused)) {
		end_attempt(supervisor, BGPROC_EVENT_OUTPUT_CLOSED);
	}
}

/* Only after the command has ended can its tree be empty. */
static void check_tree_empty(struct bgproc_supervisor *supervisor)
{
	if (supervisor->machine.phase == BGPROC_PHASE_STOPPING && supervisor->tree.ended &&
		bgproc_tree_count(&supervisor->tree) == 0) {
		bgproc_loop_step(supervisor, BGPROC_EVENT_TREE_EMPTY);
	}
}

static void kill_round(struct bgproc_supervisor *supervisor)
{
	uint32_t alive = bgproc_tree_kill(&supervisor->tree);

	supervisor->clocks.kill_round = bgproc_deadline_in(KILL_ROUND_MS);
	if (bgproc_tree_reap(&supervisor->tree) && alive == 0) {
		bgproc_loop_step(supervisor, BGPROC_EVENT_TREE_EMPTY);
	}
}

static void signal_tree(struct bgproc_supervisor *supervisor)
{
	bool at_once = supervisor->stop_signal == SIGKILL;
	struct bgproc_deadline grace = bgproc_deadline_in(at_once ? 0 : supervisor->stop_grace_ms);

	/* A second request may shorten the grace of the first, never lengthen it. */
	supervisor->clocks.grace = bgproc_deadline_earlier(supervisor->clocks.grace, grace);
	/* Each request of many at once would otherwise hit commands that take a second SIGTERM for impatience. */
	if (!at_once && supervisor->stop_signal != supervisor->sent_signal) {
		supervisor->sent_signal = supervisor->stop_signal;
		bgproc_tree_signal(&supervisor->tree, supervisor->stop_signal, supervisor->clocks.grace);
	}
	check_tree_empty(supervisor);
}

static void arm_idle(struct bgproc_supervisor *supervisor)
{
	if (supervisor->options.idle_timeout_ms >= 0) {
		supervisor->clocks.idle = bgproc_deadline_in(supervisor->options.idle_timeout_ms);
	}
}

static void start_clocks(struct bgproc_supervisor *supervisor)
{
	if (supervisor->options.timeout_ms >= 0) {
		supervisor->clocks.run = bgproc_deadline_in(supervisor->options.timeout_ms);
	}
	arm_idle(supervisor);
	if (supervisor->job) {
		bgproc_job_start_clocks(supervisor);
	}
}

static void start_attempt(struct bgproc_supervisor *supervisor)
{
	bool offered = supervisor->options.job == BGPROC_JOB_HTTP || supervisor->options.job == BGPROC_JOB_FASTCGI;

	if (!bgproc_attempt_start(supervisor)) {
		end_attempt(supervisor, BGPROC_EVENT_SPAWN_FAILED);
	} else {
		bgproc_loop_step(supervisor, offered ? BGPROC_EVENT_OFFERED : BGPROC_EVENT_SPAWNED);
		bgproc_kept_send(&supervisor->kept, &supervisor->tree);
	}
}

/* Until a time of the wall clock before the first attempt, if it has one; else for a span of the monotonic clock. */
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
			/* First the clocks: a slow disk must not give the command more time. */
			start_clocks(supervisor);
			bgproc_settle_running(supervisor);
			break;
		case BGPROC_ACTION_SIGNAL_TREE:
			/* First of all: from here on the work may not change anything any more. */
			bgproc_notify_silence(supervisor);
			signal_tree(supervisor);
			break;
		case BGPROC_ACTION_KILL_TREE:
			supervisor->clocks.kill_over = bgproc_deadline_in(KILL_MS);
			kill_round(supervisor);
			break;
		case BGPROC_ACTION_DRAIN:
			bgproc_notify_silence(supervisor);
			supervisor->clocks.drain_idle = bgproc_deadline_in(DRAIN_IDLE_MS);
			supervisor->clocks.drain_over = bgproc_deadline_in(DRAIN_MS);
			check_output_closed(supervisor);
			break;
		case BGPROC_ACTION_WAIT:
			/* Those of an attempt that is over mean nothing to the next one. */
			supervisor->clocks = (struct bgproc_clocks) BGPROC_CLOCKS_INIT;
			begin_wait(supervisor->job);
			bgproc_publish_now(supervisor);
			break;
		case BGPROC_ACTION_START:
			start_attempt(supervisor);
			break;
		case BGPROC_ACTION_ACCEPT:
			bgproc_job_start_clocks(supervisor);
			/* With the report that it is due to. */
			supervisor->job->publish.reported = true;
			bgproc_publish_now(supervisor);
			break;
		case BGPROC_ACTION_FINISH:
		case BGPROC_ACTION_NONE:
			break;
	}
}

void bgproc_loop_step(struct bgproc_supervisor *supervisor, enum bgproc_event event)
{
	perform(supervisor, bgproc_machine_step(&supervisor->machine, event));
}

/* ---- signals ---- */

/* The news of children; before every decision that the end of the command would change. */
static void notice_children(struct bgproc_supervisor *supervisor)
{
	bool ended_before = supervisor->tree.ended;

	if (bgproc_tree_reap(&supervisor->tree) && !ended_before) {
		/* What it said before it ended has been sent by now. */
		bgproc_notify_hear_all(supervisor);
		bgproc_loop_step(supervisor, BGPROC_EVENT_COMMAND_ENDED);
	}
	check_tree_empty(supervisor);
}

static void request_stop(struct bgproc_supervisor *supervisor, int signal_number, int64_t grace_ms)
{
	if (supervisor->job) {
		supervisor->job->no_retry = true;
	}
	notice_children(supervisor);
	bgproc_notify_hear_all(supervisor);
	supervisor->stop_signal = signal_number;
	supervisor->stop_grace_ms = grace_ms;
	bgproc_loop_step(supervisor, BGPROC_EVENT_STOP_REQUESTED);
}

/* To the command, as soon as there is one. A signal that comes after its end is lost, as one to a zombie is. */
static void pass_on(struct bgproc_supervisor *supervisor, int signal_number)
{
	if (supervisor->machine.phase == BGPROC_PHASE_STARTING || supervisor->machine.phase == BGPROC_PHASE_DELAYED) {
		bgproc_kept_add(&supervisor->kept, signal_number);
	} else {
		bgproc_tree_forward(&supervisor->tree, signal_number);
	}
}

/* A process that may signal us may send any value: impossible ones are ignored. */
static void obey(struct bgproc_supervisor *supervisor, uint64_t message)
{
	int number = bgproc_control_signal(message);
	char name[16];

	if (!bgproc_signal_name(number, name)) {
		return;
	}
	if (bgproc_control_op(message) == BGPROC_CONTROL_STOP) {
		request_stop(supervisor, number, (int64_t) bgproc_control_time_ms(message));
	} else if (bgproc_control_op(message) == BGPROC_CONTROL_STOP_DELAYED) {
		/* The sender has read the state "delayed" a moment ago. Before the first delay we count as delayed, too. */
		if (supervisor->machine.phase == BGPROC_PHASE_DELAYED ||
			(supervisor->machine.phase == BGPROC_PHASE_STARTING && bgproc_options_delayed(&supervisor->options))) {
			request_stop(supervisor, number, 0);
		}
	} else if (bgproc_control_op(message) == BGPROC_CONTROL_SIGNAL_GROUP) {
		notice_children(supervisor);
		pass_on(supervisor, number);
	}
}

static void serve_signal(struct bgproc_supervisor *supervisor, const struct bgproc_signal *signal)
{
	if (signal->number == SIGCHLD) {
		notice_children(supervisor);
		if (supervisor->machine.phase == BGPROC_PHASE_KILLING) {
			kill_round(supervisor);
		}
	} else if (signal->number == SIGTERM || signal->number == SIGINT || signal->number == SIGQUIT) {
		request_stop(supervisor, SIGTERM, supervisor->options.grace_ms);
	} else if (signal->number == BGPROC_CONTROL_SIGNAL) {
		if (signal->queued) {
			obey(supervisor, signal->value);
		}
	} else {
		pass_on(supervisor, signal->number);
	}
}

static void serve_signals(struct bgproc_supervisor *supervisor)
{
	struct bgproc_signal signals[SIGNAL_BATCH];
	size_t count = SIGNAL_BATCH;

	for (int batch = 0; batch < SIGNAL_BATCHES_MAX && count == SIGNAL_BATCH; batch++) {
		count = bgproc_sigsource_read(supervisor->signal_fd, signals, SIGNAL_BATCH);
		for (size_t i = 0; i < count; i++) {
			serve_signal(supervisor, &signals[i]);
		}
	}
}

/*
 * The signals that we read: those for us (children, stop, control), and those that can be passed on. Signals that
 * concern only us (SIGPIPE, SIGXCPU, SIGXFSZ, SIGCONT, job control) stay blocked and unread.
 */
static void fill_signal_set(sigset_t *set)
{
	static const int numbers[] = {SIGCHLD, SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH, SIGALRM,
		SIGVTALRM, SIGPROF, SIGURG, SIGIO};

	sigemptyset(set);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		sigaddset(set, numbers[i]);
	}
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++) {
		sigaddset(set, number);
	}
}

int bgproc_loop_open(struct bgproc_supervisor *supervisor)
{
	sigset_t set;

	supervisor->clocks = (struct bgproc_clocks) BGPROC_CLOCKS_INIT;
	fill_signal_set(&set);
	supervisor->signal_fd = bgproc_sigsource_open(&set);
	return supervisor->signal_fd < 0 ? -1 : 0;
}

void bgproc_loop_check_signals(struct bgproc_supervisor *supervisor)
{
	serve_signals(supervisor);
}

void bgproc_loop_begin(struct bgproc_supervisor *supervisor)
{
	if (bgproc_options_delayed(&supervisor->options)) {
		bgproc_loop_step(supervisor, BGPROC_EVENT_DELAYED);
	} else {
		start_attempt(supervisor);
	}
}

/* ---- waiting ---- */

/* A limit of time has passed: whoever reads the record of a job is told which. */
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

	if (bgproc_clocks_limit(supervisor) == BGPROC_EVENT_NONE) {
		return;
	}
	/* News that wait may be what the limit waits for, and an end that has come is no timeout. */
	notice_children(supervisor);
	bgproc_notify_hear_all(supervisor);
	if (supervisor->machine.phase != BGPROC_PHASE_OFFERED && supervisor->machine.phase != BGPROC_PHASE_RUNNING) {
		return;
	}
	limit = bgproc_clocks_limit(supervisor);
	if (limit != BGPROC_EVENT_NONE) {
		blame_limit(supervisor, limit);
		supervisor->stop_signal = SIGTERM;
		supervisor->stop_grace_ms = supervisor->options.grace_ms;
		bgproc_loop_step(supervisor, limit);
	}
}

static bool passed(struct bgproc_deadline deadline)
{
	return bgproc_deadline_left(deadline) == 0;
}

static void serve_clocks(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_clocks *clocks = &supervisor->clocks;

	switch (supervisor->machine.phase) {
		case BGPROC_PHASE_DELAYED:
			if (supervisor->job->alarm.at_us ? bgproc_alarm_due(&supervisor->job->alarm) : passed(supervisor->job->delay)) {
				bgproc_loop_step(supervisor, BGPROC_EVENT_DELAY_OVER);
			}
			break;
		case BGPROC_PHASE_OFFERED:
		case BGPROC_PHASE_RUNNING:
			check_limits(supervisor);
			break;
		case BGPROC_PHASE_STOPPING:
			if (passed(clocks->grace)) {
				bgproc_loop_step(supervisor, BGPROC_EVENT_GRACE_OVER);
			}
			break;
		case BGPROC_PHASE_KILLING:
			if (passed(clocks->kill_over)) {
				supervisor->record.end.survivors = bgproc_tree_count(&supervisor->tree);
				bgproc_loop_step(supervisor, BGPROC_EVENT_KILL_OVER);
			} else if (passed(clocks->kill_round)) {
				kill_round(supervisor);
			}
			break;
		case BGPROC_PHASE_DRAINING:
			if (passed(clocks->drain_idle) || passed(clocks->drain_over)) {
				end_attempt(supervisor, BGPROC_EVENT_DRAIN_OVER);
			}
			break;
		default:
			break;
	}
	if (supervisor->job && supervisor->machine.phase != BGPROC_PHASE_DONE) {
		bgproc_publish_serve(supervisor);
	}
}

static void serve_output(struct bgproc_supervisor *supervisor, struct bgproc_capture *capture)
{
	if (bgproc_capture_serve(capture)) {
		arm_idle(supervisor);
		supervisor->clocks.drain_idle = bgproc_deadline_in(DRAIN_IDLE_MS);
		if (supervisor->job) {
			bgproc_job_live(supervisor);
			/* Until a status text is reported, the output is the text. */
			if (supervisor->job->output_changed && !supervisor->job->has_text) {
				bgproc_publish_changed(supervisor, false);
			}
		}
	}
}

void bgproc_loop_run(struct bgproc_supervisor *supervisor)
{
	while (supervisor->machine.phase != BGPROC_PHASE_DONE) {
		struct bgproc_capture *captures[2] = {&supervisor->out, &supervisor->err};
		struct pollfd slots[5] = {{.fd = supervisor->signal_fd, .events = POLLIN}};
		nfds_t count = 1, outputs;
		int ready;

		for (size_t i = 0; i < 2; i++) {
			if (bgproc_capture_poll(captures[i], &slots[count])) {
				captures[count++ - 1] = captures[i];
			}
		}
		outputs = count;
		if (supervisor->job && supervisor->job->socket.fd >= 0) {
			slots[count++] = (struct pollfd) {.fd = supervisor->job->socket.fd, .events = POLLIN};
		}
		if (supervisor->job && bgproc_alarm_poll(&supervisor->job->alarm, &slots[count])) {
			count++;
		}
		ready = poll(slots, count, bgproc_deadline_poll(bgproc_clocks_next(supervisor)));
		/* Output first: data that is there already must count against an idle timeout. */
		for (nfds_t i = 1; i < outputs && ready > 0; i++) {
			if (slots[i].revents) {
				serve_output(supervisor, captures[i - 1]);
			}
		}
		if (count > outputs && ready > 0 && slots[outputs].revents) {
			bgproc_notify_serve(supervisor);
		}
		check_output_closed(supervisor);
		serve_signals(supervisor);
		serve_clocks(supervisor);
	}
}
