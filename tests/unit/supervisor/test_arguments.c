/* SPDX-License-Identifier: Apache-2.0 */

/* The command line of the supervisor: the accepted options; everything else is refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/socket/notify.h"
#include "src/supervisor/arguments.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define ARGUMENTS_MAX 40

#define REQUIRED "--protocol=1", "--dir-fd=5", "--record-fd=6", "--fixed-length=300", "--exec=/bin/true"

static enum bgproc_status parse_list(struct bgproc_options *options, struct bgproc_error *err, const char *const *list)
{
	static char *argv[ARGUMENTS_MAX];
	int argc = 0;

	argv[argc++] = (char *) "bgproc.supervisor";
	for (; *list; list++) {
		argv[argc++] = (char *) *list;
	}
	argv[argc] = NULL;
	*err = (struct bgproc_error) BGPROC_ERROR_INIT;
	return bgproc_arguments_parse(options, argc, argv, err);
}

#define PARSE(options, err, ...) parse_list(options, err, (const char *const[]) {__VA_ARGS__, NULL})

static void the_least_is_understood_with_defaults(void **state)
{
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--", "true"), BGPROC_OK);
	assert_string_equal(options.key, "k");
	assert_string_equal(options.exec_path, "/bin/true");
	assert_int_equal(options.dir_fd, 5);
	assert_int_equal(options.record_fd, 6);
	assert_int_equal(options.outcome_fd, -1);
	assert_int_equal(options.fixed_length, 300);
	assert_int_equal(options.out.mode, BGPROC_OUTPUT_INHERIT);
	assert_int_equal(options.err.mode, BGPROC_OUTPUT_INHERIT);
	assert_int_equal(options.timeout_ms, -1);
	assert_int_equal(options.idle_timeout_ms, -1);
	assert_int_equal(options.grace_ms, BGPROC_GRACE_DEFAULT_MS);
	assert_int_equal(options.keep_s, 0);
	assert_int_equal(options.command_length, 1);
	assert_string_equal(options.command[0], "true");
	assert_null(options.command[1]);
	assert_null(options.cwd);
	assert_null(options.error_log);
	bgproc_arguments_free(&options);
}

static void everything_is_understood(void **state)
{
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	assert_int_equal(PARSE(&options, &err, "key.1", "--protocol=1", "--dir-fd=5", "--record-fd=                   6",
						 "--fixed-length=300", "--exec=/x", "--outcome-fd=7", "--stdout=file:8", "--stderr=tail",
						 "--output-limit=1000000", "--shell-fallback=1", "--cwd=/tmp", "--uid=4294967294", "--gid=0",
						 "--groups=1,2,3", "--umask=511", "--nice=-20", "--limit=7:1:2", "--limit=9:-:18446744073709551614",
						 "--timeout-ms=9223372036854775807", "--idle-timeout-ms=0", "--grace-ms=0", "--keep=86400",
						 "--error-log=err.log", "--utc-offset=-3600", "--confirm=1", "--", "--", "-x", ""),
		BGPROC_OK);
	assert_int_equal(options.record_fd, 6);
	assert_int_equal(options.outcome_fd, 7);
	assert_int_equal(options.out.mode, BGPROC_OUTPUT_FILE);
	assert_int_equal(options.out.fd, 8);
	assert_int_equal(options.err.mode, BGPROC_OUTPUT_TAIL);
	assert_true(options.shell_fallback && options.confirm);
	assert_string_equal(options.cwd, "/tmp");
	assert_true(options.has_uid && options.has_gid && options.has_groups && options.has_umask && options.has_nice);
	assert_int_equal(options.uid, UINT32_MAX - 1);
	assert_int_equal(options.group_count, 3);
	assert_int_equal(options.groups[2], 3);
	assert_int_equal(options.umask, 0777);
	assert_int_equal(options.nice, -20);
	assert_int_equal(options.limit_count, 2);
	assert_int_equal(options.limits[0].resource, 7);
	assert_true(options.limits[0].soft == 1 && options.limits[0].hard == 2);
	assert_true(options.limits[1].soft_unlimited && !options.limits[1].hard_unlimited);
	assert_true(options.limits[1].hard == UINT64_MAX - 1);
	assert_true(options.timeout_ms == INT64_MAX);
	assert_int_equal(options.idle_timeout_ms, 0);
	assert_int_equal(options.grace_ms, 0);
	assert_int_equal(options.keep_s, 86400);
	assert_int_equal(options.utc_offset_s, -3600);
	assert_int_equal(options.command_length, 3);
	assert_string_equal(options.command[0], "--");
	assert_string_equal(options.command[2], "");
	bgproc_arguments_free(&options);
}

static void one_stream_may_take_both(void **state)
{
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--stdout=relay", "--stderr=stdout", "--idle-timeout-ms=5", "--", "x"),
		BGPROC_OK);
	assert_int_equal(options.err.mode, BGPROC_OUTPUT_STDOUT);
	bgproc_arguments_free(&options);
	/* Nobody reads what goes where the inherited stdout goes. */
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--stderr=stdout", "--idle-timeout-ms=5", "--", "x"),
		BGPROC_ERR_ARGUMENT);
	bgproc_arguments_free(&options);
}

