/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_MACHINE_H
#define BGPROC_SUPERVISOR_MACHINE_H

/*
 * What a supervisor does next, as one table of phases and events. Pure: no process, no clock, no file, so every cell is
 * tested. The loop (loop.c) turns the world into events and the actions into system calls.
 */

#include "src/core/record.h"

#include <stdbool.h>

enum bgproc_phase {
	BGPROC_PHASE_STARTING = 0, /* no command yet */
	BGPROC_PHASE_DELAYED,      /* of a job: an attempt waits for its time; no command */
	BGPROC_PHASE_OFFERED,      /* of a job: the command asks a worker to do the work, and none has accepted it yet */
	BGPROC_PHASE_RUNNING,
	BGPROC_PHASE_STOPPING, /* the tree was signalled and has its grace */
	BGPROC_PHASE_KILLING,  /* the grace is over: SIGKILL in rounds */
	BGPROC_PHASE_DRAINING, /* the end is known; the rest of the output is read */
	BGPROC_PHASE_DONE,
};

#define BGPROC_PHASE_COUNT 8

enum bgproc_event {
	BGPROC_EVENT_SPAWNED = 0,
	BGPROC_EVENT_SPAWN_FAILED,
	BGPROC_EVENT_COMMAND_ENDED,
	BGPROC_EVENT_TREE_EMPTY,     /* the command has ended and nothing of its tree is left */
	BGPROC_EVENT_STOP_REQUESTED, /* stop() or a signal asked for the end */
	BGPROC_EVENT_RUN_TIMEOUT,
	BGPROC_EVENT_IDLE_TIMEOUT,
	BGPROC_EVENT_GRACE_OVER,
	BGPROC_EVENT_KILL_OVER,     /* something could not be killed in time */
	BGPROC_EVENT_OUTPUT_CLOSED, /* no process can write output any more */
	BGPROC_EVENT_DRAIN_OVER,

	/* of a job */
	BGPROC_EVENT_DELAYED,         /* the first attempt is not due yet */
	BGPROC_EVENT_DELAY_OVER,      /* the attempt is due */
	BGPROC_EVENT_OFFERED,         /* like SPAWNED, but a worker has to accept the work */
	BGPROC_EVENT_ACCEPTED,        /* a worker did */
	BGPROC_EVENT_START_TIMEOUT,   /* none did in time */
	BGPROC_EVENT_UPDATE_TIMEOUT,  /* no news for too long */
	BGPROC_EVENT_DECIDED_TIMEOUT, /* the outcome was reported long ago, and the command has not ended */
	BGPROC_EVENT_RETRY,           /* instead of the end of an attempt: there will be another one */
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
	BGPROC_ACTION_FINISH, /* settle the record and tell */
	BGPROC_ACTION_WAIT,   /* publish "delayed", start the clock of the delay */
	BGPROC_ACTION_START,  /* start the command, then say how that went */
	BGPROC_ACTION_ACCEPT, /* publish "running" of an attempt that was offered */
};

struct bgproc_machine {
	enum bgproc_phase phase;
	/* Why the command is ended by us: STOPPED, TIMED_OUT or FAILED; RUNNING while it is not. The first cause stays. */
	enum bgproc_state cause;
	/* What the work itself has reported, SUCCEEDED or FAILED; RUNNING while it has not. The first report stays. */
	enum bgproc_state decision;
	bool accepted;    /* the attempt has been in RUNNING */
	bool must_report; /* exit code 0 alone is no success: the function was never called */
};

#define BGPROC_MACHINE_INIT {BGPROC_PHASE_STARTING, BGPROC_STATE_RUNNING, BGPROC_STATE_RUNNING, false, false}

/* An event that means nothing in the phase changes nothing. */
enum bgproc_action bgproc_machine_step(struct bgproc_machine *machine, enum bgproc_event event);

/*
 * The work of a job reports its outcome, SUCCEEDED or FAILED. False when it is not the first report of this attempt, or the
 * attempt is being ended already.
 */
bool bgproc_machine_decide(struct bgproc_machine *machine, enum bgproc_state decision);

/* What the end of the attempt would mean now; end must be complete. A reported outcome counts before everything else. */
enum bgproc_state bgproc_machine_outcome(const struct bgproc_machine *machine, const struct bgproc_end *end);

/* The state for the record: delayed, starting, running, or the final one, for which end must be complete. */
enum bgproc_state bgproc_machine_state(const struct bgproc_machine *machine, const struct bgproc_end *end);

#endif
