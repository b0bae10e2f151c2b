/* SPDX-License-Identifier: Apache-2.0 */

/* The messages of a job, how the supervisor handles them, and how the job ends. */

#include "tests/unit/supervisor/alone.c"
#include "tests/unit/supervisor/alone_command.c"
#include "tests/unit/supervisor/alone_job.c"

#include "src/platform/socket/notify.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Type and permissions of a file of the job. */
static mode_t mode_of(struct alone *alone, const char *suffix)
{
	char name[128];
	struct stat st;

	snprintf(name, sizeof name, "%s%s", alone->key, suffix);
	assert_int_equal(fstatat(alone->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW), 0);
	return st.st_mode;
}

/* ---- what is said ---- */

static void progress_text_and_log_arrive(void **state)
{
	struct alone alone;

	(void) state;
	begin_job(&alone, BGPROC_JOB_COMMAND, COMMAND("sleep"));
	expect(&alone, "\"state\":\"running\"");
	expect(&alone, "\"attempt\":1,\"progress\":0,\"text\":\"\",\"updated_us\":null,\"updates\":0,"
				   "\"refused\":0,\"accepted\":false");
	assert_int_equal(mode_of(&alone, ".sock"), S_IFSOCK | 0600);
	speak("{\"progress\":20,\"text\":\"half of the \\\"first\\\" part\"}");
	alone_await_record(&alone, "\"progress\":20,\"text\":\"half of the \\\"first\\\" part\"");
	expect(&alone, "\"updates\":1,\"refused\":0,\"accepted\":true,\"result\":false");
	speak("{\"log\":\"one\\ntwo\"}");
	speak("{\"log\":\"three\",\"attempt\":1,\"unknown\":[1,{}]}");
	speak("{}");
	alone_await_record(&alone, "\"updates\":4");
	expect(&alone, "\"progress\":20,\"text\":\"half");
	assert_string_equal(alone_file(&alone, ".log", NULL), "one two\nthree\n");
	assert_int_equal(mode_of(&alone, ".log"), S_IFREG | 0600);
	stop_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	expect(&alone, "\"progress\":20");
	alone_done(&alone);
}

static void percent_is_clamped_and_never_falls(void **state)
{
	static const struct {
		const char *said;
		int shown;
	} cases[] = {{"-5", 0}, {"0.9", 0}, {"1", 1}, {"50.99", 50}, {"49", 50}, {"-1e308", 50}, {"99.999", 99}, {"1e308", 100},
		{"3", 100}};
	struct alone alone;
	char text[64];

	(void) state;
	begin_job(&alone, BGPROC_JOB_CALL, COMMAND("sleep"));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(text, sizeof text, "{\"progress\":%s,\"text\":\"case %zu\"}", cases[i].said, i);
		speak(text);
		snprintf(text, sizeof text, "\"progress\":%d,\"text\":\"case %zu\"", cases[i].shown, i);
		alone_await_record(&alone, text);
	}
	stop_job(&alone);
	alone_done(&alone);
}

static void what_is_no_message_is_counted_and_dropped(void **state)
{
	static const char *const wrong[] = {"", "x", "{", "[]", "1", "{\"progress\":\"5\"}", "{\"text\":1}",
		"{} ,", "{\"text\":\"\xff\"}",
		"{\"progress\":1,\"progress\":2}", "{\"attempt\":2,\"progress\":9}", "{\"attempt\":0,\"progress\":9}",
		"{\"finish\":true,\"fail\":\"x\"}", "{\"finish\":true,\"error\":{\"type\":\"a\",\"message\":\"b\"}}",
		"{\"hello\":true,\"attempt\":1}", "{\"hello\":true}"};
	static char large[BGPROC_JOB_LOG_LIMIT + 100];
	size_t count = sizeof wrong / sizeof wrong[0];
	struct alone alone;
	char text[64];
	int fd = open_speaker(true);

	(void) state;
	begin_job(&alone, BGPROC_JOB_COMMAND, COMMAND("sleep"));
	for (size_t i = 0; i < count; i++) {
		speak(wrong[i]);
	}
	/* One byte too long, then exactly as long as it may be. */
	memset(large, ' ', sizeof large);
	memcpy(large, "{\"progress\":77}", 15);
	assert_int_equal(send_bytes(fd, large, 65537), 0);
	/* Without the attempt nobody is answered either. */
	assert_int_equal(send_bytes(fd, "{\"hello\":true}", 14), 0);
	snprintf(text, sizeof text, "\"updates\":0,\"refused\":%zu", count + 2);
	alone_await_record(&alone, text);
	expect(&alone, "\"progress\":0,");
	assert_int_equal(send_bytes(fd, large, 65536), 0);
	alone_await_record(&alone, "\"progress\":77,");
	close(fd);
	stop_job(&alone);
	alone_done(&alone);
}

