/* SPDX-License-Identifier: Apache-2.0 */

/* The output of a command: captured, relayed, cut to its tail, or refused by its target. */

#include "tests/unit/supervisor/alone.c"
#include "tests/unit/supervisor/alone_command.c"

#include <sys/socket.h>
#include <sys/stat.h>

/* The byte that the flooding command writes at a position. */
static char flood_byte(uint64_t at)
{
	return (char) (at * 2654435761u >> 13);
}

static void check_tail(const char *bytes, size_t length, uint64_t total)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != flood_byte(total - length + i)) {
			fail_msg("byte %zu of %zu is wrong", i, length);
		}
	}
}

static void output_below_the_limit_is_complete(void **state)
{
	struct alone alone;
	const char *text;
	size_t length;

	(void) state;
	alone_init_kept(&alone, COMMAND("out", "1000000"));
	alone_capture(&alone, 1000000);
	alone_run(&alone);
	assert_int_equal(alone.outcome.end.stdout_dropped, 0);
	text = alone_file(&alone, ".out", &length);
	assert_int_equal(length, 1000000);
	check_tail(text, length, 1000000);
	alone_done(&alone);
}

static void output_beyond_the_limit_is_its_exact_tail(void **state)
{
	static const struct {
		const char *total;
		uint64_t limit;
	} cases[] = {{"50000000", 100000}, {"50000000", 0}, {"50000000", 1}, {"3000001", 1000000}, {"100000", 99999},
		{"20000000", 65536}, {"20000000", 7777777}};

	(void) state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		uint64_t total = (uint64_t) atoll(cases[i].total);
		struct alone alone;
		const char *text;
		size_t length;

		alone_init_kept(&alone, COMMAND("out", cases[i].total));
		alone_capture(&alone, cases[i].limit);
		alone_run(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
		text = alone_file(&alone, ".out", &length);
		assert_int_equal(length, cases[i].limit);
		check_tail(text, length, total);
		assert_int_equal(alone.outcome.end.stdout_dropped, total - length);
		alone_done(&alone);
	}
}

static void the_file_never_grows_far(void **state)
{
	struct alone alone;
	struct stat st;
	off_t largest = 0;
	char path[128];

	(void) state;
	alone_init_kept(&alone, COMMAND("out", "300000000"));
	alone_capture(&alone, 100000);
	alone_start(&alone);
	snprintf(path, sizeof path, "%s/job.1.out", alone.directory);
	for (int64_t end = alone_now_ms() + ALONE_PATIENCE_MS; alone_now_ms() < end;) {
		if (stat(path, &st) == 0 && st.st_size > largest) {
			largest = st.st_size;
		}
		if (alone_record_has(&alone, "succeeded")) {
			break;
		}
	}
	alone_wait(&alone);
	assert_in_range(largest, 100001, 200000);
	alone_done(&alone);
}

static void the_tail_of_stderr_travels_with_the_outcome(void **state)
{
	static const char *const totals[] = {"10", "2048", "2049", "32768", "65536", "65537", "1000000", "10000000"};
	struct alone alone;

	(void) state;
	for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
		size_t total = (size_t) atoll(totals[i]);

		for (int captured = 0; captured < 2; captured++) {
			alone_init_kept(&alone, COMMAND("err", totals[i]));
			if (captured) {
				alone_capture(&alone, 5000);
			} else {
				alone_option(&alone, "--stderr=tail");
			}
			alone_run(&alone);
			assert_int_equal(alone.outcome.end.exit_code, 3);
			assert_int_equal(alone.tail_length, total > BGPROC_OUTCOME_TAIL_MAX ? BGPROC_OUTCOME_TAIL_MAX : total);
			check_tail(alone.tail, alone.tail_length, total);
			if (captured) {
				assert_int_equal(alone.outcome.end.stderr_dropped, total > 5000 ? total - 5000 : 0);
			} else {
				assert_int_equal(alone.outcome.end.stderr_dropped, total > 65536 ? total - 65536 : 0);
			}
			alone_done(&alone);
		}
	}
}

