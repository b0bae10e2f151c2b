/* SPDX-License-Identifier: Apache-2.0 */

/* When a job begins, how long it may be silent, when it is retried, and that late messages and floods have no effect. */

#include "tests/unit/supervisor/alone.c"
#include "tests/unit/supervisor/alone_command.c"
#include "tests/unit/supervisor/alone_job.c"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

static void init_shell(struct alone *alone, enum bgproc_job_kind kind, const char *const *command)
{
	init_shell_job(alone, kind, command);
	alone_capture(alone, 65536);
}

/* ---- delay ---- */

/* Started, and now it waits: for its time, or for its next attempt. */
static void start_delayed(struct alone *alone)
{
	alone_start(alone);
	alone_await_record(alone, "\"state\":\"delayed\"");
}

static void a_delayed_job_waits_without_a_command(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("say", "0", "{\"text\":\"done\"}"));
	alone_option(&alone, "--delay-ms=500");
	start_delayed(&alone);
	expect(&alone, "\"command_pid\":null");
	assert_false(alone_exists(&alone, ".sock"));
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	assert_true(alone.outcome.started_us - alone.created_us >= 500000);
	expect(&alone, "\"attempt\":1,\"progress\":100,\"text\":\"done\"");
	alone_done(&alone);
}

/* Options "delay" and "at" differ: the one is a span, the other a time. */
static void a_job_begins_at_a_time_of_the_wall_clock(void **state)
{
	const int64_t offsets_us[] = {700000, -3600000000};

	(void) state;
	for (size_t i = 0; i < 2; i++) {
		uint64_t at_us = (uint64_t) ((int64_t) bgproc_wall_us() + offsets_us[i]);
		struct alone alone;
		char option[64];

		snprintf(option, sizeof option, "--start-at-us=%llu", (unsigned long long) at_us);
		init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("say", "0", "{\"text\":\"done\"}"));
		alone_option(&alone, option);
		alone_start(&alone);
		end_job(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
		assert_true(alone.outcome.started_us >= at_us);
		alone_done(&alone);
	}
}

static void a_job_that_waits_for_a_time_is_stopped_at_once(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("say", "0", "{\"text\":\"done\"}"));
	alone_option(&alone, "--start-at-us=4000000000000000");
	start_delayed(&alone);
	kill(alone.pid, SIGTERM);
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	alone_done(&alone);
}

static void the_arguments_of_a_delayed_command_are_hidden(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("say", "0", "{\"text\":\"hunter2\"}"));
	alone_option(&alone, "--delay-ms=400");
	start_delayed(&alone);
	alone_await_forgotten(&alone);
	end_job(&alone);
	/* And yet the command got them. */
	expect(&alone, "\"text\":\"hunter2\"");
	alone_done(&alone);
}

static void a_delayed_job_is_stopped_at_once(void **state)
{
	struct alone alone;
	int64_t start;

	(void) state;
	for (int control = 0; control < 2; control++) {
		init_shell(&alone, BGPROC_JOB_HTTP, SHELL("echo started"));
		alone_option(&alone, "--delay-ms=3600000");
		start_delayed(&alone);
		start = alone_now_ms();
		if (control) {
			alone_control(&alone, BGPROC_CONTROL_STOP, SIGTERM, 10000);
		} else {
			kill(alone.pid, SIGTERM);
		}
		end_job(&alone);
		assert_true(alone_now_ms() - start < ALONE_SLACK_MS);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
		assert_int_equal(alone.outcome.started_us, 0);
		expect(&alone, "\"state\":\"stopped\",\"command_pid\":null");
		assert_string_equal(alone_file(&alone, ".out", NULL), "");
		alone_done(&alone);
	}
}

