/* SPDX-License-Identifier: Apache-2.0 */

/* The text of a record, byte for byte, as in docs/record.md. Reading it is tested in test_record_decode.c. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/process/detach.h"
#include "src/store/record/encode.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

static char *words[] = {(char *) "a\"b", (char *) "c\xff"};
static size_t lengths[] = {3, 2};

static struct bgproc_record sample(void)
{
	struct bgproc_record record = {.key = (char *) "k", .argv = words, .argv_lengths = lengths, .argc = 1, .version = 1};

	record.supervisor = (struct bgproc_identity) {.pid = 42, .start_ticks = 7, .pidfd_inode = 9, .pid_namespace = 5};
	strcpy(record.supervisor.boot_id, "boot");
	strcpy(record.created_at, "2026-01-02 03:04:05");
	return record;
}

static void the_fixed_part_begins_as_the_library_wrote_it(void **state)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct bgproc_record record = sample();
	static const char head[] =
		"{\"key\":\"k\",\"pid\":42,\"commandline\":[\"a\\\"b\"],\"created_at\":\"2026-01-02 03:04:05\",";

	(void) state;
	bgproc_record_encode_fixed(&text, &record, NULL);
	assert_memory_equal(text.data, head, sizeof head - 1);
	assert_null(strstr(text.data, "base64"));
	bgproc_buf_free(&text);
	record.is_shell_line = true;
	bgproc_record_encode_fixed(&text, &record, NULL);
	assert_non_null(strstr(text.data, "\"commandline\":\"a\\\"b\","));
	bgproc_buf_free(&text);
}

static void bytes_that_are_no_utf8_travel_in_base64_too(void **state)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct bgproc_record record = sample();

	(void) state;
	record.argc = 2;
	bgproc_record_encode_fixed(&text, &record, NULL);
	assert_non_null(strstr(text.data, "\"commandline\":[\"a\\\"b\",\"c\xef\xbf\xbd\"]"));
	assert_non_null(strstr(text.data, "\"commandline_base64\":[\"YSJi\",\"Y/8=\"]"));
	bgproc_buf_free(&text);
}

static void blanks_stand_where_the_child_will_write(void **state)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct bgproc_record record = sample();
	struct bgproc_record_patches patches;
	const struct {
		const char *name;
		size_t *offset;
	} places[] = {{"\"pid\":", &patches.pid_offset}, {"\"start_ticks\":", &patches.start_offset},
		{"\"pidfd_inode\":", &patches.inode_offset}};

	(void) state;
	bgproc_record_encode_fixed(&text, &record, &patches);
	for (size_t i = 0; i < 3; i++) {
		size_t length = strlen(places[i].name), offset = *places[i].offset;

		assert_memory_equal(text.data + offset - length, places[i].name, length);
		for (size_t j = 0; j < BGPROC_PATCH_WIDTH; j++) {
			assert_int_equal(text.data[offset + j], ' ');
		}
		assert_int_equal(text.data[offset + BGPROC_PATCH_WIDTH], ',');
	}
	bgproc_buf_free(&text);
}

static void the_live_part_completes_the_object(void **state)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct bgproc_record record = sample();

	(void) state;
	record.state = BGPROC_STATE_STARTING;
	bgproc_record_encode_live(&text, &record);
	assert_memory_equal(text.data, ",\"state\":\"starting\",\"command_pid\":null,", 38);
	assert_string_equal(text.data + text.length - 2, "}\n");
	assert_non_null(strstr(text.data, "\"exit_code\":null"));
	assert_non_null(strstr(text.data, "\"error\":null"));
	bgproc_buf_free(&text);
	record.state = BGPROC_STATE_FAILED;
	record.end = (struct bgproc_end) {.exited = true, .exit_code = 0};
	bgproc_record_encode_live(&text, &record);
	/* 0 is an exit code, not "none". */
	assert_non_null(strstr(text.data, "\"exit_code\":0"));
	bgproc_buf_free(&text);
}

/* Whatever a plain process can come to. */
static void all_live_parts_are_equally_long(void **state)
{
	const struct bgproc_end small = {0};
	const struct bgproc_end full = {.term_signal = 64,
		.usage = {UINT64_MAX, UINT64_MAX, UINT64_MAX},
		.stdout_dropped = UINT64_MAX,
		.stderr_dropped = UINT64_MAX,
		.survivors = UINT32_MAX};
	struct bgproc_record record = sample();

	(void) state;
	for (int state_number = 0; state_number < BGPROC_STATE_COUNT; state_number++) {
		for (int stage = 0; stage <= BGPROC_STAGE_EXEC; stage++) {
			for (int sys_errno = 0; sys_errno < 140; sys_errno++) {
				for (int big = 0; big < 2; big++) {
					struct bgproc_buf text = BGPROC_BUF_INIT;

					record.state = (enum bgproc_state) state_number;
					record.command = (struct bgproc_identity) {.pid = big ? INT_MAX : 0,
						.start_ticks = big ? UINT64_MAX : 0,
						.pidfd_inode = big ? UINT64_MAX : 0};
					record.started_us = record.ended_us = big ? UINT64_MAX : 0;
					record.end = big ? full : small;
					record.end.stage = (enum bgproc_stage) stage;
					record.end.stage_errno = sys_errno;
					bgproc_record_encode_live(&text, &record);
					assert_int_equal(text.length, BGPROC_RECORD_LIVE_ROOM);
					assert_string_equal(text.data + text.length - 2, "}\n");
					bgproc_buf_free(&text);
				}
			}
		}
	}
}

static void no_live_part_is_longer_than_reserved(void **state)
{
	struct bgproc_record record = sample();

	(void) state;
	memset(record.reason, 1, sizeof record.reason - 1);
	record.command = (struct bgproc_identity) {.pid = INT_MAX, .start_ticks = UINT64_MAX, .pidfd_inode = UINT64_MAX};
	record.started_us = record.ended_us = UINT64_MAX;
	record.end = (struct bgproc_end) {.exited = true,
		.exit_code = INT_MIN,
		.term_signal = INT_MAX,
		.core_dumped = true,
		.usage = {UINT64_MAX, UINT64_MAX, UINT64_MAX},
		.stdout_dropped = UINT64_MAX,
		.stderr_dropped = UINT64_MAX,
		.survivors = UINT32_MAX};
	for (int state_number = 0; state_number < BGPROC_STATE_COUNT; state_number++) {
		for (int stage = 0; stage <= BGPROC_STAGE_EXEC; stage++) {
			for (int sys_errno = 0; sys_errno < 140; sys_errno++) {
				struct bgproc_buf text = BGPROC_BUF_INIT;

				record.state = (enum bgproc_state) state_number;
				record.end.stage = (enum bgproc_stage) stage;
				record.end.stage_errno = sys_errno;
				bgproc_record_encode_live(&text, &record);
				assert_true(bgproc_buf_ok(&text) && text.length <= BGPROC_RECORD_LIVE_MAX);
				bgproc_buf_free(&text);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fixed_part_begins_as_the_library_wrote_it),
		cmocka_unit_test(bytes_that_are_no_utf8_travel_in_base64_too),
		cmocka_unit_test(blanks_stand_where_the_child_will_write),
		cmocka_unit_test(the_live_part_completes_the_object),
		cmocka_unit_test(all_live_parts_are_equally_long),
		cmocka_unit_test(no_live_part_is_longer_than_reserved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
