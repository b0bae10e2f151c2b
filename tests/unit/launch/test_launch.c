/* SPDX-License-Identifier: Apache-2.0 */

/*
 * src/launch: a start as plain data. The arguments are read back with the parser of the supervisor, and the record with the
 * decoder of records.
 */

#include "tests/unit/launch/launch_plain.h"
#include "tests/unit/room.h"

#include "src/core/key.h"
#include "src/launch/first_record.h"
#include "src/launch/supervisor_arguments.h"
#include "src/platform/process/proc.h"
#include "src/store/record/decode.h"
#include "src/supervisor/arguments.h"

static struct bgproc_label labels[] = {{(char *) "colour", (char *) "red"}, {(char *) "7", (char *) ""}};
static const struct bgproc_launch_limit limits[] = {{7, 100, 200}, {3, 5, RLIM_INFINITY}};

static const struct bgproc_launch_job job = {
	.kind = BGPROC_JOB_HTTP,
	.target = "GET /x",
	.unique = "u",
	.retry_of = "job.0",
	.notify = "/state/k1.sock",
	.keep_s = 100,
	.keep_failed_s = 200,
	.has_worker = true,
	.worker = 33,
	.start_at_us = 1772364700000000,
	.update_timeout_ms = 30000,
	.start_timeout_ms = 5000,
	.retries = 2,
	.backoff_ms = 1500,
};

/* A start with every member set. */
static struct bgproc_launch full(struct bgproc_buf *command, struct bgproc_argv *environment)
{
	struct bgproc_launch launch = plain(command, environment);

	launch.scope = "mine";
	launch.labels = labels;
	launch.label_count = 2;
	launch.utc_offset_s = -3600;
	launch.shell_fallback = true;
	launch.cwd = "/srv";
	launch.has_uid = launch.has_gid = launch.has_nice = true;
	launch.uid = 1000;
	launch.gid = 1001;
	launch.groups = "4,24";
	launch.umask = 022;
	launch.nice = -5;
	launch.limits = limits;
	launch.limit_count = 2;
	launch.timeout_ms = 7000;
	launch.idle_timeout_ms = 800;
	launch.error_log = "err.log";
	launch.confirm = true;
	launch.capture = true;
	launch.output_limit = 4096;
	launch.out = (struct bgproc_launch_output) {BGPROC_OUTPUT_FILE, 13};
	launch.err = (struct bgproc_launch_output) {BGPROC_OUTPUT_STDOUT, -1};
	launch.job = &job;
	return launch;
}

/* ---- arguments ---- */

static void a_plain_process_in_words(void **state)
{
	static const char *const expected[] = {"bgproc.supervisor", "k1", "--protocol=1", "--dir-fd=11",
		"--record-fd=00000000000000000000",
		"--fixed-length=300", "--outcome-fd=12", "--stdout=inherit", "--stderr=tail", "--output-limit=0", "--grace-ms=10000",
		"--keep=60", "--exec=/bin/echo", "--", "/bin/echo", "two words"};
	struct bgproc_buf command = BGPROC_BUF_INIT;
	struct bgproc_argv argv = BGPROC_ARGV_INIT, environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = plain(&command, &environment);
	struct bgproc_error err = BGPROC_ERROR_INIT;
	char *record_fd;

	(void) state;
	assert_int_equal(bgproc_launch_write_arguments(&launch, 300, &argv, &record_fd, &err), BGPROC_OK);
	assert_int_equal(argv.count, sizeof expected / sizeof expected[0]);
	for (size_t i = 0; i < argv.count; i++) {
		assert_string_equal(argv.pointers[i], expected[i]);
	}
	assert_null(argv.pointers[argv.count]);
	/* What the new process fills in is a field of the list itself. */
	assert_ptr_equal(record_fd, argv.pointers[4] + strlen("--record-fd="));
	bgproc_argv_free(&argv);
	bgproc_buf_free(&command);
}

static void assert_job_read(const struct bgproc_options *options)
{
	assert_int_equal(options->job, BGPROC_JOB_HTTP);
	assert_string_equal(options->notify, "/state/k1.sock");
	assert_true(options->has_worker_uid);
	assert_int_equal(options->worker_uid, 33);
	assert_int_equal(options->keep_s, 100);
	assert_int_equal(options->keep_failed_s, 200);
	assert_int_equal(options->delay_ms, 0);
	assert_int_equal(options->start_at_us, 1772364700000000);
	assert_int_equal(options->update_timeout_ms, 30000);
	assert_int_equal(options->start_timeout_ms, 5000);
	assert_int_equal(options->retries, 2);
	assert_int_equal(options->backoff_ms, 1500);
}