/* A caller that replaces a waiting job may be too late: the job may have begun. */
static void only_a_delayed_job_is_replaced(void **state)
{
	struct alone alone;

	(void) state;
	init_shell(&alone, BGPROC_JOB_COMMAND, SHELL("echo started"));
	alone_option(&alone, "--delay-ms=3600000");
	start_delayed(&alone);
	alone_control(&alone, BGPROC_CONTROL_STOP_DELAYED, SIGTERM, 0);
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	assert_int_equal(alone.outcome.started_us, 0);
	alone_done(&alone);

	init_shell(&alone, BGPROC_JOB_COMMAND, SHELL("trap 'echo told; exit 0' USR1; echo ready; while :; do sleep 0.01; done"));
	alone_start(&alone);
	alone_await_record(&alone, "\"text\":\"ready");
	alone_control(&alone, BGPROC_CONTROL_STOP_DELAYED, SIGTERM, 0);
	/* Control messages keep their order. */
	alone_control(&alone, BGPROC_CONTROL_STOP, SIGUSR1, 10000);
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	assert_string_equal(alone_file(&alone, ".out", NULL), "ready\ntold\n");
	alone_done(&alone);
}

/* ---- limits of time ---- */

static void what_nobody_accepts_has_failed(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_HTTP, COMMAND("sleep"));
	alone_option(&alone, "--start-timeout-ms=300");
	alone_option(&alone, "--update-timeout-ms=10");
	start_job(&alone);
	expect(&alone, "\"state\":\"starting\"");
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	expect(&alone, "\"error_type\":\"start\",\"error_message\":\"not started: no free worker for 0.300 s\"");
	expect_ran(&alone, 300, 300);
	alone_done(&alone);
}

/* Says it until nobody listens any more. */
static void repeat_until_closed(const char *text, int pause_ms)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;

	while (try_speak(text) == 0) {
		if (alone_now_ms() > end) {
			fail_msg("somebody still listens after %d ms", ALONE_PATIENCE_MS);
		}
		alone_pause_ms(pause_ms);
	}
}

static void silence_is_a_timeout(void **state)
{
	struct alone alone;

	(void) state;
	for (int kind = BGPROC_JOB_COMMAND; kind <= BGPROC_JOB_HTTP; kind++) {
		init_job(&alone, (enum bgproc_job_kind) kind, COMMAND("sleep"));
		alone_option(&alone, "--update-timeout-ms=1000");
		start_job(&alone);
		speak("{\"progress\":10,\"text\":\"working\"}");
		end_job(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_TIMED_OUT);
		expect(&alone, "\"progress\":10,\"text\":\"no update for 1 s\"");
		expect(&alone, "\"error_type\":\"timeout\",\"error_message\":\"no update for 1 s\"");
		expect_ran(&alone, 1000, 1000);
		alone_done(&alone);
	}
}

static void signs_of_life_put_the_timeout_off(void **state)
{
	struct alone alone;
	int64_t end;

	(void) state;
	/* Ten times a sign each 300 ms: output. */
	init_job(&alone, BGPROC_JOB_CALL, COMMAND("chatter", "300"));
	alone_option(&alone, "--update-timeout-ms=1500");
	alone_option(&alone, "--stdout=relay");
	start_job(&alone);
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_TIMED_OUT);
	assert_true(alone.outcome.ended_us - alone.outcome.started_us >= 2700000 + 1500000);
	alone_done(&alone);
	/* Messages; one that is refused is no sign. */
	init_job(&alone, BGPROC_JOB_CALL, COMMAND("sleep"));
	alone_option(&alone, "--update-timeout-ms=1500");
	start_job(&alone);
	for (end = alone_now_ms() + 3000; alone_now_ms() < end; alone_pause_ms(100)) {
		speak("{}");
	}
	repeat_until_closed("{\"attempt\":7}", 100);
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_TIMED_OUT);
	expect_ran(&alone, 4400, 4500);
	alone_done(&alone);
}

static void the_longest_run_is_bounded(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_CALL, COMMAND("sleep"));
	alone_option(&alone, "--timeout-ms=1000");
	alone_option(&alone, "--update-timeout-ms=60000");
	start_job(&alone);
	repeat_until_closed("{\"progress\":5}", 20);
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_TIMED_OUT);
	expect(&alone, "\"error_type\":\"timeout\",\"error_message\":\"timed out: it has run for 1 s\"");
	alone_done(&alone);
}

/* ---- the end is the end ---- */

