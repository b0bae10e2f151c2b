/* SPDX-License-Identifier: Apache-2.0 */

/* Every cell of the supervisor's state table, without a process. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/supervisor/machine.h"

#include <stdbool.h>

#define NO_CAUSE BGPROC_STATE_RUNNING

/* The cells that do something; all others must do nothing. */
static const struct cell {
	enum bgproc_phase phase;
	enum bgproc_event event;
	enum bgproc_phase next;
	enum bgproc_action action;
	enum bgproc_state cause;
} cells[] = {
	{BGPROC_PHASE_STARTING, BGPROC_EVENT_SPAWNED, BGPROC_PHASE_RUNNING, BGPROC_ACTION_ANNOUNCE, NO_CAUSE},
	{BGPROC_PHASE_STARTING, BGPROC_EVENT_SPAWN_FAILED, BGPROC_PHASE_DONE, BGPROC_ACTION_FINISH, NO_CAUSE},
	{BGPROC_PHASE_STARTING, BGPROC_EVENT_STOP_REQUESTED, BGPROC_PHASE_DONE, BGPROC_ACTION_FINISH,
		BGPROC_STATE_STOPPED},
	{BGPROC_PHASE_RUNNING, BGPROC_EVENT_COMMAND_ENDED, BGPROC_PHASE_DRAINING, BGPROC_ACTION_DRAIN, NO_CAUSE},
	{BGPROC_PHASE_RUNNING, BGPROC_EVENT_STOP_REQUESTED, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_STOPPED},
	{BGPROC_PHASE_RUNNING, BGPROC_EVENT_RUN_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_TIMED_OUT},
	{BGPROC_PHASE_RUNNING, BGPROC_EVENT_IDLE_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_TIMED_OUT},
	{BGPROC_PHASE_STOPPING, BGPROC_EVENT_TREE_EMPTY, BGPROC_PHASE_DRAINING, BGPROC_ACTION_DRAIN, NO_CAUSE},
	{BGPROC_PHASE_STOPPING, BGPROC_EVENT_STOP_REQUESTED, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE, NO_CAUSE},
	{BGPROC_PHASE_STOPPING, BGPROC_EVENT_GRACE_OVER, BGPROC_PHASE_KILLING, BGPROC_ACTION_KILL_TREE, NO_CAUSE},
	{BGPROC_PHASE_KILLING, BGPROC_EVENT_TREE_EMPTY, BGPROC_PHASE_DRAINING, BGPROC_ACTION_DRAIN, NO_CAUSE},
	{BGPROC_PHASE_KILLING, BGPROC_EVENT_KILL_OVER, BGPROC_PHASE_DRAINING, BGPROC_ACTION_DRAIN, NO_CAUSE},
	{BGPROC_PHASE_DRAINING, BGPROC_EVENT_OUTPUT_CLOSED, BGPROC_PHASE_DONE, BGPROC_ACTION_FINISH, NO_CAUSE},
	{BGPROC_PHASE_DRAINING, BGPROC_EVENT_DRAIN_OVER, BGPROC_PHASE_DONE, BGPROC_ACTION_FINISH, NO_CAUSE},
	{BGPROC_PHASE_STARTING, BGPROC_EVENT_DELAYED, BGPROC_PHASE_DELAYED, BGPROC_ACTION_WAIT, NO_CAUSE},
	{BGPROC_PHASE_STARTING, BGPROC_EVENT_OFFERED, BGPROC_PHASE_OFFERED, BGPROC_ACTION_ANNOUNCE, NO_CAUSE},
	{BGPROC_PHASE_STARTING, BGPROC_EVENT_RETRY, BGPROC_PHASE_DELAYED, BGPROC_ACTION_WAIT, NO_CAUSE},
	{BGPROC_PHASE_DELAYED, BGPROC_EVENT_DELAY_OVER, BGPROC_PHASE_STARTING, BGPROC_ACTION_START, NO_CAUSE},
	{BGPROC_PHASE_DELAYED, BGPROC_EVENT_STOP_REQUESTED, BGPROC_PHASE_DONE, BGPROC_ACTION_FINISH, BGPROC_STATE_STOPPED},
	{BGPROC_PHASE_OFFERED, BGPROC_EVENT_ACCEPTED, BGPROC_PHASE_RUNNING, BGPROC_ACTION_ACCEPT, NO_CAUSE},
	{BGPROC_PHASE_OFFERED, BGPROC_EVENT_COMMAND_ENDED, BGPROC_PHASE_DRAINING, BGPROC_ACTION_DRAIN, NO_CAUSE},
	{BGPROC_PHASE_OFFERED, BGPROC_EVENT_STOP_REQUESTED, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_STOPPED},
	{BGPROC_PHASE_OFFERED, BGPROC_EVENT_RUN_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_TIMED_OUT},
	{BGPROC_PHASE_OFFERED, BGPROC_EVENT_IDLE_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_TIMED_OUT},
	{BGPROC_PHASE_OFFERED, BGPROC_EVENT_START_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_FAILED},
	{BGPROC_PHASE_OFFERED, BGPROC_EVENT_DECIDED_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE, NO_CAUSE},
	{BGPROC_PHASE_RUNNING, BGPROC_EVENT_UPDATE_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE,
		BGPROC_STATE_TIMED_OUT},
	{BGPROC_PHASE_RUNNING, BGPROC_EVENT_DECIDED_TIMEOUT, BGPROC_PHASE_STOPPING, BGPROC_ACTION_SIGNAL_TREE, NO_CAUSE},
	{BGPROC_PHASE_DRAINING, BGPROC_EVENT_RETRY, BGPROC_PHASE_DELAYED, BGPROC_ACTION_WAIT, NO_CAUSE},
};

