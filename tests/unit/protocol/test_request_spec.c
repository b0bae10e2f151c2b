/* SPDX-License-Identifier: Apache-2.0 */

/* The request of a job as bytes: written fields are read back, and damaged bytes are refused. */

#include "src/protocol/request_spec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void add_text(struct bgproc_buf *buf, unsigned field, const char *text)
{
	bgproc_spec_add(buf, (enum bgproc_spec_field) field, text, strlen(text));
}

/* A field as it stands, whatever its number and however long it says to be. */
static void add_raw(struct bgproc_buf *buf, uint32_t field, uint32_t length, const char *bytes, size_t there)
{
	bgproc_buf_append(buf, &field, sizeof field);
	bgproc_buf_append(buf, &length, sizeof length);
	bgproc_buf_append(buf, bytes, there);
}

static void same_value(const struct bgproc_spec_value *value, const char *bytes, size_t length)
{
	assert_non_null(value->bytes);
	assert_int_equal(value->length, length);
	assert_memory_equal(value->bytes, bytes, length);
}

/* Parses a copy that is exactly so long; the problem must be told. */
static void expect_refused(const char *bytes, size_t length, const char *problem)
{
	static const struct bgproc_spec nothing;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_spec spec;
	char *copy = malloc(length ? length : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, length);
	memset(&spec, 0xa5, sizeof spec);
	assert_int_equal(bgproc_spec_parse(&spec, copy, length, &err), BGPROC_ERR_ARGUMENT);
	assert_int_equal(err.status, BGPROC_ERR_ARGUMENT);
	assert_string_equal(err.text, problem);
	assert_memory_equal(&spec, &nothing, sizeof spec);
	assert_int_equal(bgproc_spec_parse(&spec, copy, length, NULL), BGPROC_ERR_ARGUMENT);
	free(copy);
}

static void every_field_comes_back(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_spec spec;

	bgproc_spec_begin(&buf);
	/* Backwards, because any order is allowed. */
	for (int field = BGPROC_SPEC_FIELD_END - 1; field > 0; field--) {
		char text[3] = {'v', (char) ('a' + field), '\0'};

		add_text(&buf, (unsigned) field, text);
	}
	assert_true(bgproc_buf_ok(&buf));
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, NULL), BGPROC_OK);
	assert_null(spec.values[0].bytes);
	for (int field = 1; field < BGPROC_SPEC_FIELD_END; field++) {
		char text[2] = {'v', (char) ('a' + field)};

		same_value(&spec.values[field], text, 2);
	}
	bgproc_buf_free(&buf);
}

static void absent_is_not_empty(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_spec_value value;
	struct bgproc_spec spec;
	size_t at = 0;

	bgproc_spec_begin(&buf);
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, NULL), BGPROC_OK);
	for (int field = 0; field < BGPROC_SPEC_FIELD_END; field++) {
		assert_null(spec.values[field].bytes);
	}
	assert_false(bgproc_spec_next(&spec, BGPROC_SPEC_HEADER, &at, &value));
	bgproc_spec_add(&buf, BGPROC_SPEC_BODY, NULL, 0);
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, NULL), BGPROC_OK);
	same_value(&spec.values[BGPROC_SPEC_BODY], "", 0);
	bgproc_buf_free(&buf);
}

static void headers_are_walked_in_order(void **state)
{
	static const char *const headers[] = {"A: 1", "", "A: 1", "B: \xff"};
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_spec_value value;
	struct bgproc_spec spec;
	size_t at = 0;

	bgproc_spec_begin(&buf);
	for (size_t i = 0; i < 4; i++) {
		add_text(&buf, BGPROC_SPEC_HEADER, headers[i]);
		add_text(&buf, (unsigned) (BGPROC_SPEC_COOKIE + i), "between");
	}
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, NULL), BGPROC_OK);
	same_value(&spec.values[BGPROC_SPEC_HEADER], headers[0], strlen(headers[0]));
	for (size_t i = 0; i < 4; i++) {
		assert_true(bgproc_spec_next(&spec, BGPROC_SPEC_HEADER, &at, &value));
		same_value(&value, headers[i], strlen(headers[i]));
	}
	assert_false(bgproc_spec_next(&spec, BGPROC_SPEC_HEADER, &at, &value));
	assert_null(value.bytes);
	assert_false(bgproc_spec_next(&spec, BGPROC_SPEC_HEADER, &at, &value));
	at = 0;
	assert_false(bgproc_spec_next(&spec, BGPROC_SPEC_METHOD, &at, &value));
	bgproc_buf_free(&buf);
}

