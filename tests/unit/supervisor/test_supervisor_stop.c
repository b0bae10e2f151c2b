/* SPDX-License-Identifier: Apache-2.0 */

/* Timeouts, stops of whole trees, control signals, and a supervisor that is itself stopped or flooded. */

#include "tests/unit/supervisor/alone.c"
#include "tests/unit/supervisor/alone_command.c"

#define READY 6 /* the length of "ready\n" */

/* Waits for so many bytes: each process of the command says something when it is ready. */
static void await_bytes(int fd, size_t count)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;
	char byte;

	while (count > 0) {
		struct pollfd ready = {.fd = fd, .events = POLLIN};

		if (poll(&ready, 1, 100) > 0 && read(fd, &byte, 1) == 1) {
			count--;
		} else if (alone_now_ms() > end) {
			fail_msg("%zu bytes are missing", count);
		}
	}
}

/* Starts it with a pipe as its stdout, of which only the tree holds the other end. Our end. */
static int start_watched(struct alone *alone)
{
	int ends[2];

	assert_int_equal(bgproc_pipe(ends), 0);
	alone->stdio[1] = ends[1];
	alone_start(alone);
	close(ends[1]);
	return ends[0];
}

/* The same, and its processes have said so many bytes. */
static int start_ready(struct alone *alone, size_t count)
{
	int fd = start_watched(alone);

	await_bytes(fd, count);
	return fd;
}

/* Stops it; the command has ended after a time within these bounds. */
static void stop_within(struct alone *alone, int signal_number, uint64_t grace_ms, int from_ms, int to_ms)
{
	int64_t begin = alone_now_ms();

	alone_control(alone, BGPROC_CONTROL_STOP, signal_number, grace_ms);
	alone_wait(alone);
	assert_in_range(alone_now_ms() - begin, from_ms, to_ms + ALONE_SLACK_MS);
}

static pid_t command_pid(struct alone *alone)
{
	const char *text = alone_file(alone, ".json", NULL);

	text = text ? strstr(text, "\"command_pid\":") : NULL;
	assert_non_null(text);
	return (pid_t) atoi(text + 14);
}

static void a_run_timeout_ends_the_command(void **state)
{
	struct alone alone;
	int64_t begin = alone_now_ms();

	(void) state;
	alone_init_kept(&alone, COMMAND("sleep"));
	alone_option(&alone, "--timeout-ms=150");
	alone_run(&alone);
	assert_in_range(alone_now_ms() - begin, 150, 1000 + ALONE_SLACK_MS);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_TIMED_OUT);
	assert_int_equal(alone.outcome.end.term_signal, SIGTERM);
	assert_true(alone_record_has(&alone, "\"state\":\"timed_out\""));
	alone_done(&alone);

	begin = alone_now_ms();
	alone_init_kept(&alone, COMMAND("stubborn"));
	/* Time enough to ignore SIGTERM, also on a busy machine. */
	alone_option(&alone, "--timeout-ms=1500");
	alone_option(&alone, "--grace-ms=200");
	alone_run(&alone);
	assert_in_range(alone_now_ms() - begin, 1700, 2700 + ALONE_SLACK_MS);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_TIMED_OUT);
	assert_int_equal(alone.outcome.end.term_signal, SIGKILL);
	assert_int_equal(alone.outcome.end.survivors, 0);
	alone_done(&alone);
}

static void an_idle_timeout_starts_again_with_each_output(void **state)
{
	struct alone alone;
	int64_t begin = alone_now_ms();

	(void) state;
	alone_init_kept(&alone, COMMAND("chatter", "100"));
	alone_option(&alone, "--stdout=relay");
	alone_option(&alone, "--idle-timeout-ms=1000");
	alone_run(&alone);
	assert_in_range(alone_now_ms() - begin, 1900, 4000 + ALONE_SLACK_MS);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_TIMED_OUT);
	alone_done(&alone);
}