/* Speaks as uid from a process of its own; what came of it: 0 or errno. */
static int speak_as(uid_t uid, const char *text)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		_exit(setgid(uid) < 0 || setuid(uid) < 0 ? 99 : try_speak(text));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_not_equal(WEXITSTATUS(status), 99);
	return WEXITSTATUS(status);
}

static void only_who_may_speak_is_heard(void **state)
{
	struct alone alone;

	(void) state;
	if (geteuid() != 0 || !bgproc_notify_knows_senders()) {
		skip();
	}
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("sleep"));
	assert_int_equal(chmod(alone.directory, 0755), 0);
	start_job(&alone);
	assert_int_equal(speak_as(65534, "{\"progress\":50}"), EACCES);
	stop_job(&alone);
	expect(&alone, "\"updates\":0,\"refused\":0");
	alone_done(&alone);

	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("sleep"));
	assert_int_equal(chmod(alone.directory, 0755), 0);
	alone_option(&alone, "--worker-uid=65533");
	start_job(&alone);
	assert_int_equal(mode_of(&alone, ".sock"), S_IFSOCK | 0666);
	assert_int_equal(speak_as(65534, "{\"progress\":50}"), 0);
	alone_await_record(&alone, "\"updates\":0,\"refused\":1");
	assert_int_equal(speak_as(65533, "{\"progress\":51}"), 0);
	assert_int_equal(speak_as(0, "{\"progress\":52}"), 0);
	alone_await_record(&alone, "\"updates\":2,\"refused\":1");
	expect(&alone, "\"progress\":52");
	stop_job(&alone);
	alone_done(&alone);

	/* The user that the command runs as. */
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("sleep"));
	assert_int_equal(chmod(alone.directory, 0755), 0);
	alone_option(&alone, "--uid=65534");
	start_job(&alone);
	assert_int_equal(speak_as(65534, "{\"progress\":50}"), 0);
	assert_int_equal(speak_as(65533, "{\"progress\":60}"), 0);
	alone_await_record(&alone, "\"updates\":1,\"refused\":1");
	expect(&alone, "\"progress\":50");
	stop_job(&alone);
	alone_done(&alone);
}

/* ---- hello ---- */

static void who_asks_first_is_accepted(void **state)
{
	static const char hello[] = "{\"hello\":true,\"attempt\":1}", old[] = "{\"hello\":true,\"attempt\":2}";
	int first = open_speaker(true), second = open_speaker(true);
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_FASTCGI, COMMAND("sleep"));
	alone_option(&alone, "--update-timeout-ms=60000");
	start_job(&alone);
	expect(&alone, "\"state\":\"starting\",\"command_pid\":");
	assert_int_equal(send_bytes(second, old, sizeof old - 1), 0);
	alone_await_record(&alone, "\"refused\":1");
	expect(&alone, "\"state\":\"starting\"");
	assert_int_equal(send_bytes(first, hello, sizeof hello - 1), 0);
	assert_string_equal(hear(first), "{\"accepted\":true,\"job\":\"job.1\",\"attempt\":1,\"timeout_ms\":60000}");
	alone_await_record(&alone, "\"state\":\"running\"");
	expect(&alone, "\"updates\":1,\"refused\":1,\"accepted\":true");
	assert_int_equal(send_bytes(second, hello, sizeof hello - 1), 0);
	assert_string_equal(hear(second), "{\"accepted\":false}");
	assert_int_equal(send_bytes(first, hello, sizeof hello - 1), 0);
	assert_string_equal(hear(first), "{\"accepted\":false}");
	alone_await_record(&alone, "\"refused\":3");
	close(first);
	close(second);
	stop_job(&alone);
	alone_done(&alone);
}

