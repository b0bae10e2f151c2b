/* SPDX-License-Identifier: Apache-2.0 */

/* Values as bytes: each value is read back unchanged, and bytes that are not values are refused. */

#include "src/ipc/frame.h"
#include "src/ipc/value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct bgproc_buf buf;
static struct bgproc_ipc_writer writer;
static struct bgproc_ipc_reader reader;

static int open_buf(void **state)
{
	buf = (struct bgproc_buf) BGPROC_BUF_INIT;
	bgproc_ipc_writer_open(&writer, &buf);
	return 0;
}

static int free_buf(void **state)
{
	bgproc_buf_free(&buf);
	return 0;
}

/* Completes the written values, and begins to read them. */
static void turn_round(uint32_t count)
{
	assert_true(bgproc_ipc_writer_close(&writer));
	assert_true(bgproc_ipc_reader_open(&reader, buf.data, buf.length));
	assert_int_equal(reader.count, count);
}

static struct bgproc_ipc_value read_one(enum bgproc_ipc_kind kind)
{
	struct bgproc_ipc_value value;

	assert_int_equal(bgproc_ipc_reader_next(&reader, &value), BGPROC_IPC_VALUE_READ);
	assert_int_equal(value.kind, kind);
	return value;
}

static void read_end(void)
{
	struct bgproc_ipc_value value;

	assert_int_equal(bgproc_ipc_reader_next(&reader, &value), BGPROC_IPC_VALUE_END);
	assert_int_equal(bgproc_ipc_reader_next(&reader, &value), BGPROC_IPC_VALUE_END);
}

/* ---- round trips ---- */

static void no_values_are_values(void **state)
{
	turn_round(0);
	read_end();
	assert_int_equal(buf.length, 4);
}

static void each_kind_comes_back(void **state)
{
	struct bgproc_ipc_value value;

	bgproc_ipc_write_null(&writer);
	bgproc_ipc_write_bool(&writer, false);
	bgproc_ipc_write_bool(&writer, true);
	bgproc_ipc_write_integer(&writer, INT64_MIN);
	bgproc_ipc_write_double(&writer, 0.1);
	bgproc_ipc_write_bytes(&writer, "a\0b", 3);
	bgproc_ipc_write_serialized(&writer, "O:8:", 4);
	turn_round(7);
	read_one(BGPROC_IPC_NULL);
	read_one(BGPROC_IPC_FALSE);
	read_one(BGPROC_IPC_TRUE);
	assert_true(read_one(BGPROC_IPC_INTEGER).integer == INT64_MIN);
	assert_true(read_one(BGPROC_IPC_DOUBLE).number == 0.1);
	value = read_one(BGPROC_IPC_BYTES);
	assert_int_equal(value.length, 3);
	assert_memory_equal(value.bytes, "a\0b", 3);
	value = read_one(BGPROC_IPC_SERIALIZED);
	assert_int_equal(value.length, 4);
	assert_memory_equal(value.bytes, "O:8:", 4);
	read_end();
}

static void every_bit_of_a_number_is_kept(void **state)
{
	static const uint64_t patterns[] = {0, 1, 0x8000000000000000, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000001,
		0xfff0000000000123, UINT64_MAX, 0x3ff0000000000000};
	size_t count = sizeof patterns / sizeof patterns[0];

	for (size_t i = 0; i < count; i++) {
		double number;

		memcpy(&number, &patterns[i], sizeof number);
		bgproc_ipc_write_double(&writer, number);
		bgproc_ipc_write_integer(&writer, (int64_t) patterns[i]);
	}
	turn_round((uint32_t) (2 * count));
	for (size_t i = 0; i < count; i++) {
		double number = read_one(BGPROC_IPC_DOUBLE).number;

		assert_memory_equal(&number, &patterns[i], sizeof number);
		assert_true(read_one(BGPROC_IPC_INTEGER).integer == (int64_t) patterns[i]);
	}
	read_end();
}