static const struct cell *find(unsigned phase, unsigned event)
{
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
		if (cells[i].phase == phase && cells[i].event == event) {
			return &cells[i];
		}
	}
	return NULL;
}

static void every_cell_does_what_it_says(void **state)
{
	(void) state;
	for (unsigned phase = 0; phase < BGPROC_PHASE_COUNT; phase++) {
		for (unsigned event = 0; event < BGPROC_EVENT_COUNT; event++) {
			struct bgproc_machine machine = {(enum bgproc_phase) phase, NO_CAUSE, NO_CAUSE, false, false};
			const struct cell *cell = find(phase, event);
			enum bgproc_action action = bgproc_machine_step(&machine, (enum bgproc_event) event);

			assert_int_equal(action, cell ? cell->action : BGPROC_ACTION_NONE);
			assert_int_equal(machine.phase, cell ? cell->next : phase);
			assert_int_equal(machine.cause, cell ? cell->cause : NO_CAUSE);
			assert_int_equal(machine.decision, NO_CAUSE);
			assert_int_equal(machine.accepted, machine.phase == BGPROC_PHASE_RUNNING && cell);
		}
	}
}

/* The event happens: that state shows from then on, where the command ends well. */
static void step_shows(struct bgproc_machine *machine, enum bgproc_event event, enum bgproc_state state)
{
	struct bgproc_end good = {.exited = true};

	bgproc_machine_step(machine, event);
	assert_int_equal(bgproc_machine_state(machine, &good), state);
}

static void the_first_cause_stays(void **state)
{
	struct bgproc_machine machine = BGPROC_MACHINE_INIT;

	(void) state;
	bgproc_machine_step(&machine, BGPROC_EVENT_SPAWNED);
	bgproc_machine_step(&machine, BGPROC_EVENT_RUN_TIMEOUT);
	bgproc_machine_step(&machine, BGPROC_EVENT_STOP_REQUESTED);
	bgproc_machine_step(&machine, BGPROC_EVENT_COMMAND_ENDED);
	bgproc_machine_step(&machine, BGPROC_EVENT_TREE_EMPTY);
	step_shows(&machine, BGPROC_EVENT_STOP_REQUESTED, BGPROC_STATE_RUNNING);
	step_shows(&machine, BGPROC_EVENT_OUTPUT_CLOSED, BGPROC_STATE_TIMED_OUT);
}

