/* SPDX-License-Identifier: Apache-2.0 */

/* A zygote and its workers: how they are forked, signalled, reaped and reported. */

#include "tests/unit/zygote/last_started.h"
#include "tests/unit/zygote/zygote_under_test.h"

static void workers_are_forked_and_their_ends_reported(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		struct bgproc_worker_report report;
		pid_t first, second;

		start_zygote(stream, 0, 0);
		first = spawn(0, 1);
		second = spawn(3, 1);
		assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
		assert_int_equal(ask_and_wait(3, ASK_CALL), BGPROC_BOARD_STARTED);
		ask(0, ASK_END);
		report = assert_ended(0, first, 0, 7);
		assert_false(report.ordered || report.timed_out);
		assert_true(report.usage.max_rss_kib > 0);
		/* The slot is used again, by a worker that counts from 1. */
		first = spawn(0, 2);
		assert_int_equal(last_started(&board.slots[0]), 0);
		assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
		ask(0, ASK_RETURN);
		assert_ended(0, first, 0, 0);
		/* The end of its channel: nobody else has its end. */
		bgproc_fd_close(&channels[3]);
		assert_ended(3, second, 0, 0);
		end_zygote();
	}
}

static void signals_are_sent_by_order(void **state)
{
	struct bgproc_worker_report report;
	pid_t first, second;

	start_zygote(false, 0, 0);
	first = spawn(1, 5);
	second = spawn(2, 5);
	/* Not to another generation, not to a slot without a worker, not beyond the board. */
	order_signal(1, 4, SIGKILL);
	order_signal(0, 0, SIGKILL);
	order_signal(SLOTS, 5, SIGKILL);
	assert_int_equal(ask_and_wait(1, ASK_CALL), BGPROC_BOARD_STARTED);
	order_signal(1, 5, SIGTERM);
	report = assert_ended(1, first, SIGTERM, 0);
	assert_false(report.ordered);
	order_signal(1, 5, SIGKILL);
	order_signal(2, 5, SIGKILL);
	report = assert_ended(2, second, SIGKILL, 0);
	assert_true(report.ordered);
	assert_false(report.timed_out);
	end_zygote();
}

static void a_kill_by_others_is_neither_ordered_nor_ours(void **state)
{
	struct bgproc_worker_report report;
	pid_t pid;

	start_zygote(false, 0, 1000000);
	pid = spawn(0, 1);
	kill(pid, SIGKILL);
	report = assert_ended(0, pid, SIGKILL, 0);
	assert_false(report.ordered || report.timed_out);
	end_zygote();
}

static void a_later_worker_is_forked_after_its_delay(void **state)
{
	struct bgproc_worker_report report;
	int64_t begun_ns;

	start_zygote(false, 0, 0);
	spawn(2, 1);
	begun_ns = now();
	order_spawn(0, 1, 100);
	order_spawn(1, 1, 600);
	/* The others are served meanwhile. */
	assert_int_equal(ask_and_wait(2, ASK_CALL), BGPROC_BOARD_STARTED);
	report = next_report(BGPROC_REPORT_SPAWNED);
	assert_int_equal(report.slot, 0);
	assert_true(now() - begun_ns >= 100 * NS_PER_MS);
	assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
	report = next_report(BGPROC_REPORT_SPAWNED);
	assert_int_equal(report.slot, 1);
	assert_true(now() - begun_ns >= 600 * NS_PER_MS);
	assert_int_equal(ask_and_wait(1, ASK_CALL), BGPROC_BOARD_STARTED);
	/* One that waits when the control socket is closed is never forked. */
	ask(1, ASK_END);
	assert_ended(1, report.pid, 0, 7);
	order_spawn(1, 2, 4000000);
	end_zygote();
}

