/* SPDX-License-Identifier: Apache-2.0 */

/* The record of a job: its additional members, written and read. */

#include "tests/unit/store/record/record_text.h"

#include "src/store/record/encode.h"

#include <limits.h>

/* ---- reading ---- */

static void every_field_of_a_job(void **state)
{
	struct bgproc_record record = good_form(COUNT + JOB_COUNT, NULL);

	assert_int_equal(record.job, BGPROC_JOB_FASTCGI);
	assert_int_equal(record.keep_failed_s, 7200);
	assert_int_equal(record.start_at_us, 1772364659000001);
	assert_string_equal(record.target, "POST /report");
	assert_string_equal(record.unique, "0123456789abcdef0123456789abcdef");
	assert_string_equal(record.retry_of, "job.k0");
	assert_non_null(record.progress);
	assert_int_equal(record.progress->attempt, 2);
	assert_int_equal(record.progress->percent, 20);
	assert_string_equal(record.progress->text, "first \xc3\xa4 part");
	assert_int_equal(record.progress->updated_us, 1772364659200000);
	assert_int_equal(record.progress->updates, 7);
	assert_int_equal(record.progress->refused, 1);
	assert_true(record.progress->accepted);
	assert_false(record.progress->has_result);
	assert_string_equal(record.progress->error_type, "App\\Broken");
	assert_string_equal(record.progress->error_message, "no such row");
	/* And all that any process has. */
	assert_int_equal(record.supervisor.pid, 4242);
	assert_int_equal(record.state, BGPROC_STATE_RUNNING);
	bgproc_record_free(&record);
	assert_null(record.progress);
}

static void a_process_is_no_job(void **state)
{
	struct bgproc_record record = good(NULL);

	assert_int_equal(record.job, BGPROC_JOB_NONE);
	assert_null(record.progress);
	assert_null(record.target);
	bgproc_record_free(&record);
	/* What only a job has makes no job of it, and is not to be lost silently. */
	for (size_t i = 1; i < JOB_COUNT; i++) {
		char added[32];

		snprintf(added, sizeof added, "+%s", of_job[i].name);
		CORRUPT({added, of_job[i].value});
	}
}

static void what_a_job_need_not_say(void **state)
{
	struct bgproc_record record;

	for (size_t i = 1; i < JOB_COUNT; i++) {
		record = GOOD_JOB({of_job[i].name, NULL});
		assert_true(record.target && record.unique && record.retry_of);
		assert_int_equal(record.progress->attempt, strcmp(of_job[i].name, "attempt") == 0 ? 1 : 2);
		bgproc_record_free(&record);
	}
	record = GOOD({"+job", "\"call\""});
	assert_int_equal(record.job, BGPROC_JOB_CALL);
	assert_string_equal(record.target, "");
	assert_string_equal(record.unique, "");
	assert_string_equal(record.retry_of, "");
	assert_int_equal(record.progress->attempt, 1);
	assert_int_equal(record.progress->percent, 0);
	assert_string_equal(record.progress->text, "");
	bgproc_record_free(&record);
}

static void kinds_of_jobs(void **state)
{
	static const struct {
		const char *text;
		enum bgproc_job_kind kind;
	} kinds[] = {{"\"command\"", BGPROC_JOB_COMMAND}, {"\"call\"", BGPROC_JOB_CALL}, {"\"http\"", BGPROC_JOB_HTTP},
		{"\"fastcgi\"", BGPROC_JOB_FASTCGI}};
	static const char *const bad[] = {"\"\"", "\"HTTP\"", "\"http \"", "\"daemon\"", "null", "1", "true", "[]", "{}"};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct bgproc_record record = GOOD_JOB({"job", kinds[i].text});

		assert_int_equal(record.job, kinds[i].kind);
		bgproc_record_free(&record);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CORRUPT_JOB({"job", bad[i]});
	}
}

