/* SPDX-License-Identifier: Apache-2.0 */

/* How a command ended, or why it was never started, and how this is reported: record, outcome pipe, error log. */

#include "tests/unit/supervisor/alone.c"
#include "tests/unit/supervisor/alone_command.c"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void every_exit_code_is_told_exactly(void **state)
{
	(void) state;
	for (int code = 0; code < 256; code++) {
		struct alone alone;
		char number[16], text[32];

		snprintf(number, sizeof number, "%d", code);
		alone_init_kept(&alone, COMMAND("exit", number));
		alone_run(&alone);
		assert_int_equal(alone.outcome.state, code ? BGPROC_STATE_FAILED : BGPROC_STATE_SUCCEEDED);
		assert_true(alone.outcome.end.exited);
		assert_int_equal(alone.outcome.end.exit_code, code);
		assert_int_equal(alone.outcome.end.term_signal, 0);
		assert_int_equal(alone.outcome.end.stage, BGPROC_STAGE_NONE);
		snprintf(text, sizeof text, "\"exit_code\":%d,", code);
		assert_true(alone_record_has(&alone, text));
		assert_true(alone_record_has(&alone, code ? "\"state\":\"failed\"" : "\"state\":\"succeeded\""));
		alone_done(&alone);
	}
}

static bool ends_a_process(int number)
{
	static const int harmless[] = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGCHLD, SIGURG, SIGWINCH};

	for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
		if (number == harmless[i]) {
			return false;
		}
	}
	return number < 32 || number == SIGRTMIN || number == SIGRTMAX;
}

static void every_signal_that_ends_is_told_exactly(void **state)
{
	(void) state;
	for (int number = 1; number <= SIGRTMAX; number++) {
		struct alone alone;
		char word[16], text[32];

		if (!ends_a_process(number)) {
			continue;
		}
		snprintf(word, sizeof word, "%d", number);
		alone_init_kept(&alone, COMMAND("kill", word));
		alone_run(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_FAILED);
		assert_false(alone.outcome.end.exited);
		assert_int_equal(alone.outcome.end.term_signal, number);
		assert_false(alone.outcome.end.core_dumped);
		snprintf(text, sizeof text, "\"signal\":%d,", number);
		assert_true(alone_record_has(&alone, text));
		assert_true(alone_record_has(&alone, "\"exit_code\":null"));
		alone_done(&alone);
	}
}

/* ---- what never starts ---- */

static void check_never_started(struct alone *alone, enum bgproc_stage stage, int sys_errno)
{
	char text[64];

	alone_option(alone, "--confirm=1");
	alone_run(alone);
	assert_false(alone->has_started);
	assert_int_equal(alone->outcome.state, BGPROC_STATE_FAILED);
	assert_int_equal(alone->outcome.end.stage, stage);
	assert_int_equal(alone->outcome.end.stage_errno, sys_errno);
	assert_false(alone->outcome.end.exited);
	assert_int_equal(alone->outcome.command.pid, 0);
	assert_int_equal(alone->outcome.started_us, 0);
	snprintf(text, sizeof text, "\"stage\":\"%s\",\"errno\":%d", bgproc_stage_name(stage), sys_errno);
	if (stage != BGPROC_STAGE_RESERVE) {
		assert_true(alone_record_has(alone, text));
	}
	alone_done(alone);
}

