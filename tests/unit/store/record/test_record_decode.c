/* SPDX-License-Identifier: Apache-2.0 */

/* Reading valid records: every member is read exactly. */

#include "tests/unit/store/record/record_text.h"

/* ---- what is right ---- */

static void every_field_of_a_running_process(void **state)
{
	struct bgproc_record record = good(NULL);

	assert_string_equal(record.key, "process.k1");
	assert_int_equal(record.supervisor.pid, 4242);
	assert_int_equal(record.supervisor.start_ticks, 0);
	assert_int_equal(record.supervisor.pidfd_inode, 98765);
	assert_int_equal(record.supervisor.pid_namespace, 4026531836u);
	assert_string_equal(record.supervisor.boot_id, BOOT);
	assert_true(record.is_shell_line);
	assert_int_equal(record.argc, 1);
	assert_string_equal(record.argv[0], "echo \"hi\" \xc3\xa4 \\u0000");
	assert_int_equal(record.argv_lengths[0], strlen(record.argv[0]));
	assert_string_equal(record.created_at, "2026-03-01 12:30:59");
	assert_int_equal(record.created_us, 1772364659123456);
	assert_int_equal(record.version, 1);
	assert_int_equal(record.uid, 1000);
	assert_int_equal(record.keep_s, 3600);
	assert_string_equal(record.scope, "session-7");
	assert_int_equal(record.label_count, 3);
	assert_string_equal(record.labels[0].name, "a");
	assert_string_equal(record.labels[0].value, "1");
	assert_string_equal(record.labels[1].value, "");
	assert_string_equal(record.labels[2].name, "");
	assert_true(record.capture);
	assert_false(record.in_service);
	assert_int_equal(record.state, BGPROC_STATE_RUNNING);
	assert_int_equal(record.command.pid, 4243);
	assert_int_equal(record.command.start_ticks, 777);
	assert_int_equal(record.command.pidfd_inode, 98766);
	/* The command lives where its supervisor lives. */
	assert_int_equal(record.command.pid_namespace, 4026531836u);
	assert_string_equal(record.command.boot_id, BOOT);
	assert_int_equal(record.started_us, 1772364659125000);
	assert_int_equal(record.ended_us, 0);
	assert_false(record.end.exited);
	assert_int_equal(record.end.term_signal, 0);
	assert_int_equal(record.end.stage, BGPROC_STAGE_NONE);
	assert_int_equal(record.end.stderr_dropped, 9007199254740991);
	assert_int_equal(record.end.survivors, 4294967295u);
	assert_string_equal(record.reason, "");
	bgproc_record_free(&record);
}

static void ends_of_every_kind(void **state)
{
	struct bgproc_record record = GOOD({"state", "\"failed\""}, {"ended_us", "1772364660000000"}, {"exit_code", "255"},
		{"usage", "{\"user_us\":1,\"system_us\":2,\"max_rss_kib\":3}"}, {"command_pid", "null"});

	assert_int_equal(record.state, BGPROC_STATE_FAILED);
	assert_int_equal(record.ended_us, 1772364660000000);
	assert_true(record.end.exited);
	assert_int_equal(record.end.exit_code, 255);
	assert_int_equal(record.end.usage.user_us, 1);
	assert_int_equal(record.end.usage.system_us, 2);
	assert_int_equal(record.end.usage.max_rss_kib, 3);
	assert_int_equal(record.command.pid, 0);
	assert_string_equal(record.command.boot_id, "");
	bgproc_record_free(&record);
	record = GOOD({"state", "\"timed_out\""}, {"ended_us", "5"}, {"signal", "64"}, {"core_dumped", "true"});
	assert_false(record.end.exited);
	assert_int_equal(record.end.term_signal, 64);
	assert_true(record.end.core_dumped);
	bgproc_record_free(&record);
	record = GOOD({"state", "\"failed\""}, {"ended_us", "5"}, {"started_us", "null"},
		{"error", "{\"stage\":\"exec\",\"errno\":2,\"message\":\"No such file or directory\"}"});
	assert_int_equal(record.end.stage, BGPROC_STAGE_EXEC);
	assert_int_equal(record.end.stage_errno, 2);
	bgproc_record_free(&record);
	record = GOOD({"state", "\"lost\""}, {"ended_us", "5"}, {"reason", "\"supervisor-gone\""}, {"command_alive", "true"});
	assert_string_equal(record.reason, "supervisor-gone");
	assert_true(record.command_alive);
	bgproc_record_free(&record);
}