static void nul_is_for_raw_fields_only(void **state)
{
	for (int field = 1; field < BGPROC_SPEC_FIELD_END; field++) {
		bool raw = field == BGPROC_SPEC_BODY || field == BGPROC_SPEC_KEY;
		static const char *const places[] = {"\0ab", "a\0b", "ab\0"};

		for (size_t i = 0; i < 3; i++) {
			struct bgproc_buf buf = BGPROC_BUF_INIT;
			struct bgproc_spec spec;

			bgproc_spec_begin(&buf);
			bgproc_spec_add(&buf, (enum bgproc_spec_field) field, places[i], 3);
			assert_int_equal(
				bgproc_spec_parse(&spec, buf.data, buf.length, NULL), raw ? BGPROC_OK : BGPROC_ERR_ARGUMENT);
			if (raw) {
				same_value(&spec.values[field], places[i], 3);
			}
			bgproc_buf_free(&buf);
		}
	}
}

static void one_of_each_but_headers(void **state)
{
	for (int field = 1; field < BGPROC_SPEC_FIELD_END; field++) {
		struct bgproc_buf buf = BGPROC_BUF_INIT;
		struct bgproc_spec spec;

		bgproc_spec_begin(&buf);
		/* An empty one is one. */
		add_text(&buf, (unsigned) field, "");
		add_text(&buf, (unsigned) field, "x");
		assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, NULL),
			field == BGPROC_SPEC_HEADER ? BGPROC_OK : BGPROC_ERR_ARGUMENT);
		bgproc_buf_free(&buf);
	}
}

static void a_cut_spec_is_refused_unless_whole_fields_are_left(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	size_t ends[4], end = 0;
	struct bgproc_spec spec;

	bgproc_spec_begin(&buf);
	ends[0] = buf.length;
	add_text(&buf, BGPROC_SPEC_METHOD, "POST");
	ends[1] = buf.length;
	add_text(&buf, BGPROC_SPEC_BODY, "");
	ends[2] = buf.length;
	add_text(&buf, BGPROC_SPEC_TARGET, "/x?y");
	ends[3] = buf.length;
	for (size_t length = 0; length <= buf.length; length++) {
		if (end < 4 && length == ends[end]) {
			assert_int_equal(bgproc_spec_parse(&spec, buf.data, length, NULL), BGPROC_OK);
			end++;
		} else {
			expect_refused(buf.data, length,
				length < BGPROC_SPEC_MAGIC_LENGTH ? "this is no request of this release" : "the request is cut short");
		}
	}
	assert_int_equal(end, 4);
	bgproc_buf_free(&buf);
}

static void lengths_and_numbers_that_lie(void **state)
{
	static const uint32_t lengths[] = {5, 0x7fffffff, 0x80000000, 0xfffffff7, 0xfffffff8, 0xffffffff};
	static const uint32_t fields[] = {0, BGPROC_SPEC_FIELD_END, 0x80000001, 0xffffffff};

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct bgproc_buf buf = BGPROC_BUF_INIT;

		bgproc_spec_begin(&buf);
		add_raw(&buf, BGPROC_SPEC_METHOD, lengths[i], "POST", 4);
		expect_refused(buf.data, buf.length, "the request is cut short");
		bgproc_buf_free(&buf);
	}
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct bgproc_error err = BGPROC_ERROR_INIT;
		struct bgproc_buf buf = BGPROC_BUF_INIT;
		struct bgproc_spec spec;

		bgproc_spec_begin(&buf);
		add_raw(&buf, fields[i], 1, "x", 1);
		assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, &err), BGPROC_ERR_ARGUMENT);
		assert_non_null(strstr(err.text, "an unknown field"));
		bgproc_buf_free(&buf);
	}
}

