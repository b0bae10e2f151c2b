/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/signals.h"

#include "src/platform/signal/signals.h"
#include "src/platform/signal/sigsource.h"
#include "src/protocol/supervisor.h"
#include "src/supervisor/actions.h"
#include "src/supervisor/job/tracked_job.h"
#include "src/supervisor/messages.h"

#include <signal.h>

/* The number of signals that are handled before output and deadlines are served. */
#define SIGNAL_BATCH 8
#define SIGNAL_BATCHES_MAX 8

void bgproc_signals_notice_children(struct bgproc_supervisor *supervisor)
{
	bool ended_before = supervisor->tree.ended;

	if (bgproc_tree_reap(&supervisor->tree) && !ended_before) {
		/* The messages that the command sent before its end are already in the socket. */
		bgproc_messages_hear_all(supervisor);
		bgproc_actions_step(supervisor, BGPROC_EVENT_COMMAND_ENDED);
	}
	bgproc_actions_check_tree_empty(supervisor);
}

static void request_stop(struct bgproc_supervisor *supervisor, int signal_number, int64_t grace_ms)
{
	if (supervisor->job) {
		supervisor->job->no_retry = true;
	}
	bgproc_signals_notice_children(supervisor);
	bgproc_messages_hear_all(supervisor);
	supervisor->stop_signal = signal_number;
	supervisor->stop_grace_ms = grace_ms;
	bgproc_actions_step(supervisor, BGPROC_EVENT_STOP_REQUESTED);
}

/*
 * Passes a signal on to the command, now or when the command was started. After the end of the command the signal is lost,
 * like a signal to a zombie.
 */
static void pass_on(struct bgproc_supervisor *supervisor, int signal_number)
{
	if (supervisor->machine.phase == BGPROC_PHASE_STARTING || supervisor->machine.phase == BGPROC_PHASE_DELAYED) {
		bgproc_kept_add(&supervisor->kept, signal_number);
	} else {
		bgproc_tree_forward(&supervisor->tree, signal_number);
	}
}

/* Any process that may signal the supervisor can send any value, so invalid values are ignored. */
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
		/* The sender has just read the state "delayed". Before its first delay a delayed job is in that state too. */
		if (supervisor->machine.phase == BGPROC_PHASE_DELAYED ||
			(supervisor->machine.phase == BGPROC_PHASE_STARTING && bgproc_arguments_delayed(&supervisor->options))) {
			request_stop(supervisor, number, 0);
		}
	} else if (bgproc_control_op(message) == BGPROC_CONTROL_SIGNAL_GROUP) {
		bgproc_signals_notice_children(supervisor);
		pass_on(supervisor, number);
	}
}

static void serve_signal(struct bgproc_supervisor *supervisor, const struct bgproc_signal *signal)
{
	if (signal->number == SIGCHLD) {
		bgproc_signals_notice_children(supervisor);
		if (supervisor->machine.phase == BGPROC_PHASE_KILLING) {
			bgproc_actions_kill_round(supervisor);
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

void bgproc_signals_serve(struct bgproc_supervisor *supervisor)
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
 * The signals that the supervisor reads: those for itself (children, stop, control), and those that can be passed on.
 * Signals that concern only the supervisor (SIGPIPE, SIGXCPU, SIGXFSZ, SIGCONT, job control) stay blocked and are not read.
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

int bgproc_signals_open(struct bgproc_supervisor *supervisor)
{
	sigset_t set;

	fill_signal_set(&set);
	supervisor->signal_fd = bgproc_sigsource_open(&set);
	return supervisor->signal_fd < 0 ? -1 : 0;
}