static void any_report_and_any_answer_accepts(void **state)
{
	static const char *const messages[] = {"{\"accepted\":true}", "{\"progress\":1}", "{}", "{\"finish\":true}"};
	struct alone alone;

	(void) state;
	for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
		init_job(&alone, BGPROC_JOB_HTTP, COMMAND("sleep"));
		alone_option(&alone, "--start-timeout-ms=60000");
		start_job(&alone);
		expect(&alone, "\"state\":\"starting\"");
		speak(messages[i]);
		alone_await_record(&alone, "\"state\":\"running\"");
		expect(&alone, "\"accepted\":true");
		stop_job(&alone);
		alone_done(&alone);
	}
}

static void a_failure_is_nobodys_work(void **state)
{
	struct alone alone;

	(void) state;
	begin_job(&alone, BGPROC_JOB_HTTP, COMMAND("sleep"));
	speak("{\"error\":{\"type\":\"transport\",\"message\":\"Connection refused\"}}");
	alone_await_record(&alone, "\"updates\":1");
	expect(&alone, "\"state\":\"starting\"");
	expect(&alone, "\"accepted\":false,\"result\":true,\"error_type\":\"transport\",\"error_message\":\"Connection refused\"");
	stop_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
	alone_done(&alone);
}

/* ---- the end ---- */

static void a_result_is_kept_as_it_was_given(void **state)
{
	struct alone alone;

	(void) state;
	begin_job(&alone, BGPROC_JOB_COMMAND, COMMAND("sleep"));
	speak("{\"progress\":40,\"text\":\"nearly\"}");
	speak("{\"result\":1}");
	speak("{\"finish\":true,\"result\": {\"rows\": [1, 2.50],\"\\u00e9\":null} }");
	/* The first decision stays. */
	speak("{\"fail\":\"no\"}");
	speak("{\"finish\":true,\"result\":2}");
	alone_await_record(&alone, "\"updates\":5");
	expect(&alone, "\"result\":true,\"error_type\":\"\"");
	assert_string_equal(alone_file(&alone, ".result", NULL), "{\"rows\": [1, 2.50],\"\\u00e9\":null}");
	assert_int_equal(mode_of(&alone, ".result"), S_IFREG | 0600);
	/* A stop of what has finished does not undo it. */
	stop_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	expect(&alone, "\"state\":\"succeeded\"");
	expect(&alone, "\"progress\":100,\"text\":\"nearly\"");
	expect(&alone, "\"result\":true");
	alone_done(&alone);
}

static void a_decision_counts_before_the_exit_code(void **state)
{
	static const struct {
		const char *message, *code, *expected;
		enum bgproc_state state;
	} cases[] = {
		{"{\"finish\":true}", "3", "\"result\":false,\"error_type\":\"\"", BGPROC_STATE_SUCCEEDED},
		{"{\"fail\":\"no paper\"}", "0", "\"result\":false,\"error_type\":\"fail\",\"error_message\":\"no paper\"",
			BGPROC_STATE_FAILED},
		{"{\"error\":{\"type\":\"App\\\\Broken\",\"message\":\"m\",\"trace\":[]}}", "0",
			"\"result\":true,\"error_type\":\"App\\\\Broken\",\"error_message\":\"m\"", BGPROC_STATE_FAILED},
		{"{\"progress\":5}", "0", "\"progress\":100", BGPROC_STATE_SUCCEEDED},
		{"{\"progress\":5}", "3", "\"progress\":5,", BGPROC_STATE_FAILED},
	};
	struct alone alone;
	char exit_code[32];

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		/* Says it and ends at once: what was sent before the end counts. */
		init_job(&alone, BGPROC_JOB_CALL, COMMAND("say", cases[i].code, cases[i].message));
		alone_run(&alone);
		assert_int_equal(alone.outcome.state, cases[i].state);
		expect(&alone, cases[i].expected);
		snprintf(exit_code, sizeof exit_code, "\"exit_code\":%s,", cases[i].code);
		expect(&alone, exit_code);
		expect(&alone, "\"updates\":1,\"refused\":0,\"accepted\":true");
		if (strstr(cases[i].message, "trace")) {
			assert_string_equal(
				alone_file(&alone, ".result", NULL), "{\"type\":\"App\\\\Broken\",\"message\":\"m\",\"trace\":[]}");
		}
		assert_false(alone_exists(&alone, ".sock"));
		alone_done(&alone);
	}
}

