/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_MACHINE_H
#define BGPROC_SUPERVISOR_MACHINE_H

/*
 * What a supervisor does next, as one table of phases and events. The code is pure (no process, no clock, no file), so every
 * cell is tested. The loop (loop.c) provides the events; actions.c turns the actions into system calls.
 */

#include "src/core/record.h"

#include <stdbool.h>

enum bgproc_phase {
	BGPROC_PHASE_STARTING = 0, /* no command yet */
	BGPROC_PHASE_DELAYED,      /* only jobs: an attempt waits for its start time; there is no command */
	BGPROC_PHASE_OFFERED,      /* only jobs: the command asks for a worker, and none has accepted the job yet */
	BGPROC_PHASE_RUNNING,
	BGPROC_PHASE_STOPPING, /* the stop signal was sent, and the grace has not passed */
	BGPROC_PHASE_KILLING,  /* the grace has passed: rounds of SIGKILL */
	BGPROC_PHASE_DRAINING, /* the command has ended; the rest of the output is read */
	BGPROC_PHASE_DONE,
};

#define BGPROC_PHASE_COUNT 8

enum bgproc_event {
	BGPROC_EVENT_SPAWNED = 0,
	BGPROC_EVENT_SPAWN_FAILED,
	BGPROC_EVENT_COMMAND_ENDED,
	BGPROC_EVENT_TREE_EMPTY,     /* the command has ended and no process of its tree is left */
	BGPROC_EVENT_STOP_REQUESTED, /* stop() or a signal has requested the end */
	BGPROC_EVENT_RUN_TIMEOUT,
	BGPROC_EVENT_IDLE_TIMEOUT,
	BGPROC_EVENT_GRACE_OVER,
	BGPROC_EVENT_KILL_OVER,     /* a process could not be killed in time */
	BGPROC_EVENT_OUTPUT_CLOSED, /* no process can write output any more */
	BGPROC_EVENT_DRAIN_OVER,

	/* of a job */
	BGPROC_EVENT_DELAYED,         /* the first attempt is not due yet */
	BGPROC_EVENT_DELAY_OVER,      /* the attempt is due */
	BGPROC_EVENT_OFFERED,         /* as SPAWNED, but a worker must accept the job */
	BGPROC_EVENT_ACCEPTED,        /* a worker has accepted the job */
	BGPROC_EVENT_START_TIMEOUT,   /* no worker has accepted it in time */
	BGPROC_EVENT_UPDATE_TIMEOUT,  /* no report for too long */
	BGPROC_EVENT_DECIDED_TIMEOUT, /* the outcome was reported, and the command has not ended in time */
	BGPROC_EVENT_RETRY,           /* instead of the end of an attempt: another attempt follows */
};

#define BGPROC_EVENT_COUNT 19
#define BGPROC_EVENT_NONE ((enum bgproc_event) BGPROC_EVENT_COUNT)

/* What the caller has to do after a step. */
enum bgproc_action {
	BGPROC_ACTION_NONE = 0,
	BGPROC_ACTION_ANNOUNCE,    /* publish "running", start the clocks */
	BGPROC_ACTION_SIGNAL_TREE, /* send the stop signal, start the grace (or shorten it) */
	BGPROC_ACTION_KILL_TREE,
	BGPROC_ACTION_DRAIN,
	BGPROC_ACTION_FINISH, /* write the final state and report it */
	BGPROC_ACTION_WAIT,   /* publish "delayed", start the clock of the delay */
	BGPROC_ACTION_START,  /* start the command, then report whether that succeeded by an event */
	BGPROC_ACTION_ACCEPT, /* publish "running" for an attempt that was offered */
};

struct bgproc_machine {
	enum bgproc_phase phase;
	/* Why the supervisor ends the command: STOPPED, TIMED_OUT or FAILED; RUNNING while it does not. The first cause stays. */
	enum bgproc_state cause;
	/* The outcome that the job has reported, SUCCEEDED or FAILED; RUNNING before that. The first report stays. */
	enum bgproc_state decision;
	bool accepted;    /* the attempt has been in RUNNING */
	bool must_report; /* exit code 0 alone is not a success: the function was never called */
};

#define BGPROC_MACHINE_INIT {BGPROC_PHASE_STARTING, BGPROC_STATE_RUNNING, BGPROC_STATE_RUNNING, false, false}

/* An event without a meaning in the present phase changes nothing. */
enum bgproc_action bgproc_machine_step(struct bgproc_machine *machine, enum bgproc_event event);

/*
 * The job reports its outcome, SUCCEEDED or FAILED. False if it is not the first report of this attempt, or if the
 * supervisor is already ending the attempt.
 */
bool bgproc_machine_decide(struct bgproc_machine *machine, enum bgproc_state decision);

/* The outcome if the attempt ended now; end must be complete. A reported outcome takes precedence over everything else. */
enum bgproc_state bgproc_machine_outcome(const struct bgproc_machine *machine, const struct bgproc_end *end);

/* The state for the record: delayed, starting, running, or the final one, for which end must be complete. */
enum bgproc_state bgproc_machine_state(const struct bgproc_machine *machine, const struct bgproc_end *end);

#endif