static void a_full_disk_neither_stops_nor_blocks(void **state)
{
	struct alone alone;
	char option[32];

	(void) state;
	for (int relay = 0; relay < 2; relay++) {
		int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

		assert_true(full >= 0);
		alone_init_kept(&alone, COMMAND("out", "5000000"));
		if (relay) {
			alone.stdio[1] = full;
			alone_option(&alone, "--stdout=relay");
		} else {
			alone.passed_fd = full;
			snprintf(option, sizeof option, "--stdout=file:%d", full);
			alone_option(&alone, option);
			alone_option(&alone, "--output-limit=10000000");
		}
		alone_run(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
		assert_int_equal(alone.outcome.end.stdout_dropped, 5000000);
		close(full);
		alone_done(&alone);
	}
}

static void a_reader_that_goes_away_changes_nothing(void **state)
{
	struct alone alone;
	int ends[2];

	(void) state;
	assert_int_equal(bgproc_pipe(ends), 0);
	alone_init_kept(&alone, COMMAND("out", "1000000"));
	alone.stdio[1] = ends[1];
	alone_option(&alone, "--stdout=relay");
	close(ends[0]);
	alone_run(&alone);
	close(ends[1]);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
	assert_int_equal(alone.outcome.end.stdout_dropped, 1000000);
	alone_done(&alone);
}

static void a_relay_is_complete_and_waits_for_a_slow_reader(void **state)
{
	struct alone alone;
	static char text[3000000];
	int ends[2];

	(void) state;
	for (int socket = 0; socket < 2; socket++) {
		if (socket) {
			assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
		} else {
			assert_int_equal(bgproc_pipe(ends), 0);
		}
		alone_init_kept(&alone, COMMAND("out", "3000000"));
		alone.stdio[1] = ends[1];
		alone_option(&alone, "--stdout=relay");
		alone_start(&alone);
		close(ends[1]);
		/* Nobody reads for a while. */
		alone_pause_ms(100);
		assert_true(alone_record_has(&alone, "\"running\"") || alone_record_has(&alone, "\"starting\""));
		assert_int_equal(alone_await_eof(ends[0], text, sizeof text, ALONE_PATIENCE_MS), sizeof text);
		check_tail(text, sizeof text, sizeof text);
		close(ends[0]);
		alone_wait(&alone);
		assert_int_equal(alone.outcome.state, BGPROC_STATE_SUCCEEDED);
		assert_int_equal(alone.outcome.end.stdout_dropped, 0);
		alone_done(&alone);
	}
}

static void a_relay_nobody_reads_does_not_hold_up_a_stop(void **state)
{
	struct alone alone;
	int64_t begin;
	int ends[2];

	(void) state;
	assert_int_equal(bgproc_pipe(ends), 0);
	alone_init_kept(&alone, COMMAND("out", "3000000"));
	alone.stdio[1] = ends[1];
	alone_option(&alone, "--stdout=relay");
	alone_start(&alone);
	alone_await_record(&alone, "running");
	begin = alone_now_ms();
	alone_stop(&alone);
	assert_in_range(alone_now_ms() - begin, 0, 1900 + ALONE_SLACK_MS);
	assert_int_equal(alone.outcome.state, BGPROC_STATE_STOPPED);
	/* The description that others share was not made non-blocking. */
	assert_int_equal(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);
	close(ends[0]);
	close(ends[1]);
	alone_done(&alone);
}

static void inherited_output_goes_straight_through(void **state)
{
	struct alone alone;
	char text[16] = "";
	int ends[2];

	(void) state;
	assert_int_equal(bgproc_pipe(ends), 0);
	alone_init_shell(&alone, SHELL("cat; echo err >&2"));
	alone.stdio[1] = alone.stdio[2] = ends[1];
	alone.stdio[0] = open("/etc/hostname", O_RDONLY | O_CLOEXEC);
	alone_start(&alone);
	close(ends[1]);
	alone_wait(&alone);
	assert_true(alone_await_eof(ends[0], text, sizeof text - 1, 1000) > 4);
	assert_int_equal(alone.tail_length, 0);
	close(ends[0]);
	close(alone.stdio[0]);
	alone_done(&alone);
}

static void closing_its_output_neither_ends_a_command_nor_keeps_anybody_busy(void **state)
{
	struct alone alone;

	(void) state;
	alone_init_shell(&alone, SHELL("exec >&- 2>&-; sleep 1; exit 6"));
	alone_capture(&alone, 1000);
	alone_run(&alone);
	assert_int_equal(alone.outcome.end.exit_code, 6);
	/* What the supervisor itself used, with its start: far from the second it would spin for. */
	assert_in_range(alone.cpu_us, 0, 500000);
	alone_done(&alone);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(output_below_the_limit_is_complete, alone_clean_up),
		cmocka_unit_test_teardown(output_beyond_the_limit_is_its_exact_tail, alone_clean_up),
		cmocka_unit_test_teardown(the_file_never_grows_far, alone_clean_up),
		cmocka_unit_test_teardown(the_tail_of_stderr_travels_with_the_outcome, alone_clean_up),
		cmocka_unit_test_teardown(a_full_disk_neither_stops_nor_blocks, alone_clean_up),
		cmocka_unit_test_teardown(a_reader_that_goes_away_changes_nothing, alone_clean_up),
		cmocka_unit_test_teardown(a_relay_is_complete_and_waits_for_a_slow_reader, alone_clean_up),
		cmocka_unit_test_teardown(a_relay_nobody_reads_does_not_hold_up_a_stop, alone_clean_up),
		cmocka_unit_test_teardown(inherited_output_goes_straight_through, alone_clean_up),
		cmocka_unit_test_teardown(closing_its_output_neither_ends_a_command_nor_keeps_anybody_busy, alone_clean_up),
	};

	alone_command_main(argc, argv);
	return cmocka_run_group_tests(tests, alone_adopt, NULL);
}
