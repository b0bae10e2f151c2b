/* SPDX-License-Identifier: Apache-2.0 */

/* src/core: errors, states, buffers, keys, JSON text. */

#include "src/core/buf.h"
#include "src/core/error.h"
#include "src/core/json_text.h"
#include "src/core/key.h"
#include "src/core/record.h"
#include "src/core/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- errors ---- */

static void first_error_wins(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	assert_int_equal(bgproc_error_set(&err, BGPROC_ERR_STORE, 28, "one %d", 1), BGPROC_ERR_STORE);
	assert_int_equal(bgproc_error_set(&err, BGPROC_ERR_LOCK, 13, "two"), BGPROC_ERR_LOCK);
	assert_int_equal(err.status, BGPROC_ERR_STORE);
	assert_int_equal(err.sys_errno, 28);
	assert_string_equal(err.text, "one 1");
	assert_int_equal(bgproc_error_set(NULL, BGPROC_ERR_STATE, 0, "nobody listens"), BGPROC_ERR_STATE);
}

static void error_text_is_bounded(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	char text[2000];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	bgproc_error_set(&err, BGPROC_ERR_STORE, 0, "%s", text);
	assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

static void stages_have_names_that_come_back(void **state)
{
	for (int stage = BGPROC_STAGE_NONE; stage <= BGPROC_STAGE_EXEC; stage++) {
		const char *name = bgproc_stage_name((enum bgproc_stage) stage);

		assert_true(stage == BGPROC_STAGE_NONE ? name[0] == '\0' : name[0] != '\0');
		assert_int_equal(bgproc_stage_from_name(name, strlen(name)), stage);
	}
	assert_string_equal(bgproc_stage_name((enum bgproc_stage) 99), "");
	assert_string_equal(bgproc_stage_name((enum bgproc_stage) - 1), "");
	assert_int_equal(bgproc_stage_from_name("execute", 7), BGPROC_STAGE_NONE);
	assert_int_equal(bgproc_stage_from_name("exec", 3), BGPROC_STAGE_NONE);
	assert_int_equal(bgproc_stage_from_name("", 0), BGPROC_STAGE_NONE);
}

/* ---- states ---- */

static void state_table_all_pairs(void **state)
{
	/* Row: from, column: to, in the order delayed starting running succeeded failed timed_out stopped lost. */
	static const char *const allowed[BGPROC_STATE_COUNT] = {
		"01000011", /* delayed */
		"10111111", /* starting */
		"10011111", /* running */
		"00000000",
		"00000000",
		"00000000",
		"00000000",
		"00000000",
	};

	for (int from = 0; from < BGPROC_STATE_COUNT; from++) {
		for (int to = 0; to < BGPROC_STATE_COUNT; to++) {
			assert_int_equal(bgproc_state_allows((enum bgproc_state) from, (enum bgproc_state) to),
				allowed[from][to] == '1');
		}
		assert_int_equal(bgproc_state_is_final((enum bgproc_state) from), from >= BGPROC_STATE_SUCCEEDED);
		assert_false(bgproc_state_allows((enum bgproc_state) from, (enum bgproc_state) BGPROC_STATE_COUNT));
		assert_false(bgproc_state_allows((enum bgproc_state) BGPROC_STATE_COUNT, (enum bgproc_state) from));
	}
	assert_true(bgproc_state_is_final((enum bgproc_state) 77));
}

static void state_names(void **state)
{
	static const char *const names[BGPROC_STATE_COUNT] = {
		"delayed", "starting", "running", "succeeded", "failed", "timed_out", "stopped", "lost"};
	enum bgproc_state found;

	for (int i = 0; i < BGPROC_STATE_COUNT; i++) {
		assert_string_equal(bgproc_state_name((enum bgproc_state) i), names[i]);
		found = BGPROC_STATE_COUNT;
		assert_true(bgproc_state_from_name(names[i], strlen(names[i]), &found));
		assert_int_equal(found, i);
		assert_false(bgproc_state_from_name(names[i], strlen(names[i]) - 1, &found));
	}
	assert_string_equal(bgproc_state_name((enum bgproc_state) 1000), "lost");
	assert_false(bgproc_state_from_name("Running", 7, &found));
	assert_false(bgproc_state_from_name("", 0, &found));
}

/* ---- buffers ---- */

static void buffer_grows_and_ends_in_nul(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	bgproc_buf_append(&buf, "", 0);
	assert_int_equal(buf.length, 0);
	for (int i = 0; i < 10000; i++) {
		bgproc_buf_append(&buf, "a\0b", 3);
		assert_int_equal(buf.data[buf.length], '\0');
	}
	bgproc_buf_puts(&buf, "tail");
	bgproc_buf_fill(&buf, ' ', 5);
	bgproc_buf_printf(&buf, "%d-%s", 42, "x");
	assert_true(bgproc_buf_ok(&buf));
	assert_int_equal(buf.length, 30000 + 4 + 5 + 4);
	assert_memory_equal(buf.data + 29997, "a\0btail     42-x", 17);
	bgproc_buf_free(&buf);
	assert_null(buf.data);
	assert_true(bgproc_buf_ok(&buf));
	bgproc_buf_puts(&buf, "again");
	assert_string_equal(buf.data, "again");
	bgproc_buf_free(&buf);
}

static void buffer_makes_room_for_what_is_known(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	const char *data;

	bgproc_buf_reserve(&buf, 1000);
	assert_int_equal(buf.capacity, 1001);
	assert_int_equal(buf.length, 0);
	assert_string_equal(buf.data, "");
	data = buf.data;
	bgproc_buf_fill(&buf, 'x', 1000);
	assert_ptr_equal(buf.data, data);
	bgproc_buf_reserve(&buf, 999);
	assert_int_equal(buf.capacity, 1001);
	bgproc_buf_reserve(&buf, 1001);
	assert_int_equal(buf.capacity, 1002);
	assert_int_equal(strlen(buf.data), 1000);
	bgproc_buf_reserve(&buf, SIZE_MAX);
	assert_false(bgproc_buf_ok(&buf));
	bgproc_buf_reserve(&buf, 2000);
	assert_int_equal(buf.capacity, 1002);
	bgproc_buf_free(&buf);
}

static void buffer_remembers_a_failure(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	bgproc_buf_puts(&buf, "before");
	bgproc_buf_fill(&buf, 'x', SIZE_MAX - 3);
	assert_false(bgproc_buf_ok(&buf));
	bgproc_buf_puts(&buf, "after");
	bgproc_buf_printf(&buf, "%d", 1);
	assert_false(bgproc_buf_ok(&buf));
	assert_string_equal(buf.data, "before");
	bgproc_buf_free(&buf);
	assert_true(bgproc_buf_ok(&buf));
}

/* ---- keys ---- */

static void key_every_byte(void **state)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	for (int c = 0; c < 256; c++) {
		char key[2] = {'k', (char) c};
		bool good = c != 0 && strchr(allowed, c) != NULL;

		assert_int_equal(bgproc_key_valid(key, 2), good);
		assert_int_equal(bgproc_key_valid(key + 1, 1), good && c != '.');
	}
}