static void make_file(struct alone *alone, char path[256], const char *name, const char *content, mode_t mode)
{
	int fd;

	snprintf(path, 256, "%s/%s-%s", alone->directory, alone->key, name);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, mode);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), (ssize_t) strlen(content));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void an_exec_that_fails_is_told_with_its_errno(void **state)
{
	static const struct {
		const char *name, *content;
		mode_t mode;
		int sys_errno;
	} files[] = {
		{"plain", "#!/bin/sh\n", 0600, EACCES},
		{"no-interpreter", "#!/nonexistent/interpreter\n", 0700, ENOENT},
		{"no-format", "echo hello\n", 0700, ENOEXEC},
	};
	static const struct {
		const char *path;
		int sys_errno;
	} paths[] = {{"/nonexistent", ENOENT}, {"/dev/null/x", ENOTDIR}, {"/tmp", EACCES}, {"/etc/passwd/", ENOTDIR}};
	struct alone alone;
	char path[256];

	(void) state;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		alone_init_kept(&alone, COMMAND("exit", "0"));
		make_file(&alone, path, files[i].name, files[i].content, files[i].mode);
		alone.exec_path = path;
		check_never_started(&alone, BGPROC_STAGE_EXEC, files[i].sys_errno);
	}
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		alone_init_kept(&alone, COMMAND("exit", "0"));
		alone.exec_path = paths[i].path;
		check_never_started(&alone, BGPROC_STAGE_EXEC, paths[i].sys_errno);
	}
	alone_init_kept(&alone, COMMAND("exit", "0"));
	snprintf(path, sizeof path, "%s/job.1-loop", alone.directory);
	assert_int_equal(symlink(path, path), 0);
	alone.exec_path = path;
	check_never_started(&alone, BGPROC_STAGE_EXEC, ELOOP);
}

static void the_shell_gets_a_line_that_cannot_be_executed(void **state)
{
	char path[256];
	const char *words[] = {path, "one", "two", NULL};
	struct alone alone;
	size_t length;

	(void) state;
	alone_init_kept(&alone, words);
	make_file(&alone, path, "script", "echo \"$0:$1:$2\"; exit 9\n", 0700);
	alone.exec_path = path;
	alone_capture(&alone, 1000);
	alone_option(&alone, "--shell-fallback=1");
	alone_run(&alone);
	assert_int_equal(alone.outcome.end.exit_code, 9);
	assert_non_null(strstr(alone_file(&alone, ".out", &length), "script:one:two\n"));
	alone_done(&alone);

	alone_init_kept(&alone, words);
	make_file(&alone, path, "script", "#!/nowhere/interpreter\n", 0700);
	alone.exec_path = path;
	alone_capture(&alone, 1000);
	alone_option(&alone, "--shell-fallback=1");
	alone_run(&alone);
	assert_int_equal(alone.outcome.end.exit_code, 127);
	assert_non_null(strstr(alone_file(&alone, ".err", &length), "not found"));
	alone_done(&alone);
}

static void set_resource(int resource, rlim_t value)
{
	struct rlimit limit = {value, value};

	setrlimit((__rlimit_resource_t) resource, &limit);
}

static void may_not_write(struct alone *alone)
{
	(void) alone;
	set_resource(RLIMIT_FSIZE, 8);
}

/* No gaps below the highest descriptor, and room for the signal source and the reserved record, not for a pipe. */
static void may_not_open(struct alone *alone)
{
	int highest = 2, fd;

	(void) alone;
	for (fd = 3; fd < 1024; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags == FD_CLOEXEC) {
			close(fd);
		} else if (flags >= 0) {
			highest = fd;
		}
	}
	while ((fd = dup(0)) < highest) {
	}
	set_resource(RLIMIT_NOFILE, (rlim_t) fd + 4);
}

static void as_nobody(struct alone *alone)
{
	if (geteuid() == 0) {
		if (fchown(alone->dir_fd, 65534, 65534) < 0 || setgid(65534) < 0 || setuid(65534) < 0) {
			_exit(97);
		}
	}
}

static void as_nobody_without_processes(struct alone *alone)
{
	as_nobody(alone);
	set_resource(RLIMIT_NPROC, 0);
}