/* What went wrong is told by the field's name, never by its value. */
static void a_secret_is_not_in_the_message(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_spec spec;

	bgproc_spec_begin(&buf);
	add_text(&buf, BGPROC_SPEC_COOKIE, "hush");
	add_text(&buf, BGPROC_SPEC_COOKIE, "hush");
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, &err), BGPROC_ERR_ARGUMENT);
	assert_string_equal(err.text, "the request has its cookie twice");
	bgproc_buf_free(&buf);
	err = (struct bgproc_error) BGPROC_ERROR_INIT;
	bgproc_spec_begin(&buf);
	bgproc_spec_add(&buf, BGPROC_SPEC_AUTHORIZATION, "hu\0sh", 5);
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, &err), BGPROC_ERR_ARGUMENT);
	assert_string_equal(err.text, "the request has a NUL in its authorization");
	bgproc_buf_free(&buf);
}

static void other_magic_is_refused(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	bgproc_spec_begin(&buf);
	assert_int_equal(buf.length, BGPROC_SPEC_MAGIC_LENGTH);
	for (size_t i = 0; i < BGPROC_SPEC_MAGIC_LENGTH; i++) {
		buf.data[i] ^= 1;
		expect_refused(buf.data, buf.length, "this is no request of this release");
		buf.data[i] ^= 1;
	}
	bgproc_buf_free(&buf);
}

static void size_has_a_limit(void **state)
{
	size_t room = BGPROC_SPEC_SIZE_MAX - BGPROC_SPEC_MAGIC_LENGTH - 8;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	char *body = calloc(1, room + 1);
	struct bgproc_spec spec;

	assert_non_null(body);
	bgproc_spec_begin(&buf);
	bgproc_spec_add(&buf, BGPROC_SPEC_BODY, body, room + 1);
	assert_false(bgproc_buf_ok(&buf));
	assert_int_equal(buf.length, BGPROC_SPEC_MAGIC_LENGTH);
	/* It stays refused: a spec without its body must not be sent. */
	add_text(&buf, BGPROC_SPEC_METHOD, "GET");
	assert_int_equal(buf.length, BGPROC_SPEC_MAGIC_LENGTH);
	bgproc_buf_free(&buf);

	bgproc_spec_begin(&buf);
	bgproc_spec_add(&buf, BGPROC_SPEC_BODY, body, room);
	assert_true(bgproc_buf_ok(&buf));
	assert_int_equal(buf.length, BGPROC_SPEC_SIZE_MAX);
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, NULL), BGPROC_OK);
	assert_int_equal(spec.values[BGPROC_SPEC_BODY].length, room);
	bgproc_buf_append(&buf, "x", 1);
	assert_int_equal(bgproc_spec_parse(&spec, buf.data, buf.length, &err), BGPROC_ERR_ARGUMENT);
	assert_string_equal(err.text, "the request is too large");
	/* Full: not even an empty field. */
	buf.length--;
	bgproc_spec_add(&buf, BGPROC_SPEC_KEY, "", 0);
	assert_false(bgproc_buf_ok(&buf));
	bgproc_buf_free(&buf);
	bgproc_spec_begin(&buf);
	bgproc_spec_add(&buf, BGPROC_SPEC_BODY, body, SIZE_MAX);
	assert_false(bgproc_buf_ok(&buf));
	bgproc_buf_free(&buf);
	bgproc_spec_begin(&buf);
	bgproc_spec_add(&buf, BGPROC_SPEC_FIELD_END, "", 0);
	assert_false(bgproc_buf_ok(&buf));
	bgproc_buf_free(&buf);
	free(body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_comes_back),
		cmocka_unit_test(absent_is_not_empty),
		cmocka_unit_test(headers_are_walked_in_order),
		cmocka_unit_test(nul_is_for_raw_fields_only),
		cmocka_unit_test(one_of_each_but_headers),
		cmocka_unit_test(a_cut_spec_is_refused_unless_whole_fields_are_left),
		cmocka_unit_test(lengths_and_numbers_that_lie),
		cmocka_unit_test(a_secret_is_not_in_the_message),
		cmocka_unit_test(other_magic_is_refused),
		cmocka_unit_test(size_has_a_limit),
	};

	return cmocka_run_group_tests_name("request_spec", tests, NULL, NULL);
}