static void key_lengths_and_shapes(void **state)
{
	char key[4097];

	memset(key, 'k', sizeof key);
	assert_false(bgproc_key_valid(key, 0));
	assert_true(bgproc_key_valid(key, 1));
	assert_true(bgproc_key_valid(key, 128));
	assert_false(bgproc_key_valid(key, 129));
	assert_false(bgproc_key_valid(key, 4096));
	assert_false(bgproc_key_valid("..", 2));
	assert_false(bgproc_key_valid(".hidden", 7));
	assert_true(bgproc_key_valid("a..b", 4));
	assert_true(bgproc_key_valid("-k", 2));
	assert_true(bgproc_key_valid("k.json", 6));
	assert_false(bgproc_key_valid("k\n", 2));
	assert_false(bgproc_key_valid("../x", 4));
	assert_false(bgproc_key_valid("k\xc3\xa4", 3));
}

static void key_is_made_of_time_and_chance(void **state)
{
	static const unsigned char chance[10] = {0, 1, 2, 0xab, 0xcd, 0xef, 0xff, 0x10, 0x80, 0x7f};
	char key[BGPROC_KEY_MAX + 1], later[BGPROC_KEY_MAX + 1], prefix[BGPROC_KEY_MAX];

	assert_true(bgproc_key_format(key, "process.", 8, 0x0123456789abULL, chance));
	assert_string_equal(key, "process.00123456789ab000102abcdefff1080f");
	assert_true(bgproc_key_format(later, "process.", 8, 0x0123456789acULL, chance));
	assert_true(strcmp(key, later) < 0);
	memset(prefix, 'p', sizeof prefix);
	assert_true(bgproc_key_format(key, prefix, 96, 1, chance));
	assert_int_equal(strlen(key), 128);
	assert_false(bgproc_key_format(key, prefix, 97, 1, chance));
	assert_false(bgproc_key_format(key, "a/b", 3, 1, chance));
	assert_false(bgproc_key_format(key, ".a", 2, 1, chance));
	assert_true(bgproc_key_format(key, "", 0, 1, chance));
	assert_int_equal(strlen(key), BGPROC_KEY_UNIQUE_LENGTH);
}