static void nothing_late_is_heard(void **state)
{
	struct alone alone;
	int64_t end;
	int status = 0;

	(void) state;
	for (int cause = 0; cause < 2; cause++) {
		init_job(&alone, BGPROC_JOB_CALL, COMMAND("stubborn"));
		alone_option(&alone, "--grace-ms=1500");
		alone_option(&alone, "--stdout=relay");
		if (cause) {
			alone_option(&alone, "--update-timeout-ms=1000");
		}
		start_job(&alone);
		/* It ignores signals by now. */
		alone_await_record(&alone, "\"text\":\"ready");
		speak("{\"progress\":10}");
		alone_await_record(&alone, "\"progress\":10");
		if (!cause) {
			kill(alone.pid, SIGTERM);
		}
		/* The command goes on, but nobody listens. */
		for (end = alone_now_ms() + ALONE_PATIENCE_MS; alone_exists(&alone, ".sock") && alone_now_ms() < end;) {
			alone_pause_ms(1);
		}
		status = try_speak("{\"finish\":true,\"progress\":90}");
		assert_int_equal(kill(alone.started.command.pid, 0), 0);
		assert_true(status == ENOENT || status == ECONNREFUSED);
		end_job(&alone);
		assert_int_equal(alone.outcome.state, cause ? BGPROC_STATE_TIMED_OUT : BGPROC_STATE_STOPPED);
		expect(&alone, "\"progress\":10,");
		expect(&alone, "\"updates\":1,");
		alone_done(&alone);
	}
}

/* ---- attempts ---- */

static void what_failed_is_tried_again(void **state)
{
	struct alone alone;
	int input = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	(void) state;
	assert_int_equal(write(input, "input\n", 6), 6);
	assert_int_equal(lseek(input, 3, SEEK_SET), 3);
	init_shell(&alone, BGPROC_JOB_COMMAND, SHELL("cat; echo try $BGPROC_ATTEMPT; test $BGPROC_ATTEMPT = 3"));
	alone.stdio[0] = input;
	alone_option(&alone, "--retries=5");
	alone_option(&alone, "--backoff-ms=100");
	start_delayed(&alone);
	expect(&alone, "\"command_pid\":null");
	expect(&alone, "\"exit_code\":null");
	end_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	assert_string_equal(alone_file(&alone, ".out", NULL), "input\ntry 1\ninput\ntry 2\ninput\ntry 3\n");
	expect(&alone, "\"attempt\":3,\"progress\":100,\"text\":\"input\\ntry 3\\n\"");
	/* 100 ms, then 200. */
	assert_true(alone.outcome.started_us - alone.created_us >= 300000);
	close(input);
	alone_done(&alone);
}

static void attempts_come_to_an_end(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_CALL,
		COMMAND("say", "0", "{\"progress\":50,\"text\":\"t\",\"error\":{\"type\":\"E\",\"message\":\"m\"}}"));
	alone_option(&alone, "--retries=2");
	alone_option(&alone, "--backoff-ms=1");
	alone_run(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	expect(&alone, "\"attempt\":3,\"progress\":50,\"text\":\"t\"");
	expect(&alone, "\"updates\":3,\"refused\":0,\"accepted\":true,\"result\":true,\"error_type\":\"E\",\"error_message\":\"m\"");
	alone_done(&alone);
	/* Timeouts too. */
	init_job(&alone, BGPROC_JOB_HTTP, COMMAND("sleep"));
	alone_option(&alone, "--retries=1");
	alone_option(&alone, "--backoff-ms=1");
	alone_option(&alone, "--start-timeout-ms=100");
	alone_run(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	expect(&alone, "\"attempt\":2");
	expect(&alone, "\"error_type\":\"start\"");
	alone_done(&alone);
}

static void another_attempt_begins_with_nothing(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_CALL, COMMAND("sleep"));
	alone_option(&alone, "--retries=1");
	alone_option(&alone, "--backoff-ms=1");
	start_job(&alone);
	speak("{\"progress\":60,\"text\":\"old\",\"fail\":\"once\",\"attempt\":1}");
	kill(alone.started.command.pid, SIGKILL);
	alone_await_record(&alone, "\"state\":\"running\",\"command_pid\"");
	alone_await_record(&alone, "\"attempt\":2,\"progress\":0,\"text\":\"\"");
	alone_await_record(&alone, "\"state\":\"running\"");
	expect(&alone, "\"accepted\":false,\"result\":false,\"error_type\":\"\",\"error_message\":\"\"");
	/* The worker of the first one still talks. */
	speak("{\"progress\":90,\"attempt\":1}");
	alone_await_record(&alone, "\"updates\":1,\"refused\":1");
	speak("{\"progress\":20,\"attempt\":2}");
	alone_await_record(&alone, "\"progress\":20");
	stop_job(&alone);
	/* What somebody has stopped is not tried again. */
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	expect(&alone, "\"attempt\":2");
	alone_done(&alone);
}