static void the_supervisor_reads_what_was_meant(void **state)
{
	struct bgproc_buf command = BGPROC_BUF_INIT;
	struct bgproc_argv argv = BGPROC_ARGV_INIT, environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = full(&command, &environment);
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_options options;
	char *record_fd;

	(void) state;
	assert_int_equal(bgproc_launch_write_arguments(&launch, 300, &argv, &record_fd, &err), BGPROC_OK);
	memcpy(record_fd, "00000000000000000014", BGPROC_PATCH_WIDTH);
	assert_int_equal(bgproc_arguments_parse(&options, (int) argv.count, argv.pointers, &err), BGPROC_OK);
	assert_string_equal(options.key, "k1");
	assert_string_equal(options.exec_path, "/bin/echo");
	assert_string_equal(options.cwd, "/srv");
	assert_string_equal(options.error_log, "err.log");
	assert_int_equal(options.command_length, 2);
	assert_string_equal(options.command[1], "two words");
	assert_int_equal(options.dir_fd, 11);
	assert_int_equal(options.record_fd, 14);
	assert_int_equal(options.outcome_fd, 12);
	assert_int_equal(options.fixed_length, 300);
	assert_int_equal(options.out.mode, BGPROC_OUTPUT_FILE);
	assert_int_equal(options.out.fd, 13);
	assert_int_equal(options.err.mode, BGPROC_OUTPUT_STDOUT);
	assert_int_equal(options.output_limit, 4096);
	assert_true(options.shell_fallback && options.confirm);
	assert_true(options.has_uid && options.has_gid && options.has_groups && options.has_umask && options.has_nice);
	assert_int_equal(options.uid, 1000);
	assert_int_equal(options.gid, 1001);
	assert_int_equal(options.group_count, 2);
	assert_int_equal(options.groups[1], 24);
	assert_int_equal(options.umask, 022);
	assert_int_equal(options.nice, -5);
	assert_int_equal(options.limit_count, 2);
	assert_int_equal(options.limits[0].resource, 7);
	assert_int_equal(options.limits[0].hard, 200);
	assert_int_equal(options.limits[1].soft, 5);
	assert_true(options.limits[1].hard_unlimited);
	assert_int_equal(options.timeout_ms, 7000);
	assert_int_equal(options.idle_timeout_ms, 800);
	assert_int_equal(options.grace_ms, 10000);
	assert_int_equal(options.utc_offset_s, -3600);
	assert_job_read(&options);
	bgproc_arguments_free(&options);
	bgproc_argv_free(&argv);
	bgproc_buf_free(&command);
}

/* A delay is counted by the monotonic clock: the time that the record shows is not waited for. */
static void a_delay_goes_before_a_time(void **state)
{
	struct bgproc_buf command = BGPROC_BUF_INIT;
	struct bgproc_argv argv = BGPROC_ARGV_INIT, environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = full(&command, &environment);
	struct bgproc_launch_job delayed = job;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_options options;
	char *record_fd;

	(void) state;
	delayed.delay_ms = 250;
	launch.job = &delayed;
	assert_int_equal(bgproc_launch_write_arguments(&launch, 300, &argv, &record_fd, &err), BGPROC_OK);
	memcpy(record_fd, "00000000000000000014", BGPROC_PATCH_WIDTH);
	assert_int_equal(bgproc_arguments_parse(&options, (int) argv.count, argv.pointers, &err), BGPROC_OK);
	assert_int_equal(options.delay_ms, 250);
	assert_int_equal(options.start_at_us, 0);
	bgproc_arguments_free(&options);
	bgproc_argv_free(&argv);
	bgproc_buf_free(&command);
}

static void a_word_that_is_too_long_is_an_error(void **state)
{
	static char path[BGPROC_ARGV_WORD_MAX + 1];
	struct bgproc_buf command = BGPROC_BUF_INIT;
	struct bgproc_argv argv = BGPROC_ARGV_INIT, environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = plain(&command, &environment);
	struct bgproc_error err = BGPROC_ERROR_INIT;
	char *record_fd;

	(void) state;
	memset(path, 'x', sizeof path - 1);
	launch.cwd = path;
	assert_int_equal(bgproc_launch_write_arguments(&launch, 300, &argv, &record_fd, &err), BGPROC_ERR_INTERNAL);
	assert_null(argv.pointers);
	bgproc_argv_free(&argv);
	bgproc_buf_free(&command);
}