/* ---- UTF-8 and JSON ---- */

/* The rules of Unicode, implemented differently than in the code: decode first, then check the code point. */
static bool reference_utf8(const unsigned char *b, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned long point;
		size_t more;

		if (b[i] < 0x80) {
			point = b[i];
			more = 0;
		} else if ((b[i] & 0xe0) == 0xc0) {
			point = b[i] & 0x1fu;
			more = 1;
		} else if ((b[i] & 0xf0) == 0xe0) {
			point = b[i] & 0x0fu;
			more = 2;
		} else if ((b[i] & 0xf8) == 0xf0) {
			point = b[i] & 0x07u;
			more = 3;
		} else {
			return false;
		}
		if (n - i <= more) {
			return false;
		}
		for (size_t j = 1; j <= more; j++) {
			if ((b[i + j] & 0xc0) != 0x80) {
				return false;
			}
			point = point << 6 | (b[i + j] & 0x3fu);
		}
		if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ||
			(more == 1 && point < 0x80) || (more == 2 && point < 0x800) || (more == 3 && point < 0x10000)) {
			return false;
		}
		i += more + 1;
	}
	return true;
}

static void utf8_every_short_sequence(void **state)
{
	/* Third and fourth byte from the edges of their ranges: with all first and second bytes that is everything. */
	static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
	unsigned long valid = 0;

	assert_true(bgproc_utf8_valid("", 0));
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++) {
			for (size_t c = 0; c < sizeof edges; c++) {
				for (size_t d = 0; d < sizeof edges; d++) {
					unsigned char bytes[4] = {(unsigned char) a, (unsigned char) b, edges[c], edges[d]};

					for (size_t n = 1; n <= 4; n++) {
						bool is = bgproc_utf8_valid((const char *) bytes, n);

						if (is != reference_utf8(bytes, n)) {
							fail_msg("%02x %02x %02x %02x, %zu bytes", a, b, bytes[2], bytes[3], n);
						}
						valid += is;
					}
				}
			}
		}
	}
	assert_true(valid > 10000);
}

/* Checks the output of one of the writers of src/core/json_text.h for these bytes. */
static void check_written(
	void (*write)(struct bgproc_buf *, const char *, size_t), const char *bytes, size_t length, const char *expected)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	write(&buf, bytes, length);
	assert_true(bgproc_buf_ok(&buf));
	assert_string_equal(buf.data, expected);
	assert_int_equal(buf.length, strlen(expected));
	bgproc_buf_free(&buf);
}