/* For each member values that are allowed and values that are not; NULL ends a list. */
static const struct {
	const char *name;
	const char *good[8];
	const char *bad[12];
} bounds[] = {
	{"keep_failed", {"0", "9007199254740991"}, {"-1", "1.5", "9007199254740992", "null", "\"1\"", "true", "[]"}},
	{"start_at_us", {"0", "1"}, {"-1", "null", "\"\"", "{}"}},
	{"target", {"\"\"", "\"App\\\\Report::build\""}, {"null", "1", "[]", "\"a\\u0000b\""}},
	{"unique", {"\"\"", "\"abc\""}, {"null", "1", "false"}},
	{"retry_of", {"\"\"", "\"job.1\""}, {"null", "1", "false"}},
	{"attempt", {"1", "4294967295"}, {"0", "-1", "4294967296", "1.5", "null", "\"1\""}},
	{"progress", {"0", "100", "50"}, {"101", "-1", "0.5", "1e3", "null", "\"20\"", "true"}},
	{"text", {"\"\"", "\"x\""}, {"null", "1", "[]", "{}", "\"a\\u0000\""}},
	{"updated_us", {"null", "0", "5"}, {"-1", "\"5\"", "false", "1.5"}},
	{"updates", {"0", "9007199254740991"}, {"-1", "null", "9007199254740992", "\"\""}},
	{"refused", {"0", "3"}, {"-1", "null", "1.25"}},
	{"accepted", {"true", "false"}, {"0", "1", "null", "\"true\""}},
	{"result", {"true", "false"}, {"0", "null", "\"\"", "[]", "{}"}},
	{"error_type", {"\"\"", "\"timeout\""}, {"null", "1", "{}"}},
	{"error_message", {"\"\"", "\"no update for 60 s\""}, {"null", "1", "[]"}},
};

static void types_and_bounds(void **state)
{
	for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
		assert_string_equal(bounds[i].name, of_job[i + 1].name);
		for (const char *const *value = bounds[i].good; *value; value++) {
			struct bgproc_record record = GOOD_JOB({bounds[i].name, *value});

			bgproc_record_free(&record);
		}
		for (const char *const *value = bounds[i].bad; *value; value++) {
			CORRUPT_JOB({bounds[i].name, *value});
		}
	}
	assert_int_equal(sizeof bounds / sizeof bounds[0], JOB_COUNT - 1);
}

static void texts_as_long_as_they_may_be(void **state)
{
	static const struct {
		const char *name;
		size_t max;
	} texts[] = {{"text", BGPROC_JOB_TEXT_MAX}, {"error_type", BGPROC_JOB_ERROR_TYPE_MAX},
		{"error_message", BGPROC_JOB_ERROR_MESSAGE_MAX}};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct bgproc_buf value = BGPROC_BUF_INIT;
		struct bgproc_record record;

		bgproc_buf_puts(&value, "\"");
		bgproc_buf_fill(&value, 'x', texts[i].max);
		bgproc_buf_puts(&value, "\"");
		record = GOOD_JOB({texts[i].name, value.data});
		bgproc_record_free(&record);
		value.length--;
		bgproc_buf_puts(&value, "x\"");
		CORRUPT_JOB({texts[i].name, value.data});
		bgproc_buf_free(&value);
	}
}

static void members_that_stand_there_twice(void **state)
{
	for (size_t i = 0; i < JOB_COUNT; i++) {
		char twin[32];

		snprintf(twin, sizeof twin, "+%s", of_job[i].name);
		CORRUPT_JOB({twin, of_job[i].value});
	}
}

static void every_truncation(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	build_form(&buf, COUNT + JOB_COUNT, NULL);
	for (size_t length = 0; length + 2 <= buf.length; length++) {
		check_corrupt(buf.data, length, "corrupt");
	}
	bgproc_buf_free(&buf);
}

/* ---- writing ---- */

static char *words[] = {(char *) "bgproc.request"};
static size_t lengths[] = {14};

static struct bgproc_record sample(struct bgproc_job_progress *progress)
{
	struct bgproc_record record = {.key = (char *) "process.k1",
		.argv = words,
		.argv_lengths = lengths,
		.argc = 1,
		.version = 1,
		.created_at = "2026-01-02 03:04:05",
		.supervisor = {.pid = 42, .boot_id = BOOT},
		.keep_s = 5,
		.job = BGPROC_JOB_HTTP,
		.keep_failed_s = 6,
		.start_at_us = 7,
		.target = (char *) "GET /\"a\"",
		.unique = (char *) "0123456789abcdef0123456789abcdef",
		.retry_of = (char *) "job.1",
		.state = BGPROC_STATE_RUNNING,
		.progress = progress};

	memset(progress, 0, sizeof *progress);
	progress->attempt = 1;
	return record;
}

static struct bgproc_record there_and_back(const struct bgproc_record *record, size_t *length)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record read;

	bgproc_record_encode_fixed(&text, record, NULL);
	bgproc_record_encode_live(&text, record);
	assert_true(bgproc_buf_ok(&text));
	if (decode(&read, text.data, text.length, &err) != BGPROC_OK) {
		fail_msg("%s: %s", err.text, text.data);
	}
	if (length) {
		*length = text.length;
	}
	bgproc_buf_free(&text);
	return read;
}

