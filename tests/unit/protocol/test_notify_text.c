/* SPDX-License-Identifier: Apache-2.0 */

/* Messages of jobs: the text of their strings. */

#include "src/core/json_text.h"
#include "src/protocol/notify_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_text_in(size_t size, const char *escaped, const char *expected)
{
	size_t length = strlen(escaped);
	char *target = malloc(size), *source = malloc(length ? length : 1);

	assert_non_null(target);
	assert_non_null(source);
	memcpy(source, escaped, length);
	memset(target, '#', size);
	assert_int_equal(bgproc_notify_unescape(target, size, (struct bgproc_notify_span) {source, length}), strlen(expected));
	assert_string_equal(target, expected);
	free(target);
	free(source);
}

static void escapes_are_resolved(void **state)
{
	expect_text_in(50, "", "");
	expect_text_in(50, "plain \xc3\xa4", "plain \xc3\xa4");
	expect_text_in(50, "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t");
	expect_text_in(50, "\\u0041\\u007f\\u0080\\u07ff\\u0800\\uFFFD\\uffff",
		"A\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbd\xef\xbf\xbf");
	expect_text_in(50, "\\ud7ff\\ue000", "\xed\x9f\xbf\xee\x80\x80");
	expect_text_in(50, "\\uD83D\\uDE00!", "\xf0\x9f\x98\x80!");
	expect_text_in(50, "\\ud800\\udc00\\udbff\\udfff", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
	expect_text_in(50, "a\\u0000b", "a\xef\xbf\xbd"
									"b");
	expect_text_in(50, "\\u00e40", "\xc3\xa4"
								   "0");
}

static void lone_surrogates_are_replaced(void **state)
{
	expect_text_in(50, "\\ud83d", "\xef\xbf\xbd");
	expect_text_in(50, "\\ude00", "\xef\xbf\xbd");
	expect_text_in(50, "\\ud83dx", "\xef\xbf\xbdx");
	expect_text_in(50, "\\ud83d\\n", "\xef\xbf\xbd\n");
	expect_text_in(50, "\\ud83d\\u0041", "\xef\xbf\xbd"
										 "A");
	expect_text_in(50, "\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd");
	expect_text_in(50, "\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80");
}

static void text_is_cut_between_characters(void **state)
{
	char guard = '#';

	expect_text_in(1, "abc", "");
	expect_text_in(3, "abc", "ab");
	expect_text_in(4, "abc", "abc");
	expect_text_in(4, "ab\\u00e4", "ab");
	expect_text_in(5, "ab\\u00e4", "ab\xc3\xa4");
	expect_text_in(4, "\\ud83d\\ude00", "");
	expect_text_in(5, "\\ud83d\\ude00", "\xf0\x9f\x98\x80");
	expect_text_in(3, "\xe2\x82\xac", "");
	expect_text_in(3, "a\\u0000", "a");
	/* Nothing behind the cut, though it would fit. */
	expect_text_in(4, "a\xe2\x82\xac"
					  "b",
		"a");
	assert_int_equal(bgproc_notify_unescape(&guard, 0, (struct bgproc_notify_span) {"abc", 3}), 0);
	assert_int_equal(guard, '#');
	assert_int_equal(bgproc_notify_unescape(&guard, 1, (struct bgproc_notify_span) {NULL, 0}), 0);
	assert_int_equal(guard, '\0');
}

/* Whatever the bytes are, also those that no message has: the text is UTF-8 and nothing else is read or written. */
static void any_bytes_give_text(void **state)
{
	static const char alphabet[] = "\\\\\\\\uuudDcC8890aAnbt\"\xc3\xa4\xe2\x82\xac\xf0\x9f\xff";
	unsigned seed = 3;

	for (int round = 0; round < 50000; round++) {
		char bytes[20], text[16];
		size_t length, made;

		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 1103515245 + 12345;
			/* Its NUL too. */
			bytes[i] = alphabet[(seed >> 16) % sizeof alphabet];
		}
		length = (seed >> 8) % (sizeof bytes + 1);
		{
			char *exact = malloc(length ? length : 1);

			assert_non_null(exact);
			memcpy(exact, bytes, length);
			made = bgproc_notify_unescape(text, sizeof text, (struct bgproc_notify_span) {exact, length});
			free(exact);
		}
		assert_int_equal(strlen(text), made);
		assert_true(made < sizeof text && bgproc_utf8_valid(text, made));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_are_resolved),
		cmocka_unit_test(lone_surrogates_are_replaced),
		cmocka_unit_test(text_is_cut_between_characters),
		cmocka_unit_test(any_bytes_give_text),
	};

	return cmocka_run_group_tests_name("notify_text", tests, NULL, NULL);
}
