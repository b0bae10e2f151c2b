/* SPDX-License-Identifier: Apache-2.0 */

/* A zygote enforces the timeouts of calls, whatever its workers and its parent do. */

#include "tests/unit/zygote/last_started.h"
#include "tests/unit/zygote/zygote_under_test.h"

static void a_call_that_takes_too_long_is_killed(void **state)
{
	struct bgproc_worker_report report;
	int64_t begun_ns;
	pid_t busy, idle;

	start_zygote(false, 0, 400);
	busy = spawn(0, 1);
	idle = spawn(1, 1);
	begun_ns = now();
	bgproc_board_sent(&board, &board.slots[0], 1);
	ask(0, ASK_COMPUTE);
	report = assert_ended(0, busy, SIGKILL, 0);
	assert_true(report.timed_out);
	assert_false(report.ordered);
	assert_true(now() - begun_ns >= 400 * NS_PER_MS);
	/* Only that one. */
	assert_int_equal(kill(idle, 0), 0);
	assert_int_equal(last_started(&board.slots[0]), 1);
	spawn(0, 2);
	assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
	end_zygote();
}

static void a_stopped_worker_is_killed_before_its_call_begins(void **state)
{
	struct bgproc_worker_report report;
	pid_t pid;

	start_zygote(false, 0, 200);
	pid = spawn(0, 1);
	kill(pid, SIGSTOP);
	bgproc_board_sent(&board, &board.slots[0], 1);
	report = assert_ended(0, pid, SIGKILL, 0);
	assert_true(report.timed_out);
	assert_int_equal(last_started(&board.slots[0]), 0);
	end_zygote();
}

/* Two calls were sent; the worker is stopped before it receives the second. */
static void a_worker_that_is_stopped_between_two_calls_is_killed(void **state)
{
	struct bgproc_worker_report report;
	pid_t pid;

	start_zygote(false, 0, 2000);
	pid = spawn(0, 1);
	bgproc_board_sent(&board, &board.slots[0], 1);
	bgproc_board_sent(&board, &board.slots[0], 2);
	assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
	kill(pid, SIGSTOP);
	report = assert_ended(0, pid, SIGKILL, 0);
	assert_true(report.timed_out);
	assert_int_equal(last_started(&board.slots[0]), 1);
	end_zygote();
}

static void an_idle_worker_is_not_killed(void **state)
{
	start_zygote(false, 0, 100);
	spawn(0, 1);
	poll(NULL, 0, 500);
	assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
	end_zygote();
}

static void the_soft_signal_comes_once(void **state)
{
	start_zygote(false, 20, 1000000);
	spawn(0, 1);
	assert_int_equal(ask_and_wait(0, ASK_SOFT), 1);
	/* And once for each call. */
	assert_int_equal(ask_and_wait(0, ASK_SOFT), 2);
	end_zygote();
}

/* The zygote looks although nothing wakes it, and although this process reads nothing. */
static void timeouts_do_not_need_the_parent(void **state)
{
	pid_t pids[SLOTS];

	start_zygote(true, 50, 100);
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		pids[slot] = spawn(slot, 1);
		ask(slot, ASK_COMPUTE);
	}
	for (unsigned i = 0; i < SLOTS; i++) {
		struct bgproc_worker_report report = next_report(BGPROC_REPORT_EXITED);

		assert_int_equal(report.pid, pids[report.slot]);
		assert_true(report.timed_out);
		pids[report.slot] = 0;
	}
	end_zygote();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_that_takes_too_long_is_killed),
		cmocka_unit_test(a_stopped_worker_is_killed_before_its_call_begins),
		cmocka_unit_test(a_worker_that_is_stopped_between_two_calls_is_killed),
		cmocka_unit_test(an_idle_worker_is_not_killed),
		cmocka_unit_test(the_soft_signal_comes_once),
		cmocka_unit_test(timeouts_do_not_need_the_parent),
	};

	return cmocka_run_group_tests(tests, adopt_orphans, NULL);
}