static void every_stage_is_told(void **state)
{
	static const struct {
		enum bgproc_stage stage;
		int sys_errno;
		const char *option;
		void (*before_exec)(struct alone *alone);
	} cases[] = {
		{BGPROC_STAGE_RESERVE, EFBIG, NULL, may_not_write},
		{BGPROC_STAGE_OUTPUT, EMFILE, "--stdout=relay", may_not_open},
		{BGPROC_STAGE_CLONE, EAGAIN, NULL, as_nobody_without_processes},
		{BGPROC_STAGE_LIMIT, EINVAL, "--limit=200:1:1", NULL},
		{BGPROC_STAGE_LIMIT, EINVAL, "--limit=0:5:1", NULL},
		{BGPROC_STAGE_NICE, EACCES, "--nice=-20", as_nobody},
		{BGPROC_STAGE_GROUP, EPERM, "--groups=1,2", as_nobody},
		{BGPROC_STAGE_GROUP, EPERM, "--gid=0", as_nobody},
		{BGPROC_STAGE_USER, EPERM, "--uid=0", as_nobody},
		{BGPROC_STAGE_CHDIR, ENOENT, "--cwd=/nonexistent", NULL},
		{BGPROC_STAGE_CHDIR, ENOTDIR, "--cwd=/dev/null", NULL},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct alone alone;

		alone_init_kept(&alone, COMMAND("exit", "0"));
		if (cases[i].option) {
			alone_option(&alone, cases[i].option);
		}
		alone.before_exec = cases[i].before_exec;
		check_never_started(&alone, cases[i].stage, cases[i].sys_errno);
	}
}

/* ---- what the command gets ---- */

static void spoil_signals(struct alone *alone)
{
	sigset_t all;

	(void) alone;
	for (int number = 1; number <= SIGRTMAX; number++) {
		/* The kernel's own layout, zeroed but for the handler: the C library keeps two signals from signal(). */
		void *ignore[4] = {(void *) SIG_IGN};

		syscall(SYS_rt_sigaction, number, ignore, NULL, 8);
	}
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
}

static void spoil_descriptors(struct alone *alone)
{
	(void) alone;
	for (int i = 0; i < 300; i++) {
		dup(0);
	}
}

static const char *captured(struct alone *alone)
{
	alone_capture(alone, 65536);
	alone_run(alone);
	assert_int_equal(alone->outcome.state, BGPROC_STATE_SUCCEEDED);
	return alone_file(alone, ".out", NULL);
}