static void what_has_finished_and_hangs_is_ended(void **state)
{
	static const char *const messages[] = {"{\"finish\":true,\"result\":7}", "{\"fail\":\"why\"}"};
	struct alone alone;

	(void) state;
	for (int i = 0; i < 4; i++) {
		init_job(&alone, i & 2 ? BGPROC_JOB_HTTP : BGPROC_JOB_CALL, COMMAND("stubborn"));
		/* Time enough to ignore SIGTERM, also on a busy machine. */
		alone_option(&alone, "--update-timeout-ms=1500");
		alone_option(&alone, "--grace-ms=50");
		start_job(&alone);
		speak(messages[i & 1]);
		end_job(&alone);
		assert_int_equal(alone.outcome.state, i & 1 ? BGPROC_STATE_FAILED : BGPROC_STATE_SUCCEEDED);
		assert_int_equal(alone.outcome.end.term_signal, SIGKILL);
		expect(&alone, i & 1 ? "\"error_type\":\"fail\",\"error_message\":\"why\"" : "\"result\":true,\"error_type\":\"\"");
		expect_ran(&alone, 1550, 1550);
		alone_done(&alone);
	}
}

static void retention_depends_on_the_end(void **state)
{
	struct alone alone;

	(void) state;
	for (int i = 0; i < 8; i++) {
		bool failed = i & 1, keep = i & 2, keep_failed = i & 4;

		init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("say", failed ? "1" : "0", "{\"log\":\"x\"}"));
		alone.options[0] = keep ? "--keep=60" : "--keep=0";
		alone_option(&alone, keep_failed ? "--keep-failed=60" : "--keep-failed=0");
		alone_run(&alone);
		assert_int_equal(alone_exists(&alone, ".json"), failed ? keep_failed : keep);
		assert_int_equal(alone_exists(&alone, ".log"), alone_exists(&alone, ".json"));
		alone_done(&alone);
	}
}

/* ---- what a command is told ---- */

static void a_job_knows_where_it_reports(void **state)
{
	char *environment[] = {(char *) "_PATH=/bin:/usr/bin", (char *) "_BGPROC_JOB=old", (char *) "_BGPROC_NOTIFY=/old",
		(char *) "_BGPROC_ATTEMPT=99", (char *) "_BGPROC_JOBS=other", NULL};
	char expected[512];
	struct alone alone;

	(void) state;
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("env"));
	alone.environment = environment;
	alone_capture(&alone, 65536);
	alone_run(&alone);
	snprintf(expected, sizeof expected,
		"PATH=/bin:/usr/bin\nBGPROC_JOBS=other\nBGPROC_NOTIFY=%s\nBGPROC_JOB=job.1\nBGPROC_ATTEMPT=1\n", notify_path);
	assert_string_equal(alone_file(&alone, ".out", NULL), expected);
	alone_done(&alone);
	/* A plain process keeps what it has. */
	alone_init(&alone, COMMAND("env"));
	alone_option(&alone, "--keep=60");
	alone.environment = environment;
	alone_capture(&alone, 65536);
	alone_run(&alone);
	assert_string_equal(alone_file(&alone, ".out", NULL),
		"PATH=/bin:/usr/bin\nBGPROC_JOB=old\nBGPROC_NOTIFY=/old\nBGPROC_ATTEMPT=99\nBGPROC_JOBS=other\n");
	assert_false(alone_exists(&alone, ".sock"));
	assert_false(alone_record_has(&alone, "\"attempt\""));
	alone_done(&alone);
}

