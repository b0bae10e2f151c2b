/* SPDX-License-Identifier: Apache-2.0 */

/* src/core/job.h: the names of the kinds, and text that is cut to fit. */

#include "src/core/job.h"
#include "src/core/json_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void kinds_have_names_that_come_back(void **state)
{
	static const char *const names[BGPROC_JOB_KIND_COUNT] = {"", "command", "call", "http", "fastcgi"};
	enum bgproc_job_kind kind;

	for (int i = 0; i < BGPROC_JOB_KIND_COUNT; i++) {
		size_t length = strlen(names[i]);

		assert_string_equal(bgproc_job_kind_name((enum bgproc_job_kind) i), names[i]);
		kind = BGPROC_JOB_NONE;
		assert_int_equal(bgproc_job_kind_from_name(names[i], length, &kind), i != BGPROC_JOB_NONE);
		assert_int_equal(kind, i);
		assert_false(length > 0 && bgproc_job_kind_from_name(names[i], length - 1, &kind));
	}
	assert_false(bgproc_job_kind_from_name("HTTP", 4, &kind));
	assert_false(bgproc_job_kind_from_name("http\0", 5, &kind));
	assert_false(bgproc_job_kind_from_name("https", 5, &kind));
	assert_string_equal(bgproc_job_kind_name((enum bgproc_job_kind) BGPROC_JOB_KIND_COUNT), "");
	assert_string_equal(bgproc_job_kind_name((enum bgproc_job_kind) - 1), "");
}

/* Copies into memory of exactly this size. */
static void copies(size_t size, const char *text, size_t length, const char *expected)
{
	char *target = malloc(size), *source = malloc(length ? length : 1);

	assert_non_null(target);
	assert_non_null(source);
	memset(target, '#', size);
	memcpy(source, text, length);
	bgproc_job_text_copy(target, size, source, length);
	assert_string_equal(target, expected);
	free(target);
	free(source);
}

static void text_is_cut_between_characters(void **state)
{
	copies(1, "abc", 3, "");
	copies(3, "abc", 3, "ab");
	copies(4, "abc", 3, "abc");
	copies(9, "", 0, "");
	copies(4, "ab\xc3\xa4", 4, "ab");
	copies(5, "ab\xc3\xa4", 4, "ab\xc3\xa4");
	copies(4, "\xe2\x82\xac", 3, "\xe2\x82\xac");
	copies(3, "\xe2\x82\xacx", 4, "");
	copies(6, "x\xf0\x9f\x98\x80y", 6, "x\xf0\x9f\x98\x80");
	copies(5, "x\xf0\x9f\x98\x80y", 6, "x");
}

static void text_of_no_bytes_is_left_alone(void **state)
{
	char guard = '#';

	bgproc_job_text_copy(&guard, 0, "abc", 3);
	assert_int_equal(guard, '#');
}

static void what_is_not_utf8_becomes_a_question_mark(void **state)
{
	copies(20, "a\xff z", 4, "a? z");
	copies(20, "\xc3", 1, "?");
	copies(20, "\xe2\x82", 2, "??");
	copies(20, "\xed\xa0\x80", 3, "???");
	copies(20, "\xc0\x80", 2, "??");
	copies(20, "a\0b", 3, "a?b");
	copies(3, "\xff\xff\xff", 3, "??");
}

static void whatever_comes_the_text_is_utf8(void **state)
{
	unsigned seed = 1;

	for (int round = 0; round < 20000; round++) {
		char source[24], target[16];

		for (size_t i = 0; i < sizeof source; i++) {
			seed = seed * 1103515245 + 12345;
			/* Mostly bytes that take part in sequences. */
			source[i] = (char) (seed >> 16 & 1 ? 0x80 | seed >> 20 : seed >> 24);
		}
		bgproc_job_text_copy(target, sizeof target, source, sizeof source);
		assert_true(strlen(target) < sizeof target);
		/* Longer by nothing but a character that did not fit. */
		assert_true(strlen(target) > sizeof target - 5);
		assert_true(bgproc_utf8_valid(target, strlen(target)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_have_names_that_come_back),
		cmocka_unit_test(text_is_cut_between_characters),
		cmocka_unit_test(text_of_no_bytes_is_left_alone),
		cmocka_unit_test(what_is_not_utf8_becomes_a_question_mark),
		cmocka_unit_test(whatever_comes_the_text_is_utf8),
	};

	return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