static void the_command_starts_clean(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_kept(&alone, COMMAND("signals"));
	alone.before_exec = spoil_signals;
	assert_string_equal(captured(&alone), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
	alone_done(&alone);
	for (int user = 0; user < 2; user++) {
		alone_init_kept(&alone, COMMAND("fds"));
		if (user) {
			/* The other way of making a process. */
			if (geteuid() != 0) {
				break;
			}
			alone_option(&alone, "--gid=0");
		}
		alone.before_exec = spoil_descriptors;
		assert_string_equal(captured(&alone), "0 1 2 ");
		alone_done(&alone);
	}
}

static void the_environment_arrives_as_it_was(void **state)
{
	char *environment[] = {(char *) "_A=1", (char *) "__B=2 3", (char *) "_LD_PRELOAD=/nonexistent.so",
		(char *) "UNGUARDED=1", (char *) "_MALLOC_CHECK_=3", (char *) "_\xff=\xfe", NULL};
	struct alone alone;

	(void) state;
	alone_init_shell(&alone, SHELL("tr '\\0' '\\n' < /proc/$$/environ"));
	alone.environment = environment;
	assert_string_equal(captured(&alone), "A=1\n_B=2 3\nLD_PRELOAD=/nonexistent.so\nMALLOC_CHECK_=3\n\xff=\xfe\n");
	alone_done(&alone);
}

static void settings_reach_the_command(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_shell(&alone, SHELL("pwd; umask; ulimit -n; ulimit -Hn; nice"));
	alone_option(&alone, "--cwd=/usr/bin");
	alone_option(&alone, "--umask=23");
	alone_option(&alone, "--limit=7:40:50");
	alone_option(&alone, "--nice=5");
	assert_string_equal(captured(&alone), "/usr/bin\n0027\n40\n50\n5\n");
	alone_done(&alone);
	if (geteuid() != 0) {
		return;
	}
	alone_init_shell(&alone, SHELL("id -u; id -g; id -G; ulimit -n; pwd"));
	alone_option(&alone, "--uid=65534");
	alone_option(&alone, "--gid=65533");
	alone_option(&alone, "--groups=65533,7");
	alone_option(&alone, "--limit=7:40:50");
	alone_option(&alone, "--cwd=/");
	assert_string_equal(captured(&alone), "65534\n65533\n65533 7\n40\n/\n");
	alone_done(&alone);
}

static void usage_is_of_the_command(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_shell(&alone, SHELL("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"));
	alone_run(&alone);
	assert_true(alone.outcome.end.usage.user_us + alone.outcome.end.usage.system_us > 1000);
	assert_in_range(alone.outcome.end.usage.max_rss_kib, 300, 100000);
	assert_true(alone.outcome.ended_us >= alone.outcome.started_us);
	alone_done(&alone);
}

/* ---- the record ---- */

static void the_record_is_removed_or_kept(void **state)
{
	struct alone alone;

	(void) state;
	alone_init(&alone, COMMAND("exit", "3"));
	alone_capture(&alone, 100);
	alone_run(&alone);
	assert_int_equal(alone.outcome.end.exit_code, 3);
	assert_false(alone_exists(&alone, ".json") || alone_exists(&alone, ".out") || alone_exists(&alone, ".err"));
	alone_done(&alone);
	/* Without anybody who listens. */
	alone_init_kept(&alone, COMMAND("exit", "3"));
	alone.no_outcome = true;
	alone_start(&alone);
	alone_wait(&alone);
	assert_true(alone_record_has(&alone, "\"exit_code\":3"));
	alone_done(&alone);
}

static void a_running_command_is_confirmed_and_recorded(void **state)
{
	struct alone alone;
	char text[64], path[64];
	struct stat st;

	(void) state;
	alone_init_kept(&alone, COMMAND("sleep"));
	alone_option(&alone, "--confirm=1");
	alone_start(&alone);
	alone_wait_started(&alone);
	assert_true(alone.has_started);
	assert_true(alone.started.command.pid > 1 && alone.started.started_us >= alone.created_us);
	/* Whoever is told finds the record in that state already. */
	snprintf(text, sizeof text, "\"command_pid\":%d,", (int) alone.started.command.pid);
	assert_true(alone_record_has(&alone, "\"state\":\"running\"") && alone_record_has(&alone, text));
	snprintf(path, sizeof path, "/proc/%d", (int) alone.started.command.pid);
	assert_int_equal(stat(path, &st), 0);
	alone_stop(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	alone_done(&alone);
}

static void secrets_leave_the_process_list(void **state)
{
	char *environment[] = {(char *) "_TOKEN=hunter2-environment", NULL};
	static char text[4096];
	struct alone alone;
	ssize_t length;

	(void) state;
	alone_init_kept(&alone, COMMAND("sleep", "0", "hunter2-argument"));
	alone.environment = environment;
	alone_option(&alone, "--confirm=1");
	alone_start(&alone);
	alone_wait_started(&alone);
	alone_await_record(&alone, "\"state\":\"running\"");
	/* It forgets right after it has told of the start. */
	alone_await_forgotten(&alone);
	length = alone_read_proc(alone.pid, "environ", text, sizeof text);
	assert_true(length >= 0);
	assert_null(memmem(text, (size_t) length, "hunter2", 7));
	alone_stop(&alone);
	alone_done(&alone);
}

/* Starts it and removes its record, which stands at path. */
static void start_and_lose_record(struct alone *alone, char path[256])
{
	alone_start(alone);
	alone_await_record(alone, "running");
	snprintf(path, 256, "%s/%s.json", alone->directory, alone->key);
	assert_int_equal(unlink(path), 0);
}

static void a_record_in_other_hands_is_left_alone(void **state)
{
	struct alone alone;
	char path[256];
	int fd;

	(void) state;
	for (int kept = 0; kept < 2; kept++) {
		alone_init(&alone, COMMAND("sleep"));
		alone_option(&alone, kept ? "--keep=60" : "--keep=0");
		start_and_lose_record(&alone, path);
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		assert_int_equal(write(fd, "of another process", 18), 18);
		close(fd);
		alone_stop(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
		assert_string_equal(alone_file(&alone, ".json", NULL), "of another process");
		alone_done(&alone);
	}
}

static void a_removed_record_or_directory_changes_nothing(void **state)
{
	struct alone alone;
	char path[256];

	(void) state;
	alone_init_kept(&alone, COMMAND("sleep"));
	start_and_lose_record(&alone, path);
	alone_stop(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	/* Nothing is lost: the final record is there. */
	assert_true(alone_record_has(&alone, "\"state\":\"stopped\""));
	alone_done(&alone);

	alone_init(&alone, COMMAND("sleep"));
	start_and_lose_record(&alone, path);
	assert_int_equal(rmdir(alone.directory), 0);
	alone_stop(&alone);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	assert_int_equal(WEXITSTATUS(alone.exit_status), 0);
	close(alone.dir_fd);
}

static void a_wrong_command_line_is_refused(void **state)
{
	static const char *const options[] = {"--protocol=2", "--unknown=1", "--keep=1", "--keep=-1", "stray"};

	(void) state;
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		struct alone alone;

		alone_init_kept(&alone, COMMAND("exit", "0"));
		alone_option(&alone, options[i]);
		alone_start(&alone);
		alone_wait(&alone);
		assert_false(alone.has_outcome);
		assert_int_equal(WEXITSTATUS(alone.exit_status), 100);
		alone.exit_status = 0;
		alone_done(&alone);
	}
}

/* ---- the error log ---- */

static void init_logged(struct alone *alone, const char *const *command)
{
	alone_init(alone, command);
	alone_option(alone, "--error-log=err.log");
}

static void init_logged_shell(struct alone *alone, const char *const *command)
{
	init_logged(alone, command);
	alone->exec_path = "/bin/sh";
	alone_option(alone, "--stderr=tail");
}

/* The one line of the log, behind its date and the key. */
static void expect_logged(struct alone *alone, const char *text)
{
	char expected[512];

	snprintf(expected, sizeof expected, "\t%s\t%s", alone->key, text);
	assert_string_equal(alone_file(alone, "err.log", NULL) + 19, expected);
}

/* 7 bytes, 180, 2, then characters of 3 bytes: the limit of 200 falls into one. */
#define X90 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define LONG_LINE "exit 6;" X90 X90 "\303\244\342\202\254\342\202\254\342\202\254\342\202\254\342\202\254\342\202\254"

static void failures_are_logged(void **state)
{
	static const struct {
		const char *script, *text;
	} cases[] = {
		{"echo oops >&2; echo more >&2; exit 3", "oops\nmore\n"},
		{"printf 'no line end' >&2; exit 1", "no line end\n"},
		{"exit 4", "Exit code 4: exit 4\n"},
		{"kill -9 $$", "Ended by SIGKILL: kill -9 $$\n"},
		{"exit 5\n# \033[2J", "Exit code 5: exit 5 #  [2J\n"},
		{LONG_LINE, "Exit code 6: exit 6;" X90 X90 "\303\244\342\202\254\342\202\254\342\202\254...\n"},
	};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct alone alone;

		init_logged_shell(&alone, SHELL(cases[i].script));
		alone_option(&alone, "--utc-offset=3600");
		alone_run(&alone);
		/* The outcome comes last: the log is there. */
		expect_logged(&alone, cases[i].text);
		alone_done(&alone);
	}
}

static void what_did_not_fail_is_not_logged(void **state)
{
	struct alone alone;

	(void) state;
	init_logged_shell(&alone, SHELL("echo fine >&2"));
	alone_run(&alone);
	assert_null(alone_file(&alone, "err.log", NULL));
	assert_memory_equal(alone.tail, "fine\n", 5);
	alone_done(&alone);
}

static void timeouts_and_failed_starts_are_logged(void **state)
{
	struct alone alone;

	(void) state;
	init_logged(&alone, COMMAND("sleep"));
	alone_option(&alone, "--timeout-ms=20");
	alone_run(&alone);
	expect_logged(&alone, "Timed out\n");
	alone_done(&alone);
	init_logged(&alone, COMMAND("sleep"));
	alone.exec_path = "/nonexistent";
	alone_run(&alone);
	expect_logged(&alone, "Cannot execute \"/nonexistent\": No such file or directory\n");
	alone_done(&alone);
}

static void a_log_that_is_no_file_of_ours_is_not_written(void **state)
{
	struct alone alone;
	char path[256], target[256];

	(void) state;
	for (int kind = 0; kind < 4; kind++) {
		init_logged(&alone, COMMAND("exit", "1"));
		snprintf(path, sizeof path, "%s/err.log", alone.directory);
		snprintf(target, sizeof target, "%s/err.log.target", alone.directory);
		close(open(target, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
		assert_int_equal(kind == 0 ? symlink(target, path)
				: kind == 1        ? mkfifo(path, 0600)
				: kind == 2        ? link(target, path)
								   : mkdir(path, 0700),
			0);
		alone_run(&alone);
		assert_int_equal(alone.outcome.end.exit_code, 1);
		assert_string_equal(alone_file(&alone, "err.log.target", NULL), "");
		alone_done(&alone);
	}
	if (geteuid() == 0) {
		init_logged(&alone, COMMAND("exit", "1"));
		snprintf(path, sizeof path, "%s/err.log", alone.directory);
		close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0666));
		assert_int_equal(chown(path, 65534, 65534), 0);
		alone_run(&alone);
		assert_string_equal(alone_file(&alone, "err.log", NULL), "");
		assert_non_null(alone_file(&alone, "err.log.0", NULL));
		alone_done(&alone);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(every_exit_code_is_told_exactly, alone_clean_up),
		cmocka_unit_test_teardown(every_signal_that_ends_is_told_exactly, alone_clean_up),
		cmocka_unit_test_teardown(an_exec_that_fails_is_told_with_its_errno, alone_clean_up),
		cmocka_unit_test_teardown(the_shell_gets_a_line_that_cannot_be_executed, alone_clean_up),
		cmocka_unit_test_teardown(every_stage_is_told, alone_clean_up),
		cmocka_unit_test_teardown(the_command_starts_clean, alone_clean_up),
		cmocka_unit_test_teardown(the_environment_arrives_as_it_was, alone_clean_up),
		cmocka_unit_test_teardown(settings_reach_the_command, alone_clean_up),
		cmocka_unit_test_teardown(usage_is_of_the_command, alone_clean_up),
		cmocka_unit_test_teardown(the_record_is_removed_or_kept, alone_clean_up),
		cmocka_unit_test_teardown(a_running_command_is_confirmed_and_recorded, alone_clean_up),
		cmocka_unit_test_teardown(secrets_leave_the_process_list, alone_clean_up),
		cmocka_unit_test_teardown(a_record_in_other_hands_is_left_alone, alone_clean_up),
		cmocka_unit_test_teardown(a_removed_record_or_directory_changes_nothing, alone_clean_up),
		cmocka_unit_test_teardown(a_wrong_command_line_is_refused, alone_clean_up),
		cmocka_unit_test_teardown(failures_are_logged, alone_clean_up),
		cmocka_unit_test_teardown(what_did_not_fail_is_not_logged, alone_clean_up),
		cmocka_unit_test_teardown(timeouts_and_failed_starts_are_logged, alone_clean_up),
		cmocka_unit_test_teardown(a_log_that_is_no_file_of_ours_is_not_written, alone_clean_up),
	};

	alone_command_main(argc, argv);
	return cmocka_run_group_tests(tests, alone_adopt, NULL);
}