static void an_order_that_cannot_be_is_reported(void **state)
{
	const struct bgproc_order beyond = {BGPROC_ORDER_SPAWN, SLOTS, 9, 0, 0}, alone = {BGPROC_ORDER_SPAWN, 1, 8, 0, 0};
	struct bgproc_worker_report report;

	forks_to_fail = 2;
	start_zygote(false, 0, 0);
	forks_to_fail = 0;
	for (uint32_t delay = 0; delay < 2; delay++) {
		order_spawn(0, 3, delay);
		report = next_report(BGPROC_REPORT_NOT_SPAWNED);
		assert_int_equal(report.slot, 0);
		assert_int_equal(report.generation, 3);
		assert_int_equal(report.sys_errno, EAGAIN);
	}
	spawn(0, 4);
	assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
	/* The slot is in use. */
	assert_true(bgproc_control_order(&control, &(struct bgproc_order) {BGPROC_ORDER_SPAWN, 0, 5, 0, 0}, control.fd));
	assert_int_equal(next_report(BGPROC_REPORT_NOT_SPAWNED).sys_errno, EBUSY);
	assert_true(bgproc_control_order(&control, &beyond, control.fd));
	assert_int_equal(next_report(BGPROC_REPORT_NOT_SPAWNED).sys_errno, EINVAL);
	assert_true(bgproc_control_order(&control, &alone, -1));
	assert_int_equal(next_report(BGPROC_REPORT_NOT_SPAWNED).sys_errno, EMFILE);
	assert_int_equal(ask_and_wait(0, ASK_CALL), BGPROC_BOARD_STARTED);
	end_zygote();
}

/* Neither side waits for the other for ever: the zygote reads orders although nobody reads its reports. */
static void a_parent_that_reads_no_reports_may_order(void **state)
{
	const uint32_t count = 5000;

	for (int stream = 0; stream < 2; stream++) {
		start_zygote(stream, 0, 0);
		for (uint32_t number = 0; number < count; number++) {
			const struct bgproc_order beyond = {BGPROC_ORDER_SPAWN, SLOTS, number, 0, 0};

			assert_true(bgproc_control_order(&control, &beyond, -1));
		}
		for (uint32_t number = 0; number < count; number++) {
			assert_int_equal(next_report(BGPROC_REPORT_NOT_SPAWNED).generation, number);
		}
		end_zygote();
	}
}

static void a_worker_has_no_descriptor_but_its_own(void **state)
{
	start_zygote(false, 1000000, 1000000);
	order_spawn(2, 1, 3000000);
	order_spawn(3, 1, 4000000);
	spawn(0, 1);
	spawn(1, 1);
	/* Its channel is in place of the control socket. */
	assert_int_equal(ask_and_wait(0, ASK_DESCRIPTORS), 0);
	assert_int_equal(ask_and_wait(1, ASK_DESCRIPTORS), 0);
	end_zygote();
}

static void a_worker_gets_the_signals_of_the_time_before(void **state)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
	sigset_t set, mask;
	pid_t pid;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, &mask);
	sigaction(SIGCHLD, &ignore, &old);
	start_zygote(false, 0, 0);
	sigaction(SIGCHLD, &old, NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	pid = spawn(0, 1);
	assert_int_equal(ask_and_wait(0, ASK_SIGNALS), 3);
	/* An ignored SIGCHLD does not take the status away. */
	ask(0, ASK_END);
	assert_ended(0, pid, 0, 7);
	end_zygote();
}

static void the_zygote_survives_a_broken_pipe(void **state)
{
	start_zygote(false, 0, 0);
	spawn(0, 1);
	kill(zygote, SIGPIPE);
	spawn(1, 1);
	end_zygote();
}