static void lists_come_back(void **state)
{
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_list_end(&writer);
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_integer(&writer, 1);
	bgproc_ipc_write_null(&writer);
	bgproc_ipc_write_bytes(&writer, NULL, 0);
	bgproc_ipc_write_list_end(&writer);
	bgproc_ipc_write_bool(&writer, true);
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_double(&writer, 2.5);
	bgproc_ipc_write_list_end(&writer);
	turn_round(4);
	assert_int_equal(read_one(BGPROC_IPC_LIST).count, 0);
	assert_int_equal(read_one(BGPROC_IPC_LIST).count, 3);
	assert_true(read_one(BGPROC_IPC_INTEGER).integer == 1);
	read_one(BGPROC_IPC_NULL);
	assert_int_equal(read_one(BGPROC_IPC_BYTES).length, 0);
	read_one(BGPROC_IPC_TRUE);
	assert_int_equal(read_one(BGPROC_IPC_LIST).count, 1);
	assert_true(read_one(BGPROC_IPC_DOUBLE).number == 2.5);
	read_end();
}

static void many_and_long_values_come_back(void **state)
{
	char *bytes = malloc(16 * 1024 * 1024);
	struct bgproc_ipc_value value;

	memset(bytes, 'x', 16 * 1024 * 1024);
	bgproc_ipc_write_bytes(&writer, bytes, 16 * 1024 * 1024);
	bgproc_ipc_write_list_begin(&writer);
	for (int i = 0; i < 100000; i++) {
		bgproc_ipc_write_integer(&writer, i);
	}
	bgproc_ipc_write_list_end(&writer);
	turn_round(2);
	value = read_one(BGPROC_IPC_BYTES);
	assert_int_equal(value.length, 16 * 1024 * 1024);
	assert_memory_equal(value.bytes, bytes, value.length);
	assert_int_equal(read_one(BGPROC_IPC_LIST).count, 100000);
	for (int i = 0; i < 100000; i++) {
		assert_true(read_one(BGPROC_IPC_INTEGER).integer == i);
	}
	read_end();
	free(bytes);
}

static void values_stand_behind_what_is_there(void **state)
{
	struct bgproc_buf other = BGPROC_BUF_INIT;

	bgproc_buf_puts(&other, "before");
	bgproc_ipc_writer_open(&writer, &other);
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_integer(&writer, 5);
	bgproc_ipc_write_list_end(&writer);
	assert_true(bgproc_ipc_writer_close(&writer));
	assert_memory_equal(other.data, "before", 6);
	assert_true(bgproc_ipc_reader_open(&reader, other.data + 6, other.length - 6));
	read_one(BGPROC_IPC_LIST);
	assert_true(read_one(BGPROC_IPC_INTEGER).integer == 5);
	read_end();
	bgproc_buf_free(&other);
}

/* ---- writing invalid values ---- */

static void assert_not_written(void)
{
	assert_false(bgproc_ipc_writer_close(&writer));
	assert_int_equal(buf.length, 0);
	bgproc_ipc_writer_open(&writer, &buf);
}

static void what_may_not_be_is_not_written(void **state)
{
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_list_end(&writer);
	assert_not_written();
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_serialized(&writer, "i:1;", 4);
	bgproc_ipc_write_list_end(&writer);
	assert_not_written();
	bgproc_ipc_write_list_begin(&writer);
	assert_not_written();
	bgproc_ipc_write_list_end(&writer);
	assert_not_written();
	/* Refused by its length, before the bytes are read. */
	bgproc_ipc_write_bytes(&writer, "", (size_t) BGPROC_IPC_MESSAGE_MAX + 1);
	bgproc_ipc_write_null(&writer);
	assert_not_written();
	/* Afterwards it can be used as before. */
	bgproc_ipc_write_null(&writer);
	turn_round(1);
	read_one(BGPROC_IPC_NULL);
	read_end();
}

static void without_memory_nothing_is_written(void **state)
{
	struct bgproc_buf full = BGPROC_BUF_INIT;

	full.failed = true;
	bgproc_ipc_writer_open(&writer, &full);
	bgproc_ipc_write_list_begin(&writer);
	bgproc_ipc_write_integer(&writer, 1);
	bgproc_ipc_write_list_end(&writer);
	assert_false(bgproc_ipc_writer_close(&writer));
	assert_null(full.data);
}

/* ---- reading invalid values ---- */