static void done_is_done(void **state)
{
	struct bgproc_end end = {.exited = true};
	struct bgproc_machine machine = {BGPROC_PHASE_DONE, NO_CAUSE, NO_CAUSE, false, false};

	(void) state;
	for (int event = -2; event < BGPROC_EVENT_COUNT + 2; event++) {
		assert_int_equal(bgproc_machine_step(&machine, (enum bgproc_event) event), BGPROC_ACTION_NONE);
	}
	assert_int_equal(bgproc_machine_state(&machine, &end), BGPROC_STATE_SUCCEEDED);
}

static void the_state_follows_from_cause_and_end(void **state)
{
	struct bgproc_machine machine = BGPROC_MACHINE_INIT;
	struct bgproc_end good = {.exited = true}, bad = {.exited = true, .exit_code = 1}, killed = {.term_signal = 9},
					  unstarted = {.stage = BGPROC_STAGE_EXEC, .stage_errno = 2}, unknown = {.survivors = 1};

	(void) state;
	assert_int_equal(bgproc_machine_state(&machine, &good), BGPROC_STATE_STARTING);
	machine.phase = BGPROC_PHASE_KILLING;
	machine.accepted = true;
	assert_int_equal(bgproc_machine_state(&machine, &good), BGPROC_STATE_RUNNING);
	machine.phase = BGPROC_PHASE_DONE;
	assert_int_equal(bgproc_machine_state(&machine, &good), BGPROC_STATE_SUCCEEDED);
	assert_int_equal(bgproc_machine_state(&machine, &bad), BGPROC_STATE_FAILED);
	assert_int_equal(bgproc_machine_state(&machine, &killed), BGPROC_STATE_FAILED);
	assert_int_equal(bgproc_machine_state(&machine, &unstarted), BGPROC_STATE_FAILED);
	/* An end that nobody saw is never a success. */
	assert_int_equal(bgproc_machine_state(&machine, &unknown), BGPROC_STATE_FAILED);
	machine.cause = BGPROC_STATE_STOPPED;
	assert_int_equal(bgproc_machine_state(&machine, &good), BGPROC_STATE_STOPPED);
}

static void nobody_runs_what_nobody_accepted(void **state)
{
	struct bgproc_machine machine = BGPROC_MACHINE_INIT;

	(void) state;
	step_shows(&machine, BGPROC_EVENT_DELAYED, BGPROC_STATE_DELAYED);
	step_shows(&machine, BGPROC_EVENT_DELAY_OVER, BGPROC_STATE_STARTING);
	step_shows(&machine, BGPROC_EVENT_OFFERED, BGPROC_STATE_STARTING);
	step_shows(&machine, BGPROC_EVENT_START_TIMEOUT, BGPROC_STATE_STARTING);
	bgproc_machine_step(&machine, BGPROC_EVENT_TREE_EMPTY);
	step_shows(&machine, BGPROC_EVENT_DRAIN_OVER, BGPROC_STATE_FAILED);
}

static void the_first_decision_counts_before_all_else(void **state)
{
	struct bgproc_end killed = {.term_signal = 9};

	(void) state;
	for (int phase = 0; phase < BGPROC_PHASE_COUNT; phase++) {
		struct bgproc_machine machine = {(enum bgproc_phase) phase, NO_CAUSE, NO_CAUSE, false, false};

		assert_int_equal(bgproc_machine_decide(&machine, BGPROC_STATE_SUCCEEDED),
			phase == BGPROC_PHASE_OFFERED || phase == BGPROC_PHASE_RUNNING);
		assert_false(bgproc_machine_decide(&machine, BGPROC_STATE_FAILED));
		if (machine.decision != NO_CAUSE) {
			bgproc_machine_step(&machine, BGPROC_EVENT_STOP_REQUESTED);
			assert_int_equal(machine.cause, BGPROC_STATE_STOPPED);
			assert_int_equal(bgproc_machine_outcome(&machine, &killed), BGPROC_STATE_SUCCEEDED);
		}
	}
}