static void an_empty_set_of_groups_is_one(void **state)
{
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--groups=", "--", "x"), BGPROC_OK);
	assert_true(options.has_groups);
	assert_int_equal(options.group_count, 0);
	bgproc_arguments_free(&options);
}

static void impossible_values_are_refused(void **state)
{
	static const char *const wrong[] = {"--outcome-fd=2", "--outcome-fd=", "--outcome-fd=-1", "--outcome-fd= 7",
		"--outcome-fd=7 ", "--outcome-fd=7x", "--outcome-fd=0x7", "--outcome-fd=99999999999", "--stdout=tail",
		"--stdout=file", "--stdout=file:", "--stdout=file:1", "--stdout=file:x", "--stdout=", "--stdout=INHERIT",
		"--stderr=none", "--stdout=stdout", "--stderr=STDOUT",
		"--output-limit=-1", "--output-limit=18446744073709551616", "--shell-fallback=0",
		"--shell-fallback=", "--cwd=tmp", "--cwd=", "--uid=4294967295", "--uid=root", "--uid=-1", "--gid=1.0", "--groups=,",
		"--groups=1,", "--groups=,1", "--groups=1,,2", "--groups=a", "--umask=512", "--umask=-1", "--nice=20", "--nice=-21",
		"--nice=-", "--nice=--1", "--nice=+1", "--limit=7", "--limit=7:1", "--limit=7:1:", "--limit=7::1", "--limit=:1:1",
		"--limit=7:1:1:1", "--limit=-:1:1", "--limit=256:1:1", "--limit=7:--:1", "--limit=7:-1:1",
		"--limit=7:1:18446744073709551615", "--timeout-ms=-1", "--timeout-ms=1.5", "--timeout-ms=9223372036854775808",
		"--idle-timeout-ms=", "--grace-ms=ten", "--keep=-1", "--keep=1e3", "--error-log=", "--utc-offset=86401",
		"--utc-offset=", "--confirm=yes", "--confirm=2", "--unknown=1", "--=1", "--keep", "-keep=1", "keep=1", "", "-",
		"--kee=1", "--keeps=1", "--KEEP=1", "--idle-timeout-ms=5"};
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		if (PARSE(&options, &err, "k", REQUIRED, wrong[i], "--", "x") == BGPROC_OK) {
			fail_msg("%s was accepted", wrong[i]);
		}
		assert_int_equal(err.status, BGPROC_ERR_ARGUMENT);
		assert_true(err.text[0]);
		bgproc_arguments_free(&options);
	}
}

static void required_ones_must_be_there(void **state)
{
	static const char *const required[] = {REQUIRED};
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	for (size_t missing = 0; missing < 5; missing++) {
		const char *list[10] = {"k"};
		size_t count = 1;

		for (size_t i = 0; i < 5; i++) {
			if (i != missing) {
				list[count++] = required[i];
			}
		}
		list[count++] = "--";
		list[count++] = "x";
		assert_int_equal(parse_list(&options, &err, list), BGPROC_ERR_ARGUMENT);
		assert_non_null(strstr(err.text, "missing"));
		bgproc_arguments_free(&options);
	}
	/* A capture file without a limit would fill the disk. */
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--stdout=file:9", "--", "x"), BGPROC_ERR_ARGUMENT);
	bgproc_arguments_free(&options);
}

