/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/machine.h"

struct transition {
	bool known; /* false: the event has no meaning in this phase */
	enum bgproc_phase next;
	enum bgproc_action action;
	enum bgproc_state cause; /* DELAYED: none */
};

#define GO(phase, action) \
	{true, BGPROC_PHASE_##phase, BGPROC_ACTION_##action, BGPROC_STATE_DELAYED}
#define END(phase, action, cause) \
	{true, BGPROC_PHASE_##phase, BGPROC_ACTION_##action, BGPROC_STATE_##cause}

/*
 * Events that are not in the table are ignored. For example, a stop while the output is drained is too late: the command has
 * already ended, and processes that it left running on purpose are not stopped.
 */
static const struct transition table[BGPROC_PHASE_COUNT][BGPROC_EVENT_COUNT] = {
	[BGPROC_PHASE_STARTING] = {
		[BGPROC_EVENT_SPAWNED] = GO(RUNNING, ANNOUNCE),
		[BGPROC_EVENT_SPAWN_FAILED] = GO(DONE, FINISH),
		[BGPROC_EVENT_STOP_REQUESTED] = END(DONE, FINISH, STOPPED),
		[BGPROC_EVENT_DELAYED] = GO(DELAYED, WAIT),
		[BGPROC_EVENT_OFFERED] = GO(OFFERED, ANNOUNCE),
		[BGPROC_EVENT_RETRY] = GO(DELAYED, WAIT),
	},
	[BGPROC_PHASE_DELAYED] = {
		[BGPROC_EVENT_DELAY_OVER] = GO(STARTING, START),
		[BGPROC_EVENT_STOP_REQUESTED] = END(DONE, FINISH, STOPPED),
	},
	[BGPROC_PHASE_OFFERED] = {
		[BGPROC_EVENT_ACCEPTED] = GO(RUNNING, ACCEPT),
		[BGPROC_EVENT_COMMAND_ENDED] = GO(DRAINING, DRAIN),
		[BGPROC_EVENT_STOP_REQUESTED] = END(STOPPING, SIGNAL_TREE, STOPPED),
		[BGPROC_EVENT_RUN_TIMEOUT] = END(STOPPING, SIGNAL_TREE, TIMED_OUT),
		[BGPROC_EVENT_IDLE_TIMEOUT] = END(STOPPING, SIGNAL_TREE, TIMED_OUT),
		[BGPROC_EVENT_START_TIMEOUT] = END(STOPPING, SIGNAL_TREE, FAILED),
		[BGPROC_EVENT_DECIDED_TIMEOUT] = GO(STOPPING, SIGNAL_TREE),
	},
	[BGPROC_PHASE_RUNNING] = {
		[BGPROC_EVENT_COMMAND_ENDED] = GO(DRAINING, DRAIN),
		[BGPROC_EVENT_STOP_REQUESTED] = END(STOPPING, SIGNAL_TREE, STOPPED),
		[BGPROC_EVENT_RUN_TIMEOUT] = END(STOPPING, SIGNAL_TREE, TIMED_OUT),
		[BGPROC_EVENT_IDLE_TIMEOUT] = END(STOPPING, SIGNAL_TREE, TIMED_OUT),
		[BGPROC_EVENT_UPDATE_TIMEOUT] = END(STOPPING, SIGNAL_TREE, TIMED_OUT),
		[BGPROC_EVENT_DECIDED_TIMEOUT] = GO(STOPPING, SIGNAL_TREE),
	},
	[BGPROC_PHASE_STOPPING] = {
		[BGPROC_EVENT_TREE_EMPTY] = GO(DRAINING, DRAIN),
		[BGPROC_EVENT_STOP_REQUESTED] = GO(STOPPING, SIGNAL_TREE),
		[BGPROC_EVENT_GRACE_OVER] = GO(KILLING, KILL_TREE),
	},
	[BGPROC_PHASE_KILLING] = {
		[BGPROC_EVENT_TREE_EMPTY] = GO(DRAINING, DRAIN),
		[BGPROC_EVENT_KILL_OVER] = GO(DRAINING, DRAIN),
	},
	[BGPROC_PHASE_DRAINING] = {
		[BGPROC_EVENT_OUTPUT_CLOSED] = GO(DONE, FINISH),
		[BGPROC_EVENT_DRAIN_OVER] = GO(DONE, FINISH),
		[BGPROC_EVENT_RETRY] = GO(DELAYED, WAIT),
	},
};

enum bgproc_action bgproc_machine_step(struct bgproc_machine *machine, enum bgproc_event event)
{
	const struct transition *transition;

	if ((unsigned) machine->phase >= BGPROC_PHASE_COUNT || (unsigned) event >= BGPROC_EVENT_COUNT) {
		return BGPROC_ACTION_NONE;
	}
	transition = &table[machine->phase][event];
	if (!transition->known) {
		return BGPROC_ACTION_NONE;
	}
	machine->phase = transition->next;
	if (machine->phase == BGPROC_PHASE_DELAYED) {
		/* A new attempt starts without the state of the previous one. */
		*machine = (struct bgproc_machine) {.phase = BGPROC_PHASE_DELAYED,
			.cause = BGPROC_STATE_RUNNING,
			.decision = BGPROC_STATE_RUNNING,
			.must_report = machine->must_report};
	}
	machine->accepted = machine->accepted || machine->phase == BGPROC_PHASE_RUNNING;
	if (transition->cause != BGPROC_STATE_DELAYED && machine->cause == BGPROC_STATE_RUNNING) {
		machine->cause = transition->cause;
	}
	return transition->action;
}

bool bgproc_machine_decide(struct bgproc_machine *machine, enum bgproc_state decision)
{
	if ((machine->phase != BGPROC_PHASE_OFFERED && machine->phase != BGPROC_PHASE_RUNNING) ||
		machine->decision != BGPROC_STATE_RUNNING) {
		return false;
	}
	machine->decision = decision;
	return true;
}

enum bgproc_state bgproc_machine_outcome(const struct bgproc_machine *machine, const struct bgproc_end *end)
{
	if (machine->decision != BGPROC_STATE_RUNNING) {
		return machine->decision;
	}
	if (machine->cause != BGPROC_STATE_RUNNING) {
		return machine->cause;
	}
	return !machine->must_report && end->stage == BGPROC_STAGE_NONE && end->exited && end->exit_code == 0
		? BGPROC_STATE_SUCCEEDED
		: BGPROC_STATE_FAILED;
}

enum bgproc_state bgproc_machine_state(const struct bgproc_machine *machine, const struct bgproc_end *end)
{
	switch (machine->phase) {
		case BGPROC_PHASE_DELAYED:
			return BGPROC_STATE_DELAYED;
		case BGPROC_PHASE_DONE:
			return bgproc_machine_outcome(machine, end);
		default:
			return machine->accepted ? BGPROC_STATE_RUNNING : BGPROC_STATE_STARTING;
	}
}