static void what_is_written_is_read(void **state)
{
	struct bgproc_job_progress progress;
	struct bgproc_record record = sample(&progress), read;

	progress = (struct bgproc_job_progress) {.attempt = 3,
		.percent = 99,
		.accepted = true,
		.has_result = true,
		.updated_us = 8,
		.updates = 9,
		.refused = 10,
		.text = "half\tof \"it\"\n\xf0\x9f\x98\x80 \\",
		.error_type = "A\\B",
		.error_message = "r\r"};
	read = there_and_back(&record, NULL);
	assert_int_equal(read.job, BGPROC_JOB_HTTP);
	assert_int_equal(read.keep_s, 5);
	assert_int_equal(read.keep_failed_s, 6);
	assert_int_equal(read.start_at_us, 7);
	assert_string_equal(read.target, "GET /\"a\"");
	assert_string_equal(read.unique, record.unique);
	assert_string_equal(read.retry_of, "job.1");
	assert_memory_equal(read.progress, &progress, sizeof progress);
	bgproc_record_free(&read);
	/* The first record: nothing reported yet. */
	record.progress = NULL;
	record.target = record.unique = record.retry_of = NULL;
	read = there_and_back(&record, NULL);
	assert_int_equal(read.progress->attempt, 1);
	assert_int_equal(read.progress->updated_us, 0);
	bgproc_record_free(&read);
}

/* docs/record.md names the order; the supervisor replaces everything from "state" on. */
static void the_order_of_the_members(void **state)
{
	static const char *const order[] = {"\"in_service\":false,\"job\":\"http\",\"keep_failed\":6,\"start_at_us\":7,\"target\":",
		",\"retry_of\":\"job.1\"", ",\"state\":\"running\"",
		",\"command_alive\":false,\"attempt\":1,\"progress\":0,\"text\":\"\",\"updated_us\":null,\"updates\":0,\"refused\":0,"
		"\"accepted\":false,\"result\":false,\"error_type\":\"\",\"error_message\":\"\" ",
		" }\n"};
	struct bgproc_job_progress progress;
	struct bgproc_record record = sample(&progress);
	struct bgproc_buf text = BGPROC_BUF_INIT;
	const char *at;

	bgproc_record_encode_fixed(&text, &record, NULL);
	bgproc_record_encode_live(&text, &record);
	at = text.data;
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
		at = strstr(at, order[i]);
		assert_non_null(at);
	}
	bgproc_buf_free(&text);
	/* A plain process has none of all this. */
	record.job = BGPROC_JOB_NONE;
	bgproc_record_encode_fixed(&text, &record, NULL);
	bgproc_record_encode_live(&text, &record);
	assert_null(strstr(text.data, "keep_failed"));
	assert_null(strstr(text.data, "attempt"));
	assert_null(strstr(text.data, "http"));
	bgproc_buf_free(&text);
}

static void what_would_need_six_bytes_becomes_a_question_mark(void **state)
{
	struct bgproc_job_progress progress;
	struct bgproc_record record = sample(&progress), read;

	strcpy(progress.text, "\x1b[1m\x7f\x01 \xff \xc3");
	read = there_and_back(&record, NULL);
	assert_string_equal(read.progress->text, "?[1m?? ? ?");
	bgproc_record_free(&read);
}

static void no_live_part_is_longer_than_reserved(void **state)
{
	/* One that needs an escape, one that is no character, one that needs six bytes in JSON. */
	static const char fills[] = "\"\\\n\xff\x01x";

	for (size_t i = 0; i < sizeof fills - 1; i++) {
		struct bgproc_job_progress progress;
		struct bgproc_record record = sample(&progress), read;
		struct bgproc_buf text = BGPROC_BUF_INIT;

		memset(record.reason, 1, sizeof record.reason - 1);
		record.command = (struct bgproc_identity) {.pid = INT_MAX, .start_ticks = UINT64_MAX, .pidfd_inode = UINT64_MAX};
		record.started_us = record.ended_us = UINT64_MAX;
		record.state = BGPROC_STATE_SUCCEEDED;
		record.end = (struct bgproc_end) {.stage = BGPROC_STAGE_SUPERVISOR,
			.stage_errno = 84,
			.core_dumped = true,
			.term_signal = INT_MAX,
			.usage = {UINT64_MAX, UINT64_MAX, UINT64_MAX},
			.stdout_dropped = UINT64_MAX,
			.stderr_dropped = UINT64_MAX,
			.survivors = UINT32_MAX};
		progress = (struct bgproc_job_progress) {.attempt = UINT32_MAX,
			.percent = UINT_MAX,
			.updated_us = UINT64_MAX,
			.updates = UINT64_MAX,
			.refused = UINT64_MAX};
		memset(progress.text, fills[i], BGPROC_JOB_TEXT_MAX);
		memset(progress.error_type, fills[i], BGPROC_JOB_ERROR_TYPE_MAX);
		memset(progress.error_message, fills[i], BGPROC_JOB_ERROR_MESSAGE_MAX);
		bgproc_record_encode_live(&text, &record);
		assert_true(bgproc_buf_ok(&text) && text.length <= BGPROC_RECORD_LIVE_JOB_MAX);
		bgproc_buf_free(&text);
		/* And such a record can be read. */
		record = sample(&record.progress[0]);
		memset(progress.text, fills[i], BGPROC_JOB_TEXT_MAX);
		read = there_and_back(&record, NULL);
		assert_int_equal(strlen(read.progress->text), BGPROC_JOB_TEXT_MAX);
		bgproc_record_free(&read);
	}
}