static void the_frame_of_the_line_is_checked(void **state)
{
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	assert_int_equal(parse_list(&options, &err, (const char *const[]) {NULL}), BGPROC_ERR_ARGUMENT);
	assert_int_equal(PARSE(&options, &err, "../k", REQUIRED, "--", "x"), BGPROC_ERR_ARGUMENT);
	assert_int_equal(PARSE(&options, &err, "", REQUIRED, "--", "x"), BGPROC_ERR_ARGUMENT);
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED), BGPROC_ERR_ARGUMENT);
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--"), BGPROC_ERR_ARGUMENT);
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "x"), BGPROC_ERR_ARGUMENT);
	assert_int_equal(PARSE(&options, &err, REQUIRED, "--", "x"), BGPROC_ERR_ARGUMENT);
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--keep=1", "--keep=1", "--", "x"), BGPROC_ERR_ARGUMENT);
	assert_non_null(strstr(err.text, "twice"));
	assert_int_equal(
		PARSE(&options, &err, "k", REQUIRED, "--limit=7:1:1", "--limit=7:2:2", "--", "x"), BGPROC_ERR_ARGUMENT);
	bgproc_arguments_free(&options);
	assert_int_equal(
		PARSE(&options, &err, "k", "--protocol=2", "--dir-fd=5", "--record-fd=6", "--fixed-length=1", "--exec=/x", "--", "x"),
		BGPROC_ERR_ARGUMENT);
	bgproc_arguments_free(&options);
}

#define A_JOB "--job=command", "--notify=/tmp/k.sock"

static void the_words_of_a_job_are_understood(void **state)
{
	struct bgproc_options options;
	struct bgproc_error err;

	(void) state;
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--", "x"), BGPROC_OK);
	assert_int_equal(options.job, BGPROC_JOB_NONE);
	assert_null(options.notify);
	assert_int_equal(options.keep_failed_s, 0);
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, A_JOB, "--keep=7", "--", "x"), BGPROC_OK);
	assert_int_equal(options.job, BGPROC_JOB_COMMAND);
	assert_string_equal(options.notify, "/tmp/k.sock");
	assert_int_equal(options.keep_failed_s, 7);
	assert_false(options.has_worker_uid);
	assert_int_equal(options.delay_ms, 0);
	assert_int_equal(options.update_timeout_ms, -1);
	assert_int_equal(options.start_timeout_ms, -1);
	assert_int_equal(options.retries, 0);
	assert_int_equal(options.backoff_ms, BGPROC_BACKOFF_DEFAULT_MS);
	assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--keep=5", "--job=fastcgi", "--notify=//k.sock",
						 bgproc_notify_knows_senders() ? "--worker-uid=33" : "--keep-failed=0", "--delay-ms=3600000",
						 "--update-timeout-ms=0", "--start-timeout-ms=15000",
						 "--retries=4294967294", "--backoff-ms=9223372036854775807", "--", "x"),
		BGPROC_OK);
	assert_int_equal(options.job, BGPROC_JOB_FASTCGI);
	if (bgproc_notify_knows_senders()) {
		assert_int_equal(options.keep_failed_s, 5);
		assert_true(options.has_worker_uid && options.worker_uid == 33);
	} else {
		/* Nobody could tell the worker from others. */
		assert_int_equal(options.keep_failed_s, 0);
		assert_int_equal(PARSE(&options, &err, "k", REQUIRED, A_JOB, "--worker-uid=33", "--", "x"), BGPROC_ERR_ARGUMENT);
		return;
	}
	assert_int_equal(options.delay_ms, 3600000);
	assert_int_equal(options.update_timeout_ms, 0);
	assert_int_equal(options.start_timeout_ms, 15000);
	assert_int_equal(options.retries, UINT32_MAX - 1);
	assert_true(options.backoff_ms == INT64_MAX);
}