static void what_must_report_has_not_succeeded_by_exit_code_0(void **state)
{
	struct bgproc_machine machine = BGPROC_MACHINE_INIT;
	struct bgproc_end good = {.exited = true};

	(void) state;
	machine.must_report = true;
	assert_int_equal(bgproc_machine_outcome(&machine, &good), BGPROC_STATE_FAILED);
	machine.phase = BGPROC_PHASE_RUNNING;
	assert_true(bgproc_machine_decide(&machine, BGPROC_STATE_SUCCEEDED));
	assert_int_equal(bgproc_machine_outcome(&machine, &good), BGPROC_STATE_SUCCEEDED);
}

static void another_attempt_begins_anew(void **state)
{
	struct bgproc_machine machine = BGPROC_MACHINE_INIT;

	(void) state;
	bgproc_machine_step(&machine, BGPROC_EVENT_SPAWNED);
	assert_true(bgproc_machine_decide(&machine, BGPROC_STATE_FAILED));
	bgproc_machine_step(&machine, BGPROC_EVENT_UPDATE_TIMEOUT);
	bgproc_machine_step(&machine, BGPROC_EVENT_TREE_EMPTY);
	step_shows(&machine, BGPROC_EVENT_RETRY, BGPROC_STATE_DELAYED);
	bgproc_machine_step(&machine, BGPROC_EVENT_DELAY_OVER);
	bgproc_machine_step(&machine, BGPROC_EVENT_SPAWNED);
	bgproc_machine_step(&machine, BGPROC_EVENT_COMMAND_ENDED);
	step_shows(&machine, BGPROC_EVENT_OUTPUT_CLOSED, BGPROC_STATE_SUCCEEDED);
}

/* Whatever happens, the states that show follow the one table of states, and the machine can always end. */
static void random_walks_keep_to_the_table_of_states(void **state)
{
	struct bgproc_end end = {.exited = true};
	uint32_t random = 1;

	(void) state;
	for (int walk = 0; walk < 20000; walk++) {
		struct bgproc_machine machine = BGPROC_MACHINE_INIT;
		enum bgproc_state shown = BGPROC_STATE_STARTING;

		for (int i = 0; i < 40; i++) {
			enum bgproc_state now;

			random = random * 1664525u + 1013904223u;
			bgproc_machine_step(&machine, (enum bgproc_event)((random >> 16) % BGPROC_EVENT_COUNT));
			now = bgproc_machine_state(&machine, &end);
			assert_true(now == shown || bgproc_state_allows(shown, now));
			shown = now;
		}
		bgproc_machine_step(&machine, BGPROC_EVENT_STOP_REQUESTED);
		bgproc_machine_step(&machine, BGPROC_EVENT_GRACE_OVER);
		bgproc_machine_step(&machine, BGPROC_EVENT_KILL_OVER);
		bgproc_machine_step(&machine, BGPROC_EVENT_DRAIN_OVER);
		assert_int_equal(machine.phase, BGPROC_PHASE_DONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cell_does_what_it_says),
		cmocka_unit_test(the_first_cause_stays),
		cmocka_unit_test(done_is_done),
		cmocka_unit_test(the_state_follows_from_cause_and_end),
		cmocka_unit_test(nobody_runs_what_nobody_accepted),
		cmocka_unit_test(the_first_decision_counts_before_all_else),
		cmocka_unit_test(what_must_report_has_not_succeeded_by_exit_code_0),
		cmocka_unit_test(another_attempt_begins_anew),
		cmocka_unit_test(random_walks_keep_to_the_table_of_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