/* ---- the first record ---- */

/* The record as a reader decodes it after the new process has filled in its numbers; the caller frees it. */
static struct bgproc_record read_back(const struct bgproc_launch *launch)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record_patches patches;
	struct bgproc_record record;
	size_t fixed_length = bgproc_launch_write_record(launch, &text, &patches);

	assert_true(bgproc_buf_ok(&text));
	/* The live part comes behind the fixed one. */
	assert_true(fixed_length > 0 && text.data[fixed_length] == ',');
	assert_non_null(strstr(text.data + fixed_length, "\"state\""));
	text.data[patches.pid_offset + BGPROC_PATCH_WIDTH - 1] = '5';
	text.data[patches.start_offset + BGPROC_PATCH_WIDTH - 1] = '6';
	text.data[patches.inode_offset + BGPROC_PATCH_WIDTH - 1] = '7';
	assert_int_equal(bgproc_record_decode(&record, text.data, text.length, "k1", &err), BGPROC_OK);
	bgproc_buf_free(&text);
	return record;
}

static void the_record_of_a_plain_process(void **state)
{
	struct bgproc_buf command = BGPROC_BUF_INIT;
	struct bgproc_argv environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = plain(&command, &environment);
	struct bgproc_identity here;
	struct bgproc_record record;

	(void) state;
	bgproc_identity_here(&here);
	record = read_back(&launch);
	assert_string_equal(record.key, "k1");
	assert_int_equal(record.supervisor.pid, 5);
	assert_int_equal(record.supervisor.start_ticks, 6);
	assert_int_equal(record.supervisor.pidfd_inode, 7);
	assert_string_equal(record.supervisor.boot_id, here.boot_id);
	assert_int_equal(record.supervisor.pid_namespace, here.pid_namespace);
	assert_int_equal(record.argc, 2);
	assert_string_equal(record.argv[1], "two words");
	assert_false(record.is_shell_line);
	assert_string_equal(record.created_at, "2026-03-01 12:30:59");
	assert_int_equal(record.created_us, 1772364659123456);
	assert_int_equal(record.uid, geteuid());
	assert_int_equal(record.keep_s, 60);
	assert_int_equal(record.state, BGPROC_STATE_STARTING);
	assert_int_equal(record.job, BGPROC_JOB_NONE);
	assert_null(record.progress);
	assert_int_equal(record.label_count, 0);
	assert_false(record.capture);
	bgproc_record_free(&record);
	bgproc_buf_free(&command);
}

static void the_record_of_a_job(void **state)
{
	struct bgproc_buf command = BGPROC_BUF_INIT;
	struct bgproc_argv environment = BGPROC_ARGV_INIT;
	struct bgproc_launch launch = full(&command, &environment);
	struct bgproc_record record;

	(void) state;
	record = read_back(&launch);
	assert_string_equal(record.scope, "mine");
	assert_int_equal(record.label_count, 2);
	assert_string_equal(record.labels[0].value, "red");
	assert_string_equal(record.labels[1].name, "7");
	assert_true(record.capture);
	assert_int_equal(record.output_limit, 4096);
	assert_int_equal(record.job, BGPROC_JOB_HTTP);
	assert_int_equal(record.keep_s, 100);
	assert_int_equal(record.keep_failed_s, 200);
	assert_int_equal(record.start_at_us, 1772364700000000);
	assert_string_equal(record.target, "GET /x");
	assert_string_equal(record.unique, "u");
	assert_string_equal(record.retry_of, "job.0");
	assert_int_equal(record.state, BGPROC_STATE_DELAYED);
	assert_int_equal(record.progress->attempt, 1);
	bgproc_record_free(&record);
	bgproc_buf_free(&command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_process_in_words),
		cmocka_unit_test(the_supervisor_reads_what_was_meant),
		cmocka_unit_test(a_delay_goes_before_a_time),
		cmocka_unit_test(a_word_that_is_too_long_is_an_error),
		cmocka_unit_test(the_record_of_a_plain_process),
		cmocka_unit_test(the_record_of_a_job),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