/* A usual record of a job, longest text included, is read without an allocation for the tree. */
static void usual_records_are_read_the_quick_way(void **state)
{
	struct bgproc_json_quick quick;
	struct bgproc_job_progress progress;
	struct bgproc_record record = sample(&progress);
	struct bgproc_buf text = BGPROC_BUF_INIT;

	record.target = (char *) "POST /report";
	record.started_us = 5;
	memset(progress.text, 'x', BGPROC_JOB_TEXT_MAX);
	bgproc_record_encode_fixed(&text, &record, NULL);
	bgproc_record_encode_live(&text, &record);
	assert_non_null(bgproc_json_quick(&quick, text.data, text.length));
	assert_true(quick.used + 12 < BGPROC_JSON_QUICK_ITEMS);
	bgproc_buf_free(&text);
}

/* ---- how long it stays ---- */

static void every_end_but_success_stays_for_keep_failed(void **state)
{
	struct bgproc_record record = {.keep_s = 1, .keep_failed_s = 2, .job = BGPROC_JOB_CALL};

	for (int number = 0; number < BGPROC_STATE_COUNT; number++) {
		record.state = (enum bgproc_state) number;
		assert_int_equal(bgproc_record_stays_s(&record), number == BGPROC_STATE_SUCCEEDED ? 1 : 2);
	}
	record.job = BGPROC_JOB_NONE;
	for (int number = 0; number < BGPROC_STATE_COUNT; number++) {
		record.state = (enum bgproc_state) number;
		assert_int_equal(bgproc_record_stays_s(&record), 1);
	}
}

/* ---- whatever the bytes ---- */

static size_t change_members(char *text, size_t length, unsigned long round, unsigned long *seed)
{
	static const char bytes[] = "\0\x01 \"\\{}[]:,-+01enutf\x7f\xc3\xff";

	for (unsigned long changes = round % 3 + 1; changes > 0; changes--) {
		unsigned long random = next_random(seed);

		/* Mostly in the members of the job. */
		text[random >> 63 ? (random >> 33) % length : length - 1 - (random >> 33) % (length / 3)] =
			bytes[(random >> 20) % (sizeof bytes - 1)];
	}
	return length;
}

static void check_job(const struct bgproc_record *record, enum bgproc_status status)
{
	assert_true(status != BGPROC_OK || (record->job == BGPROC_JOB_NONE) == (record->progress == NULL));
	assert_true(!record->progress || (record->progress->attempt > 0 && record->progress->percent <= 100));
}

static void mutations(void **state)
{
	struct bgproc_buf plain = BGPROC_BUF_INIT;

	build_form(&plain, COUNT + JOB_COUNT, NULL);
	decode_mutations(&plain, 15000, 4711, change_members, check_job);
	bgproc_buf_free(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_a_job),
		cmocka_unit_test(a_process_is_no_job),
		cmocka_unit_test(what_a_job_need_not_say),
		cmocka_unit_test(kinds_of_jobs),
		cmocka_unit_test(types_and_bounds),
		cmocka_unit_test(texts_as_long_as_they_may_be),
		cmocka_unit_test(members_that_stand_there_twice),
		cmocka_unit_test(every_truncation),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(the_order_of_the_members),
		cmocka_unit_test(what_would_need_six_bytes_becomes_a_question_mark),
		cmocka_unit_test(no_live_part_is_longer_than_reserved),
		cmocka_unit_test(usual_records_are_read_the_quick_way),
		cmocka_unit_test(every_end_but_success_stays_for_keep_failed),
		cmocka_unit_test(mutations),
	};

	return cmocka_run_group_tests_name("record_job", tests, NULL, NULL);
}