static void the_output_is_the_text_until_there_is_one(void **state)
{
	static char expected[4200];
	struct alone alone;

	(void) state;
	/* Grows while it runs; half a character is not shown. */
	init_shell_job(&alone, BGPROC_JOB_COMMAND, SHELL("printf 'one caf\\303'; read x; printf '\\251 two'; read x"));
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	alone.stdio[0] = ends[0];
	alone_capture(&alone, 100000);
	start_job(&alone);
	alone_await_record(&alone, "\"text\":\"one caf\"");
	assert_int_equal(write(ends[1], "\n", 1), 1);
	alone_await_record(&alone, "\"text\":\"one caf\xc3\xa9 two\"");
	expect(&alone, "\"updates\":0");
	speak("{\"text\":\"said\"}");
	alone_await_record(&alone, "\"text\":\"said\"");
	assert_int_equal(write(ends[1], "\n", 1), 1);
	close(ends[0]);
	close(ends[1]);
	end_job(&alone);
	expect(&alone, "\"text\":\"said\"");
	alone_done(&alone);
	/* The end of much: whole characters, at most 1000 bytes. */
	init_shell_job(&alone, BGPROC_JOB_COMMAND,
		SHELL("i=0; while [ $i -lt 600 ]; do printf '\\342\\202\\254'; i=$((i+1)); done; printf x"));
	alone_capture(&alone, 100000);
	alone_run(&alone);
	strcpy(expected, "\"text\":\"");
	for (int i = 0; i < 333; i++) {
		strcat(expected, "\xe2\x82\xac");
	}
	strcat(expected, "x\"");
	expect(&alone, expected);
	alone_done(&alone);
	/* Bytes that are no text do no harm. */
	init_job(&alone, BGPROC_JOB_COMMAND, COMMAND("out", "300000"));
	alone_capture(&alone, 1000);
	alone_run(&alone);
	expect(&alone, "\"state\":\"succeeded\"");
	alone_done(&alone);
}

/* ---- trouble ---- */