/* Reads everything; the bytes are in memory of exactly their length. */
static const char *problem_of(const void *bytes, size_t length)
{
	char *exact = malloc(length ? length : 1);
	struct bgproc_ipc_value value;
	enum bgproc_ipc_value_step step = BGPROC_IPC_VALUE_BROKEN;

	memcpy(exact, bytes, length);
	if (bgproc_ipc_reader_open(&reader, exact, length)) {
		while ((step = bgproc_ipc_reader_next(&reader, &value)) == BGPROC_IPC_VALUE_READ) {
			assert_true(!value.bytes || (value.bytes >= exact && value.bytes + value.length <= exact + length));
			assert_true(value.count <= length);
		}
	}
	assert_int_equal(step == BGPROC_IPC_VALUE_BROKEN, reader.problem != NULL);
	if (step == BGPROC_IPC_VALUE_BROKEN) {
		assert_int_equal(bgproc_ipc_reader_next(&reader, &value), BGPROC_IPC_VALUE_BROKEN);
	}
	free(exact);
	return reader.problem;
}

#define REFUSED(problem, count, bytes) \
	do { \
		char text[4 + sizeof bytes - 1] = {count}; \
		memcpy(text + 4, bytes, sizeof bytes - 1); \
		assert_string_equal(problem_of(text, sizeof text), problem); \
	} while (0)

static void malformed_values_are_refused(void **state)
{
	if (*(const char *) &(const int) {1} != 1) {
		skip(); /* the bytes below are those of a little-endian machine */
	}
	assert_string_equal(problem_of("", 0), "values without their number");
	assert_string_equal(problem_of("\0\0\0", 3), "values without their number");
	REFUSED("more values than bytes", 1, "");
	REFUSED("more values than bytes", 3, "\0\0");
	assert_string_equal(problem_of("\377\377\377\377\0\0\0\0", 8), "more values than bytes");
	REFUSED("bytes behind the last value", 0, "\0");
	REFUSED("bytes behind the last value", 1, "\0\0");
	REFUSED("a value of an unknown kind", 1, "\10");
	REFUSED("a value of an unknown kind", 1, "\377");
	REFUSED("an integer that is cut off", 1, "\3\0\0\0\0\0\0\0");
	REFUSED("a number that is cut off", 1, "\4\0\0\0\0\0\0\0");
	REFUSED("bytes that are cut off", 1, "\5\1\0\0");
	REFUSED("bytes that are cut off", 1, "\5\1\0\0\0");
	REFUSED("bytes that are cut off", 1, "\5\377\377\377\377x");
	REFUSED("bytes that are cut off", 1, "\7\3\0\0\0ab");
	REFUSED("more values in a list than bytes", 1, "\6\0\0\0");
	REFUSED("more values in a list than bytes", 1, "\6\1\0\0\0");
	REFUSED("more values in a list than bytes", 1, "\6\377\377\377\377\0");
	REFUSED("a list in a list", 1, "\6\1\0\0\0\6\0\0\0\0");
	REFUSED("a serialized value in a list", 1, "\6\1\0\0\0\7\0\0\0\0");
	/* Its bytes are not there: the string before has taken them. */
	REFUSED("fewer values than announced", 2, "\5\1\0\0\0x");
	REFUSED("fewer values than announced", 1, "\6\2\0\0\0\5\1\0\0\0x");
}

/* ---- random values ---- */

static uint64_t seed = 88172645463325252u;