static void wrong_words_of_a_job_are_refused(void **state)
{
	static const char *const alone[] = {"--notify=/tmp/k.sock", "--worker-uid=1", "--keep-failed=1", "--delay-ms=0",
		"--update-timeout-ms=1", "--start-timeout-ms=1", "--retries=0", "--backoff-ms=1", "--job=command"};
	static const char *const wrong[] = {"--worker-uid=-1", "--worker-uid=4294967295", "--worker-uid=www-data",
		"--keep-failed=-1", "--delay-ms=-1", "--delay-ms=", "--update-timeout-ms=x", "--start-timeout-ms=1.5",
		"--retries=4294967295", "--retries=-1", "--backoff-ms=1s", "--notify=/tmp/k.sock", "--job=call"};
	static const char *const paths[] = {"k.sock", "/", "/tmp/x.sock", "/tmp/k.sockx", "/tmp/k.sock/", "/tmp/kk.sock", "/tmp/k",
		"/tmp/", "", "/tmp/k.json"};
	static const char *const kinds[] = {"", "none", "Command", "commandx", "request"};
	struct bgproc_options options;
	struct bgproc_error err;
	char word[200];

	(void) state;
	for (size_t i = 0; i < sizeof alone / sizeof alone[0]; i++) {
		if (PARSE(&options, &err, "k", REQUIRED, alone[i], "--", "x") == BGPROC_OK) {
			fail_msg("%s was accepted alone", alone[i]);
		}
	}
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		if (PARSE(&options, &err, "k", REQUIRED, A_JOB, wrong[i], "--", "x") == BGPROC_OK) {
			fail_msg("%s was accepted", wrong[i]);
		}
	}
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		snprintf(word, sizeof word, "--notify=%s", paths[i]);
		assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--job=call", word, "--", "x"), BGPROC_ERR_ARGUMENT);
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		snprintf(word, sizeof word, "--job=%s", kinds[i]);
		assert_int_equal(PARSE(&options, &err, "k", REQUIRED, word, "--notify=/k.sock", "--", "x"), BGPROC_ERR_ARGUMENT);
	}
	/* 107 bytes fit into the address of a socket, 108 do not. */
	for (int length = 107; length <= 108; length++) {
		snprintf(word, sizeof word, "--notify=/%0*d/k.sock", length - 8, 0);
		assert_int_equal(strlen(word) - 9, length);
		assert_int_equal(PARSE(&options, &err, "k", REQUIRED, "--job=http", word, "--", "x") == BGPROC_OK, length == 107);
	}
}

static void random_words_never_do_harm(void **state)
{
	static const char alphabet[] = "-=:,./0123456789abcdefgilmnoprstux ";
	struct bgproc_options options;
	struct bgproc_error err;
	enum bgproc_status status;
	uint32_t random = 7;

	(void) state;
	for (int i = 0; i < 50000; i++) {
		char word[24] = "--limit=";
		size_t from = (size_t) (i % 3) * 4, length;

		random = random * 1664525u + 1013904223u;
		length = from + (random >> 16) % (sizeof word - 1 - from);
		for (size_t at = from; at < length; at++) {
			random = random * 1664525u + 1013904223u;
			word[at] = alphabet[(random >> 16) % (sizeof alphabet - 1)];
		}
		word[length] = '\0';
		status = PARSE(&options, &err, "k", REQUIRED, word, "--", "x");
		assert_int_equal(status, err.status);
		/* What is refused says why. */
		assert_int_equal(status == BGPROC_OK, err.text[0] == '\0');
		bgproc_arguments_free(&options);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_least_is_understood_with_defaults),
		cmocka_unit_test(everything_is_understood),
		cmocka_unit_test(one_stream_may_take_both),
		cmocka_unit_test(an_empty_set_of_groups_is_one),
		cmocka_unit_test(impossible_values_are_refused),
		cmocka_unit_test(required_ones_must_be_there),
		cmocka_unit_test(the_frame_of_the_line_is_checked),
		cmocka_unit_test(the_words_of_a_job_are_understood),
		cmocka_unit_test(wrong_words_of_a_job_are_refused),
		cmocka_unit_test(random_words_never_do_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