static void may_write_little(struct alone *alone)
{
	struct rlimit limit = {16384, 16384};

	(void) alone;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_full_disk_costs_the_result_not_the_outcome(void **state)
{
	static char large[40000];
	struct alone alone;
	int fd = open_speaker(false);
	size_t length;

	(void) state;
	init_job(&alone, BGPROC_JOB_CALL, COMMAND("sleep"));
	alone.before_exec = may_write_little;
	start_job(&alone);
	memset(large, 'x', sizeof large);
	memcpy(large, "{\"log\":\"", 8);
	memcpy(large + sizeof large - 2, "\"}", 2);
	assert_int_equal(send_bytes(fd, large, sizeof large), 0);
	memset(large, 'x', 64);
	memcpy(large, "{\"finish\":true,\"result\":\"", 25);
	assert_int_equal(send_bytes(fd, large, sizeof large), 0);
	close(fd);
	alone_await_record(&alone, "\"updates\":2");
	stop_job(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	expect(&alone, "\"result\":false");
	assert_false(alone_exists(&alone, ".result"));
	assert_non_null(alone_file(&alone, ".log", &length));
	assert_int_equal(length, 16384);
	alone_done(&alone);
}

static void the_log_keeps_its_end(void **state)
{
	struct alone alone;
	char text[64];
	size_t length;
	const char *log;

	(void) state;
	begin_job(&alone, BGPROC_JOB_CALL, COMMAND("sleep"));
	for (int i = 0; i < 20000; i++) {
		snprintf(text, sizeof text, "{\"log\":\"line %06d\"}", i);
		speak(text);
	}
	alone_await_record(&alone, "\"updates\":20000");
	stop_job(&alone);
	log = alone_file(&alone, ".log", &length);
	assert_int_equal(length, BGPROC_JOB_LOG_LIMIT);
	assert_string_equal(log + length - 12, "line 019999\n");
	alone_done(&alone);
}

static void what_stands_in_the_way_of_the_socket(void **state)
{
	struct alone alone;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	(void) state;
	for (int kind = 0; kind < 3; kind++) {
		init_job(&alone, BGPROC_JOB_CALL, COMMAND("exit", "0"));
		if (kind == 0) {
			close(open(notify_path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
		} else if (kind == 1) {
			assert_int_equal(symlink("/nonexistent", notify_path), 0);
		} else {
			assert_int_equal(mkdir(notify_path, 0700), 0);
		}
		alone_run(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
		assert_int_equal(alone.outcome.end.stage, BGPROC_STAGE_SUPERVISOR);
		assert_int_equal(alone.outcome.end.stage_errno, EADDRINUSE);
		/* It is not ours to remove. */
		assert_true(alone_exists(&alone, ".sock"));
		alone_done(&alone);
	}
	/* What a killed supervisor has left is. */
	init_job(&alone, BGPROC_JOB_CALL, COMMAND("say", "0", "{\"progress\":5}"));
	fd = open_speaker(false);
	strcpy(address.sun_path, notify_path);
	assert_int_equal(bind(fd, (struct sockaddr *) &address, sizeof address), 0);
	alone_run(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	expect(&alone, "\"updates\":1");
	assert_false(alone_exists(&alone, ".sock"));
	close(fd);
	alone_done(&alone);
}

static void a_killed_supervisor_leaves_a_record_of_the_dead(void **state)
{
	struct alone alone;
	struct bgproc_identity identity;
	char reserved[64];

	(void) state;
	begin_job(&alone, BGPROC_JOB_CALL, COMMAND("sleep"));
	speak("{\"progress\":30}");
	alone_await_record(&alone, "\"progress\":30");
	bgproc_identity_here(&identity);
	assert_true(bgproc_identity_of(alone.pid, &identity));
	identity.pid = alone.pid;
	assert_int_equal(bgproc_identity_check(&identity), BGPROC_ALIVE);
	kill(alone.pid, SIGKILL);
	alone_wait(&alone);
	assert_false(alone.has_outcome);
	assert_int_equal(bgproc_identity_check(&identity), BGPROC_GONE);
	/* Complete, not final, and nobody listens any more. */
	expect(&alone, "\"state\":\"running\"");
	expect(&alone, "\"progress\":30");
	assert_int_equal(try_speak("{}"), ECONNREFUSED);
	/* The space of its final record, which a sweep would find. */
	snprintf(reserved, sizeof reserved, ".job.1.%d.0", (int) alone.pid);
	assert_int_equal(unlinkat(alone.dir_fd, reserved, 0), 0);
	alone.exit_status = 0;
	alone_done(&alone);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(progress_text_and_log_arrive, alone_clean_up),
		cmocka_unit_test_teardown(percent_is_clamped_and_never_falls, alone_clean_up),
		cmocka_unit_test_teardown(what_is_no_message_is_counted_and_dropped, alone_clean_up),
		cmocka_unit_test_teardown(only_who_may_speak_is_heard, alone_clean_up),
		cmocka_unit_test_teardown(who_asks_first_is_accepted, alone_clean_up),
		cmocka_unit_test_teardown(any_report_and_any_answer_accepts, alone_clean_up),
		cmocka_unit_test_teardown(a_failure_is_nobodys_work, alone_clean_up),
		cmocka_unit_test_teardown(a_result_is_kept_as_it_was_given, alone_clean_up),
		cmocka_unit_test_teardown(a_decision_counts_before_the_exit_code, alone_clean_up),
		cmocka_unit_test_teardown(what_has_finished_and_hangs_is_ended, alone_clean_up),
		cmocka_unit_test_teardown(retention_depends_on_the_end, alone_clean_up),
		cmocka_unit_test_teardown(a_job_knows_where_it_reports, alone_clean_up),
		cmocka_unit_test_teardown(the_output_is_the_text_until_there_is_one, alone_clean_up),
		cmocka_unit_test_teardown(a_full_disk_costs_the_result_not_the_outcome, alone_clean_up),
		cmocka_unit_test_teardown(the_log_keeps_its_end, alone_clean_up),
		cmocka_unit_test_teardown(what_stands_in_the_way_of_the_socket, alone_clean_up),
		cmocka_unit_test_teardown(a_killed_supervisor_leaves_a_record_of_the_dead, alone_clean_up),
	};

	alone_command_main(argc, argv);
	return cmocka_run_group_tests(tests, alone_adopt, NULL);
}