static void command_lines_of_every_kind(void **state)
{
	struct bgproc_record record = GOOD({"commandline", "[\"/bin/echo\",\"\",\"a b\"]"});

	assert_false(record.is_shell_line);
	assert_int_equal(record.argc, 3);
	assert_string_equal(record.argv[1], "");
	assert_string_equal(record.argv[2], "a b");
	bgproc_record_free(&record);
	record = GOOD({"commandline", "\"caf\xef\xbf\xbd\""}, {"commandline_base64", "\"Y2Fm6Q==\""});
	assert_true(record.is_shell_line);
	assert_string_equal(record.argv[0], "caf\xe9");
	assert_int_equal(record.argv_lengths[0], 4);
	bgproc_record_free(&record);
	record = GOOD({"commandline", "[\"x\",\"\",\"?\"]"}, {"commandline_base64", "[\"eA==\",\"\",\"//79+/8=\"]"});
	assert_false(record.is_shell_line);
	assert_int_equal(record.argc, 3);
	assert_string_equal(record.argv[0], "x");
	assert_string_equal(record.argv[1], "");
	assert_string_equal(record.argv[2], "\xff\xfe\xfd\xfb\xff");
	bgproc_record_free(&record);
}

static void base64_of_every_length_and_byte(void **state)
{
	for (size_t length = 1; length < 400; length++) {
		struct bgproc_buf base64 = BGPROC_BUF_INIT;
		struct bgproc_record record;
		char bytes[400];

		for (size_t i = 0; i < length; i++) {
			bytes[i] = (char) ((i * 7 + length) % 255 + 1);
		}
		bgproc_json_base64(&base64, bytes, length);
		record = GOOD({"commandline_base64", base64.data});
		assert_int_equal(record.argv_lengths[0], length);
		assert_memory_equal(record.argv[0], bytes, length);
		bgproc_record_free(&record);
		bgproc_buf_free(&base64);
	}
}

static void order_white_space_and_unknown_members_do_not_matter(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record record;

	bgproc_buf_puts(&buf, " \t\r\n{");
	for (size_t i = COUNT; i-- > 0;) {
		bgproc_buf_printf(&buf, "\n\t\"%s\" : %s ,", running[i].name, running[i].value);
	}
	bgproc_buf_puts(&buf, "\"Key\":[1,{\"pid\":2}],\"later\":null} \r\n\t ");
	assert_int_equal(decode(&record, buf.data, buf.length, &err), BGPROC_OK);
	assert_int_equal(record.supervisor.pid, 4242);
	bgproc_record_free(&record);
	bgproc_buf_free(&buf);
}

static void what_may_be_missing(void **state)
{
	static const char *const needed[] = {
		"key", "pid", "commandline", "created_at", "version", "created_us", "uid", "state"};

	for (size_t i = 0; i < COUNT; i++) {
		bool is_needed = false;

		for (size_t j = 0; j < sizeof needed / sizeof needed[0]; j++) {
			is_needed |= strcmp(running[i].name, needed[j]) == 0;
		}
		if (is_needed) {
			CORRUPT({running[i].name, NULL});
		} else {
			struct bgproc_record record = GOOD({running[i].name, NULL});

			assert_non_null(record.scope);
			bgproc_record_free(&record);
		}
	}
}

/* ---- out of memory ---- */

static long allocations_left;

static void *scarce_malloc(size_t size)
{
	if (allocations_left-- <= 0) {
		errno = ENOMEM;
		return NULL;
	}
	return malloc(size);
}

static void out_of_memory_is_not_corrupt(void **state)
{
	cJSON_Hooks hooks = {.malloc_fn = scarce_malloc, .free_fn = free};
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	bool done = false;

	build(&buf, NULL);
	cJSON_InitHooks(&hooks);
	for (long allowed_now = 0; !done; allowed_now++) {
		struct bgproc_error err = BGPROC_ERROR_INIT;
		struct bgproc_record record, nothing = {0};

		allocations_left = allowed_now;
		done = bgproc_record_decode(&record, buf.data, buf.length, "process.k1", &err) == BGPROC_OK;
		if (!done) {
			assert_int_equal(err.status, BGPROC_ERR_INTERNAL);
			assert_memory_equal(&record, &nothing, sizeof record);
		}
		bgproc_record_free(&record);
		assert_true(allowed_now < 1000);
	}
	cJSON_InitHooks(NULL);
	bgproc_buf_free(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_a_running_process),
		cmocka_unit_test(ends_of_every_kind),
		cmocka_unit_test(command_lines_of_every_kind),
		cmocka_unit_test(base64_of_every_length_and_byte),
		cmocka_unit_test(order_white_space_and_unknown_members_do_not_matter),
		cmocka_unit_test(what_may_be_missing),
		cmocka_unit_test(out_of_memory_is_not_corrupt),
	};

	return cmocka_run_group_tests_name("record_decode", tests, NULL, NULL);
}