static void a_stop_between_two_attempts_is_the_end(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("exit", "1"));
	alone_option(&alone, "--retries=1");
	alone_option(&alone, "--backoff-ms=3600000");
	start_delayed(&alone);
	stop_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	alone_done(&alone);
	/* One that comes too late for how the attempt ends still comes in time for the next one. */
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("hold"));
	alone_option(&alone, "--retries=1");
	alone_option(&alone, "--backoff-ms=1");
	alone_option(&alone, "--stdout=relay");
	start_job(&alone);
	while (kill(alone.started.command.pid, 0) == 0 && alone_exists(&alone, ".sock")) {
		alone_pause_ms(1);
	}
	stop_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	expect(&alone, "\"attempt\":1");
	alone_done(&alone);
}

static void a_first_start_that_fails_is_told(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("exit", "0"));
	alone.exec_path = "/nonexistent";
	alone_option(&alone, "--retries=3");
	alone_option(&alone, "--backoff-ms=3600000");
	alone_run(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	assert_int_equal(alone.outcome.end.stage, BGPROC_STAGE_EXEC);
	assert_false(alone_exists(&alone, ".sock"));
	alone_done(&alone);
}

static void what_succeeded_is_not_repeated(void **state)
{
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("say", "1", "{\"finish\":true}"));
	alone_option(&alone, "--retries=3");
	alone_option(&alone, "--backoff-ms=1");
	alone_run(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	expect(&alone, "\"attempt\":1");
	alone_done(&alone);
}

/* ---- floods ---- */

static void a_flood_is_coalesced_and_loses_nothing(void **state)
{
	struct alone alone;
	int fd, writes;
	uint64_t ms;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("reports", "100000"));
	fd = watch_writes(&alone);
	alone_run(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	expect(&alone, "\"text\":\"last 100000\"");
	expect(&alone, "\"updates\":100000,\"refused\":0");
	writes = count_writes(fd);
	ms = (alone.outcome.ended_us - alone.outcome.started_us) / 1000;
	/* The first record, running, the first report, the end, and one each 200 ms. */
	assert_in_range(writes, 2, 4 + ms / 200);
	close(fd);
	alone_done(&alone);
}

/* Ends by itself when nobody listens any more. */
static pid_t start_flooder(const char *text)
{
	pid_t pid = fork();

	if (pid == 0) {
		int fd = open_speaker(false);

		while (send_bytes(fd, text, strlen(text)) == 0) {
		}
		_exit(0);
	}
	return pid;
}