static void a_stop_passes_signal_and_grace(void **state)
{
	struct alone alone;
	int fd;

	(void) state;
	alone_init_kept(&alone, COMMAND("report"));
	fd = start_ready(&alone, READY);
	alone_control(&alone, BGPROC_CONTROL_STOP, SIGUSR2, 5000);
	alone_wait(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	assert_true(alone.outcome.end.exited);
	assert_int_equal(alone.outcome.end.exit_code, 0);
	close(fd);
	alone_done(&alone);

	alone_init_kept(&alone, COMMAND("stubborn"));
	fd = start_ready(&alone, READY);
	stop_within(&alone, SIGTERM, 300, 300, 1300);
	assert_int_equal(alone.outcome.end.term_signal, SIGKILL);
	close(fd);
	alone_done(&alone);
}

static void a_kill_has_no_grace(void **state)
{
	struct alone alone;
	int fd;

	(void) state;
	alone_init_kept(&alone, COMMAND("stubborn"));
	fd = start_ready(&alone, READY);
	stop_within(&alone, SIGKILL, 10000, 0, 900);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	assert_int_equal(alone.outcome.end.term_signal, SIGKILL);
	close(fd);
	alone_done(&alone);
}

static void a_second_stop_only_shortens_the_grace(void **state)
{
	struct alone alone;
	int64_t begin;
	int fd;

	(void) state;
	for (int first_is_longer = 0; first_is_longer < 2; first_is_longer++) {
		alone_init_kept(&alone, COMMAND("stubborn"));
		fd = start_ready(&alone, READY);
		begin = alone_now_ms();
		alone_control(&alone, BGPROC_CONTROL_STOP, SIGTERM, first_is_longer ? 15000 : 300);
		alone_control(&alone, BGPROC_CONTROL_STOP, SIGTERM, first_is_longer ? 300 : 15000);
		for (int i = 0; i < 62; i++) {
			alone_control(&alone, BGPROC_CONTROL_STOP, SIGTERM, 9000);
		}
		alone_wait(&alone);
		assert_in_range(alone_now_ms() - begin, 300, 1300 + ALONE_SLACK_MS);
		close(fd);
		alone_done(&alone);
	}
}

static void the_ordinary_signals_stop(void **state)
{
	static const int numbers[] = {SIGTERM, SIGINT, SIGQUIT};
	struct alone alone;

	(void) state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		alone_init_kept(&alone, COMMAND("sleep"));
		alone_start(&alone);
		alone_await_record(&alone, "running");
		kill(alone.pid, numbers[i]);
		alone_wait(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
		assert_int_equal(alone.outcome.end.term_signal, SIGTERM);
		alone_done(&alone);
	}
}

static void stop_before_exec(struct alone *alone)
{
	(void) alone;
	raise(SIGTERM);
}

static void a_stop_during_the_start_is_honoured(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_kept(&alone, COMMAND("out", "10"));
	alone_capture(&alone, 100);
	alone.before_exec = stop_before_exec;
	alone_run(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	assert_int_equal(alone.outcome.command.pid, 0);
	assert_string_equal(alone_file(&alone, ".out", NULL), "");
	assert_true(alone_record_has(&alone, "\"state\":\"stopped\""));
	alone_done(&alone);
}

static void stops_at_any_moment_have_one_outcome(void **state)
{
	unsigned stopped = 0, succeeded = 0;

	(void) state;
	for (int i = 0; i < 400; i++) {
		struct alone alone;
		struct timespec pause = {0, 10000L * i};

		alone_init_kept(&alone, COMMAND("exit", "0"));
		alone_start(&alone);
		alone_await_record(&alone, "state");
		/* From the moment the record is there to well after the end. */
		if (i % 8 == 7) {
			alone_await_record(&alone, i % 16 == 7 ? "\"succeeded\"" : "\"started_us\":1");
		} else {
			nanosleep(&pause, NULL);
		}
		kill(alone.pid, SIGTERM);
		alone_control(&alone, BGPROC_CONTROL_STOP, SIGTERM, 100);
		alone_wait(&alone);
		assert_true(alone.has_outcome);
		if (alone.outcome.state == BGPROC_STATE_STOPPED) {
			stopped++;
			assert_true(alone_record_has(&alone, "\"stopped\""));
		} else {
			succeeded++;
			assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
			assert_true(alone_record_has(&alone, "\"succeeded\""));
		}
		alone_done(&alone);
	}
	assert_true(stopped > 0 && succeeded > 0);
}

/* ---- trees ---- */

static void a_tree_of_escapers_is_stopped_whole(void **state)
{
	struct alone alone;
	int64_t begin;
	int fd;

	(void) state;
	for (int round = 0; round < 5; round++) {
		alone_init_kept(&alone, COMMAND("escapers", "50"));
		fd = start_ready(&alone, 50);
		begin = alone_now_ms();
		alone_control(&alone, BGPROC_CONTROL_STOP, SIGTERM, 100);
		alone_await_eof(fd, NULL, 0, 1100 + ALONE_SLACK_MS);
		assert_true(alone_now_ms() - begin >= 100);
		alone_wait(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
		assert_int_equal(alone.outcome.end.survivors, 0);
		close(fd);
		alone_done(&alone);
	}
}

static void a_process_that_forks_and_leaves_all_the_time_is_caught(void **state)
{
	/* The shell waits for nothing: the hopping one is an orphan from its first hop. */
	static const char script[] = "bash -c 'exec -a alone-command \"$0\" hop' \"$1\" & exec sleep 60";
	struct alone alone;
	int fd;

	(void) state;
	for (int round = 0; round < 5; round++) {
		alone_init_shell(&alone, (const char *const[]) {"sh", "-c", script, "sh", alone_self(), NULL});
		fd = start_ready(&alone, READY);
		alone_control(&alone, BGPROC_CONTROL_STOP, SIGTERM, 50);
		alone_await_eof(fd, NULL, 0, 1100 + ALONE_SLACK_MS);
		alone_wait(&alone);
		assert_int_equal(alone.outcome.end.survivors, 0);
		close(fd);
		alone_done(&alone);
	}
}

/* Not the grace, the signal ends those who leave the group in the moment of the stop. */
static void who_leaves_during_the_stop_gets_the_signal(void **state)
{
	struct alone alone;
	int fd;

	(void) state;
	for (int round = 0; round < 40; round++) {
		alone_init_kept(&alone, COMMAND("scatter"));
		fd = start_ready(&alone, READY);
		alone_pause_ms(10 + round % 7);
		stop_within(&alone, SIGTERM, 15000, 0, 5000);
		assert_int_equal(alone.outcome.end.term_signal, SIGTERM);
		close(fd);
		alone_done(&alone);
	}
}

static void stopped_processes_are_woken_to_end(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_shell(&alone, SHELL("setsid sh -c 'kill -STOP $$; exit 0' & kill -STOP $$; wait"));
	alone_start(&alone);
	alone_await_record(&alone, "running");
	stop_within(&alone, SIGTERM, 15000, 0, 5000);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	assert_int_equal(alone.outcome.end.term_signal, SIGTERM);
	alone_done(&alone);
}

static void what_a_finished_command_leaves_behind_lives_on(void **state)
{
	struct alone alone;
	int64_t begin = alone_now_ms();
	int fd;

	(void) state;
	alone_init_kept(&alone, COMMAND("hold"));
	alone_option(&alone, "--stderr=tail");
	fd = start_watched(&alone);
	alone_wait(&alone);
	/* The end is the end of the command, whoever holds its output. */
	assert_in_range(alone_now_ms() - begin, 0, 1100 + ALONE_SLACK_MS);
	assert_int_equal(alone.outcome.end.exit_code, 7);
	await_bytes(fd, 5);
	alone_await_eof(fd, NULL, 0, ALONE_PATIENCE_MS);
	assert_true(alone_now_ms() - begin >= 4900);
	close(fd);
	alone_done(&alone);
}

/* A supervisor below the command, in a session of its own: its command sleeps. */
static void a_nested_supervisor_is_left_alone(void **state)
{
	struct alone inner, outer;
	static char text[2 * PATH_MAX], self[PATH_MAX];
	int64_t end;
	pid_t pid;

	(void) state;
	/* Its directory is the first one's. */
	alone_init_kept(&inner, COMMAND("sleep"));
	strcpy(self, supervisor_path());
	snprintf(text, sizeof text,
		"printf '{\"inner\"' > %s/job.1.json; exec 3<%s 4<>%s/job.1.json; "
		"setsid %s job.1 --protocol=1 --dir-fd=3 --record-fd=4 --fixed-length=8 --keep=60 --exec=/bin/sleep -- sleep 60 & "
		"exec sleep 60",
		inner.directory, inner.directory, inner.directory, self);
	alone_init_shell(&outer, SHELL(text));
	alone_start(&outer);
	alone_await_record(&inner, "\"state\":\"running\"");
	alone_stop(&outer);
	assert_int_equal(outer.outcome.state, BGPROC_STATE_STOPPED);
	assert_int_equal(outer.outcome.end.survivors, 0);
	/* It and its command are alive. */
	pid = command_pid(&inner);
	assert_int_equal(kill(pid, 0), 0);
	assert_false(alone_record_has(&inner, "stopped"));
	/* Its command's end is its own, too. */
	assert_int_equal(kill(pid, SIGKILL), 0);
	alone_await_record(&inner, "\"signal\":9");
	for (end = alone_now_ms() + ALONE_PATIENCE_MS; alone_now_ms() < end && kill(pid, 0) == 0;) {
		alone_pause_ms(1);
	}
	alone_done(&outer);
	inner.exit_status = 0;
	alone_done(&inner);
}

/* ---- signals ---- */

static void other_signals_are_passed_on(void **state)
{
	static const int numbers[] = {SIGHUP, SIGUSR1, SIGWINCH, SIGALRM};
	struct alone alone;
	char text[64] = "";
	int fd;

	(void) state;
	alone_init_kept(&alone, COMMAND("report"));
	fd = start_ready(&alone, READY);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		kill(alone.pid, numbers[i]);
		await_bytes(fd, numbers[i] < 10 ? 2 : 3);
	}
	/* These are not told to the command in the ordinary way, only when asked for. */
	alone_control(&alone, BGPROC_CONTROL_SIGNAL_GROUP, SIGTERM, 0);
	await_bytes(fd, 3);
	/* Nonsense is ignored. */
	alone_control(&alone, BGPROC_CONTROL_SIGNAL_GROUP, 0, 0);
	alone_control(&alone, (enum bgproc_control) 77, SIGKILL, 0);
	alone_control(&alone, BGPROC_CONTROL_STOP, 255, 0);
	kill(alone.pid, SIGRTMIN);
	kill(alone.pid, SIGUSR2);
	alone_wait(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	alone_await_eof(fd, text, sizeof text - 1, 1000);
	assert_string_equal(text, "");
	close(fd);
	alone_done(&alone);
}

static void signals_before_exec(struct alone *alone)
{
	union sigval value = {
		.sival_ptr = (void *) (uintptr_t) bgproc_control_pack(BGPROC_CONTROL_SIGNAL_GROUP, SIGSTOP, 0)};

	(void) alone;
	raise(SIGUSR2);
	sigqueue(getpid(), BGPROC_CONTROL_SIGNAL, value);
}

/* They come while the supervisor is made, and wait until there is somebody to pass them on to. */
static void signals_are_kept_for_the_command(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_kept(&alone, COMMAND("sleep"));
	alone.before_exec = signals_before_exec;
	alone_start(&alone);
	alone_await_record(&alone, "running");
	/* It has both: what ends it waits until it goes on. */
	alone_control(&alone, BGPROC_CONTROL_SIGNAL_GROUP, SIGCONT, 0);
	alone_wait(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	assert_int_equal(alone.outcome.end.term_signal, SIGUSR2);
	alone_done(&alone);
}

/* Stops the supervisor itself: it is stopped when this returns. */
static void freeze(struct alone *alone)
{
	int status;

	assert_int_equal(kill(alone->pid, SIGSTOP), 0);
	assert_int_equal(waitpid(alone->pid, &status, WUNTRACED), alone->pid);
	assert_true(WIFSTOPPED(status));
}

/* Waits until it has ended, while nobody is there to reap it. */
static void await_zombie(pid_t pid)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;
	char text[512];

	for (;;) {
		assert_true(alone_read_proc(pid, "stat", text, sizeof text) > 0);
		if (strstr(text, ") Z ")) {
			return;
		}
		if (alone_now_ms() > end) {
			fail_msg("it has not ended: %s", text);
		}
		alone_pause_ms(1);
	}
}

static void a_stopped_supervisor_loses_nothing(void **state)
{
	struct alone alone;
	int64_t end;
	size_t length;
	int ends[2];

	(void) state;
	alone_init_shell(&alone, SHELL("read x; head -c 300000 /dev/zero; exit 42"));
	alone_capture(&alone, 1000000);
	/* Not reached. */
	alone_option(&alone, "--timeout-ms=60000");
	alone_start(&alone);
	freeze(&alone);
	alone_pause_ms(300);
	kill(alone.pid, SIGCONT);
	alone_wait(&alone);
	assert_int_equal(alone.outcome.end.exit_code, 42);
	assert_non_null(alone_file(&alone, ".out", &length));
	assert_int_equal(length, 300000);
	alone_done(&alone);

	/* The command ends while its supervisor is stopped, and its time runs out as well: it has ended by itself. */
	assert_int_equal(bgproc_pipe(ends), 0);
	alone_init_shell(&alone, SHELL("read x; exit 5"));
	alone.stdio[0] = ends[0];
	alone_option(&alone, "--timeout-ms=2500");
	alone_start(&alone);
	close(ends[0]);
	alone_await_record(&alone, "\"running\"");
	end = alone_now_ms() + 2600;
	freeze(&alone);
	close(ends[1]);
	await_zombie(command_pid(&alone));
	while (alone_now_ms() < end) {
		alone_pause_ms(10);
	}
	kill(alone.pid, SIGCONT);
	alone_wait(&alone);
	assert_int_equal(alone.outcome.end.exit_code, 5);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	alone_done(&alone);
}

static void a_storm_of_signals_loses_no_byte(void **state)
{
	/* Not SIGIO: it would end the command that it is passed on to. These are ignored there. */
	static const int numbers[] = {SIGCHLD, SIGURG, SIGWINCH, SIGCONT};
	static const char script[] =
		"i=0; while [ $i -lt 200 ]; do head -c 10000 /dev/zero; i=$((i+1)); sleep 0.005; done; exit 42";
	struct alone alone;
	size_t length;
	int64_t end;

	(void) state;
	alone_init_shell(&alone, SHELL(script));
	alone_capture(&alone, 10000000);
	alone_start(&alone);
	alone_await_record(&alone, "running");
	for (end = alone_now_ms() + 1500; alone_now_ms() < end;) {
		for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
			kill(alone.pid, numbers[i]);
		}
		alone_control(&alone, (enum bgproc_control) 9, SIGTERM, 1);
		alone_pause_ms(1);
	}
	alone_wait(&alone);
	assert_int_equal(alone.outcome.end.exit_code, 42);
	assert_int_equal(alone.outcome.end.stdout_dropped, 0);
	alone_file(&alone, ".out", &length);
	assert_int_equal(length, 2000000);
	alone_done(&alone);
}

static void a_broken_or_stuck_outcome_pipe_stops_nobody(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_kept(&alone, COMMAND("exit", "3"));
	alone_start(&alone);
	bgproc_fd_close(&alone.outcome_fd);
	alone_wait(&alone);
	assert_true(alone_record_has(&alone, "\"exit_code\":3"));
	alone_done(&alone);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_run_timeout_ends_the_command, alone_clean_up),
		cmocka_unit_test_teardown(an_idle_timeout_starts_again_with_each_output, alone_clean_up),
		cmocka_unit_test_teardown(a_stop_passes_signal_and_grace, alone_clean_up),
		cmocka_unit_test_teardown(a_kill_has_no_grace, alone_clean_up),
		cmocka_unit_test_teardown(a_second_stop_only_shortens_the_grace, alone_clean_up),
		cmocka_unit_test_teardown(the_ordinary_signals_stop, alone_clean_up),
		cmocka_unit_test_teardown(a_stop_during_the_start_is_honoured, alone_clean_up),
		cmocka_unit_test_teardown(stops_at_any_moment_have_one_outcome, alone_clean_up),
		cmocka_unit_test_teardown(a_tree_of_escapers_is_stopped_whole, alone_clean_up),
		cmocka_unit_test_teardown(a_process_that_forks_and_leaves_all_the_time_is_caught, alone_clean_up),
		cmocka_unit_test_teardown(who_leaves_during_the_stop_gets_the_signal, alone_clean_up),
		cmocka_unit_test_teardown(stopped_processes_are_woken_to_end, alone_clean_up),
		cmocka_unit_test_teardown(what_a_finished_command_leaves_behind_lives_on, alone_clean_up),
		cmocka_unit_test_teardown(a_nested_supervisor_is_left_alone, alone_clean_up),
		cmocka_unit_test_teardown(other_signals_are_passed_on, alone_clean_up),
		cmocka_unit_test_teardown(signals_are_kept_for_the_command, alone_clean_up),
		cmocka_unit_test_teardown(a_stopped_supervisor_loses_nothing, alone_clean_up),
		cmocka_unit_test_teardown(a_storm_of_signals_loses_no_byte, alone_clean_up),
		cmocka_unit_test_teardown(a_broken_or_stuck_outcome_pipe_stops_nobody, alone_clean_up),
	};

	alone_command_main(argc, argv);
	return cmocka_run_group_tests(tests, alone_adopt, NULL);
}