static uint64_t random_number(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static void write_random_value(bool in_list)
{
	char bytes[300];
	size_t length = random_number() % 8 ? random_number() % 20 : random_number() % sizeof bytes;
	uint64_t number = random_number();

	switch (number % (in_list ? 6 : 8)) {
		case 0:
			bgproc_ipc_write_null(&writer);
			break;
		case 1:
		case 2:
			bgproc_ipc_write_bool(&writer, number & 64);
			break;
		case 3:
			bgproc_ipc_write_integer(&writer, (int64_t) (number >> number % 64));
			break;
		case 4:
			bgproc_ipc_write_double(&writer, (double) number / 1e5);
			break;
		case 7:
			bgproc_ipc_write_list_begin(&writer);
			for (uint64_t i = number >> 8 & 7; i > 0; i--) {
				write_random_value(true);
			}
			bgproc_ipc_write_list_end(&writer);
			break;
		default:
			for (size_t i = 0; i < length; i++) {
				bytes[i] = (char) random_number();
			}
			(number % 8 == 6 && !in_list ? bgproc_ipc_write_serialized : bgproc_ipc_write_bytes)(&writer, bytes, length);
	}
}

static void write_again(struct bgproc_ipc_writer *target, const struct bgproc_ipc_value *value)
{
	switch (value->kind) {
		case BGPROC_IPC_NULL:
			bgproc_ipc_write_null(target);
			break;
		case BGPROC_IPC_FALSE:
		case BGPROC_IPC_TRUE:
			bgproc_ipc_write_bool(target, value->kind == BGPROC_IPC_TRUE);
			break;
		case BGPROC_IPC_INTEGER:
			bgproc_ipc_write_integer(target, value->integer);
			break;
		case BGPROC_IPC_DOUBLE:
			bgproc_ipc_write_double(target, value->number);
			break;
		case BGPROC_IPC_BYTES:
			bgproc_ipc_write_bytes(target, value->bytes, value->length);
			break;
		case BGPROC_IPC_SERIALIZED:
			bgproc_ipc_write_serialized(target, value->bytes, value->length);
			break;
		case BGPROC_IPC_LIST:
			bgproc_ipc_write_list_begin(target);
			break;
	}
}

/* If the bytes can be read, writing the values again must give the same bytes. False when they cannot be read. */
static bool comes_back(const char *bytes, size_t length)
{
	struct bgproc_buf again = BGPROC_BUF_INIT;
	struct bgproc_ipc_writer target;
	struct bgproc_ipc_value value;
	enum bgproc_ipc_value_step step = BGPROC_IPC_VALUE_BROKEN;
	uint32_t in_list = 0;

	bgproc_ipc_writer_open(&target, &again);
	if (bgproc_ipc_reader_open(&reader, bytes, length)) {
		while ((step = bgproc_ipc_reader_next(&reader, &value)) == BGPROC_IPC_VALUE_READ) {
			write_again(&target, &value);
			if (value.kind == BGPROC_IPC_LIST) {
				in_list = value.count + 1;
			}
			if (in_list && --in_list == 0) {
				bgproc_ipc_write_list_end(&target);
			}
		}
	}
	if (step == BGPROC_IPC_VALUE_END) {
		assert_true(bgproc_ipc_writer_close(&target));
		assert_int_equal(again.length, length);
		assert_memory_equal(again.data, bytes, length);
	}
	bgproc_buf_free(&again);
	return step == BGPROC_IPC_VALUE_END;
}

static void write_random_values(void)
{
	buf.length = 0;
	bgproc_ipc_writer_open(&writer, &buf);
	for (uint64_t count = random_number() % 10; count > 0; count--) {
		write_random_value(false);
	}
	assert_true(bgproc_ipc_writer_close(&writer));
}

static void random_values_come_back(void **state)
{
	for (int round = 0; round < 20000; round++) {
		write_random_values();
		assert_true(comes_back(buf.data, buf.length));
	}
}

static void every_cut_is_refused(void **state)
{
	for (int round = 0; round < 100; round++) {
		write_random_values();
		for (size_t length = 0; length < buf.length; length++) {
			assert_non_null(problem_of(buf.data, length));
		}
		assert_null(problem_of(buf.data, buf.length));
	}
}

static void a_flipped_bit_is_refused_or_means_something_else(void **state)
{
	for (int round = 0; round < 50; round++) {
		write_random_values();
		for (size_t bit = 0; bit < 8 * buf.length; bit++) {
			char *flipped = malloc(buf.length);

			memcpy(flipped, buf.data, buf.length);
			flipped[bit / 8] = (char) (flipped[bit / 8] ^ 1 << bit % 8);
			assert_int_equal(comes_back(flipped, buf.length), problem_of(flipped, buf.length) == NULL);
			free(flipped);
		}
	}
}

int main(void)
{
#define OPEN(test) cmocka_unit_test_setup_teardown(test, open_buf, free_buf)
	const struct CMUnitTest tests[] = {
		OPEN(no_values_are_values),
		OPEN(each_kind_comes_back),
		OPEN(every_bit_of_a_number_is_kept),
		OPEN(lists_come_back),
		OPEN(many_and_long_values_come_back),
		OPEN(values_stand_behind_what_is_there),
		OPEN(what_may_not_be_is_not_written),
		OPEN(without_memory_nothing_is_written),
		OPEN(malformed_values_are_refused),
		OPEN(random_values_come_back),
		OPEN(every_cut_is_refused),
		OPEN(a_flipped_bit_is_refused_or_means_something_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