static void a_flood_starves_nobody(void **state)
{
	static char text[4096];
	struct alone alone;
	int fd, status, writes;
	pid_t flooders[2];
	int64_t start;

	(void) state;
	for (int limit = 0; limit < 3; limit++) {
		init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("chatter", "50"));
		alone_capture(&alone, 1000);
		alone_option(&alone, "--grace-ms=100");
		if (limit == 1) {
			alone_option(&alone, "--timeout-ms=2000");
		} else if (limit == 2) {
			alone_option(&alone, "--update-timeout-ms=2000");
		}
		start_job(&alone);
		fd = watch_writes(&alone);
		start = alone_now_ms();
		/* Of one of them nothing is accepted; in the last round of neither. */
		memset(text, 'x', sizeof text - 1);
		flooders[0] = start_flooder(text);
		flooders[1] = start_flooder(limit == 2 ? "{\"attempt\":2}" : "{\"progress\":1}");
		/* All of the output arrives meanwhile. */
		for (size_t length = 0; length < 10; alone_pause_ms(5)) {
			assert_non_null(alone_file(&alone, ".out", &length));
			assert_true(alone_now_ms() - start < ALONE_PATIENCE_MS);
		}
		if (limit == 0) {
			alone_pause_ms(500);
			start = alone_now_ms();
			kill(alone.pid, SIGTERM);
		}
		end_job(&alone);
		assert_true(alone_now_ms() - start < (limit == 0 ? 0 : limit == 1 ? 2000
																		  : 2600) +
				ALONE_SLACK_MS);
		assert_int_equal(alone.outcome.state, limit == 0 ? BGPROC_STATE_STOPPED : BGPROC_STATE_TIMED_OUT);
		writes = count_writes(fd);
		/* One percent, the end. */
		assert_in_range(writes, 3, 5 + (alone.outcome.ended_us - alone.outcome.started_us) / 200000);
		close(fd);
		for (int i = 0; i < 2; i++) {
			assert_int_equal(waitpid(flooders[i], &status, 0), flooders[i]);
			assert_int_equal(status, 0);
		}
		alone_done(&alone);
	}
}

static void news_are_written_without_more_news(void **state)
{
	struct alone alone;
	int fd;

	(void) state;
	begin_job(&alone, BGPROC_JOB_COMMAND, COMMAND("sleep"));
	fd = watch_writes(&alone);
	speak("{\"text\":\"first\"}");
	speak("{\"text\":\"second\"}");
	speak("{\"text\":\"third\"}");
	alone_await_record(&alone, "\"text\":\"third\"");
	assert_in_range(count_writes(fd), 2, 3);
	/* And then nobody writes for nothing. */
	alone_pause_ms(600);
	assert_int_equal(count_writes(fd), 0);
	close(fd);
	stop_job(&alone);
	alone_done(&alone);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_delayed_job_waits_without_a_command, alone_clean_up),
		cmocka_unit_test_teardown(a_job_begins_at_a_time_of_the_wall_clock, alone_clean_up),
		cmocka_unit_test_teardown(a_job_that_waits_for_a_time_is_stopped_at_once, alone_clean_up),
		cmocka_unit_test_teardown(the_arguments_of_a_delayed_command_are_hidden, alone_clean_up),
		cmocka_unit_test_teardown(a_delayed_job_is_stopped_at_once, alone_clean_up),
		cmocka_unit_test_teardown(only_a_delayed_job_is_replaced, alone_clean_up),
		cmocka_unit_test_teardown(what_nobody_accepts_has_failed, alone_clean_up),
		cmocka_unit_test_teardown(silence_is_a_timeout, alone_clean_up),
		cmocka_unit_test_teardown(signs_of_life_put_the_timeout_off, alone_clean_up),
		cmocka_unit_test_teardown(the_longest_run_is_bounded, alone_clean_up),
		cmocka_unit_test_teardown(nothing_late_is_heard, alone_clean_up),
		cmocka_unit_test_teardown(what_failed_is_tried_again, alone_clean_up),
		cmocka_unit_test_teardown(attempts_come_to_an_end, alone_clean_up),
		cmocka_unit_test_teardown(another_attempt_begins_with_nothing, alone_clean_up),
		cmocka_unit_test_teardown(a_stop_between_two_attempts_is_the_end, alone_clean_up),
		cmocka_unit_test_teardown(a_first_start_that_fails_is_told, alone_clean_up),
		cmocka_unit_test_teardown(what_succeeded_is_not_repeated, alone_clean_up),
		cmocka_unit_test_teardown(a_flood_is_coalesced_and_loses_nothing, alone_clean_up),
		cmocka_unit_test_teardown(a_flood_starves_nobody, alone_clean_up),
		cmocka_unit_test_teardown(news_are_written_without_more_news, alone_clean_up),
	};

	alone_command_main(argc, argv);
	return cmocka_run_group_tests(tests, alone_adopt, NULL);
}