static void json_strings(void **state)
{
	check_written(bgproc_json_string, "", 0, "\"\"");
	check_written(bgproc_json_string, "a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
	check_written(bgproc_json_string, "\n\t\r\x01\x1f\x7f", 6, "\"\\n\\t\\u000d\\u0001\\u001f\\u007f\"");
	check_written(bgproc_json_string, "a\0b", 3, "\"a\\u0000b\"");
	check_written(bgproc_json_string, "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 9, "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"");
	/* One U+FFFD for each bad byte: a cut sequence, a surrogate, an overlong NUL. */
	check_written(bgproc_json_string, "x\xc3", 2, "\"x\xef\xbf\xbd\"");
	check_written(bgproc_json_string, "\xed\xa0\x80y", 4, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdy\"");
	check_written(bgproc_json_string, "\xc0\x80", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void json_string_is_always_valid_utf8(void **state)
{
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++) {
			char bytes[3] = {(char) a, (char) b, 'z'};
			struct bgproc_buf buf = BGPROC_BUF_INIT;

			bgproc_json_string(&buf, bytes, sizeof bytes);
			assert_true(bgproc_utf8_valid(buf.data, buf.length));
			for (size_t i = 0; i < buf.length; i++) {
				assert_true((unsigned char) buf.data[i] >= 0x20);
			}
			bgproc_buf_free(&buf);
		}
	}
}

static void base64_of_rfc_4648(void **state)
{
	check_written(bgproc_json_base64, "", 0, "\"\"");
	check_written(bgproc_json_base64, "f", 1, "\"Zg==\"");
	check_written(bgproc_json_base64, "fo", 2, "\"Zm8=\"");
	check_written(bgproc_json_base64, "foo", 3, "\"Zm9v\"");
	check_written(bgproc_json_base64, "foob", 4, "\"Zm9vYg==\"");
	check_written(bgproc_json_base64, "fooba", 5, "\"Zm9vYmE=\"");
	check_written(bgproc_json_base64, "foobar", 6, "\"Zm9vYmFy\"");
	check_written(bgproc_json_base64, "\xff\xfe\xfd\xfb\xff", 5, "\"//79+/8=\"");
	check_written(bgproc_json_base64, "\0\0\0", 3, "\"AAAA\"");
}

/* ---- records ---- */

static void record_free_copes_with_any_half(void **state)
{
	struct bgproc_record record = {0};

	bgproc_record_free(&record);
	record.argv = calloc(2, sizeof *record.argv);
	record.argc = 2;
	record.argv[0] = strdup("only the first");
	record.labels = calloc(2, sizeof *record.labels);
	record.label_count = 2;
	record.labels[1].value = strdup("no name");
	record.state = BGPROC_STATE_RUNNING;
	bgproc_record_free(&record);
	assert_int_equal(record.argc, 0);
	assert_null(record.labels);
	assert_int_equal(record.state, 0);
	bgproc_record_free(&record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_error_wins),
		cmocka_unit_test(error_text_is_bounded),
		cmocka_unit_test(stages_have_names_that_come_back),
		cmocka_unit_test(state_table_all_pairs),
		cmocka_unit_test(state_names),
		cmocka_unit_test(buffer_grows_and_ends_in_nul),
		cmocka_unit_test(buffer_makes_room_for_what_is_known),
		cmocka_unit_test(buffer_remembers_a_failure),
		cmocka_unit_test(key_every_byte),
		cmocka_unit_test(key_lengths_and_shapes),
		cmocka_unit_test(key_is_made_of_time_and_chance),
		cmocka_unit_test(utf8_every_short_sequence),
		cmocka_unit_test(json_strings),
		cmocka_unit_test(json_string_is_always_valid_utf8),
		cmocka_unit_test(base64_of_rfc_4648),
		cmocka_unit_test(record_free_copes_with_any_half),
	};

	return cmocka_run_group_tests_name("core", tests, NULL, NULL);
}