static void the_zygote_ends_by_other_signals(void **state)
{
	pid_t pid;
	int status;

	start_zygote(false, 0, 0);
	pid = spawn(0, 1);
	ask_and_wait(0, ASK_CALL);
	kill(zygote, SIGTERM);
	assert_int_equal(waitpid(zygote, &status, 0), zygote);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	/* Its worker dies with it, and is ours then. Where the system does not kill it, it ends when its channel is closed. */
	if (is_killed_with_its_parent()) {
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	} else {
		bgproc_fd_close(&channels[0]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
	}
	bgproc_control_close(&control);
	bgproc_board_close(&board);
}

/* ---- the end of the parent ---- */

static void everything_ends_with_the_control_socket(void **state)
{
	for (int stream = 0; stream < 2; stream++) {
		pid_t pids[3];

		start_zygote(stream, 1000000, 1000000);
		for (unsigned slot = 0; slot < 3; slot++) {
			pids[slot] = spawn(slot, 1);
		}
		/* One that waits, one that computes, one that is stopped; and orders that nobody reads any more. */
		ask(1, ASK_COMPUTE);
		kill(pids[2], SIGSTOP);
		order_spawn(3, 1, 0);
		order_signal(0, 1, SIGUSR1);
		/* This asserts that no worker is left, reaped or not. */
		end_zygote();
	}
}

/* A parent that is killed; its zygote and its workers are ours then. Returns how long they lived on. */
static int64_t kill_a_parent(void)
{
	int pipe_ends[2], status;
	pid_t pids[1 + SLOTS], parent;
	int64_t begun_ns, took_ns;

	assert_int_equal(bgproc_pipe(pipe_ends), 0);
	parent = fork();
	assert_true(parent >= 0);
	if (parent == 0) {
		alarm(120);
		start_zygote(false, 1000000, 1000000);
		pids[0] = zygote;
		for (unsigned slot = 0; slot < SLOTS; slot++) {
			pids[1 + slot] = spawn(slot, 1);
			/* It is set up now. One that is stopped before that would not be killed. */
			ask_and_wait(slot, ASK_CALL);
		}
		ask(1, ASK_COMPUTE);
		kill(pids[1 + 2], SIGSTOP);
		bgproc_write_all(pipe_ends[1], pids, sizeof pids);
		for (;;) {
			pause();
		}
	}
	bgproc_fd_close(&pipe_ends[1]);
	assert_int_equal(bgproc_read_full(pipe_ends[0], pids, sizeof pids), sizeof pids);
	begun_ns = now();
	kill(parent, SIGKILL);
	assert_int_equal(waitpid(parent, &status, 0), parent);
	for (unsigned i = 0; i < 1 + SLOTS; i++) {
		pid_t pid = waitpid(pids[i], &status, 0);

		/* The zygote may have reaped a worker before its own end. */
		assert_true(pid == pids[i] || (pid < 0 && errno == ECHILD));
	}
	took_ns = now() - begun_ns;
	bgproc_fd_close(&pipe_ends[0]);
	return took_ns;
}

static void everything_dies_with_the_parent(void **state)
{
	int64_t least_ns = INT64_MAX;

	/* The shortest time counts: the machine may be busy. */
	for (int i = 0; i < 100 && least_ns > 100 * NS_PER_MS; i++) {
		int64_t took_ns = kill_a_parent();

		least_ns = took_ns < least_ns ? took_ns : least_ns;
	}
	assert_true(least_ns <= 100 * NS_PER_MS);
}

static void a_zygote_without_its_parent_ends_at_once(void **state)
{
	struct bgproc_zygote settings = {-1, &board, getppid(), SIGUSR1, fork_or_fail, work, &board};
	int ends[2], status;
	pid_t pid;

	/* The parent that it names is not its parent. */
	assert_true(bgproc_board_open(&board, SLOTS, 0, 0));
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	pid = fork();
	if (pid == 0) {
		alarm(60);
		settings.control = ends[1];
		bgproc_zygote_run(&settings);
		_exit(3);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
	bgproc_fd_close(&ends[0]);
	bgproc_fd_close(&ends[1]);
	bgproc_board_close(&board);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workers_are_forked_and_their_ends_reported),
		cmocka_unit_test(signals_are_sent_by_order),
		cmocka_unit_test(a_kill_by_others_is_neither_ordered_nor_ours),
		cmocka_unit_test(a_later_worker_is_forked_after_its_delay),
		cmocka_unit_test(an_order_that_cannot_be_is_reported),
		cmocka_unit_test(a_parent_that_reads_no_reports_may_order),
		cmocka_unit_test(a_worker_has_no_descriptor_but_its_own),
		cmocka_unit_test(a_worker_gets_the_signals_of_the_time_before),
		cmocka_unit_test(the_zygote_survives_a_broken_pipe),
		cmocka_unit_test(the_zygote_ends_by_other_signals),
		cmocka_unit_test(everything_ends_with_the_control_socket),
		cmocka_unit_test(everything_dies_with_the_parent),
		cmocka_unit_test(a_zygote_without_its_parent_ends_at_once),
	};

	return cmocka_run_group_tests(tests, adopt_orphans, NULL);
}
