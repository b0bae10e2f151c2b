/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/value/wire.h"

#include "zend_exceptions.h"

#include "src/php/base/exceptions.h"
#include "src/platform/huge_pages.h"

#include <string.h>

/* ---- writing ---- */

static bool is_scalar(const zval *value)
{
	return Z_TYPE_P(value) >= IS_NULL && Z_TYPE_P(value) <= IS_STRING;
}

bool bgproc_value_is_plain(const zval *value)
{
	const HashTable *array;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return is_scalar(value);
	}
	array = Z_ARRVAL_P(value);
	if (array->nNumOfElements == 0) {
		return true;
	}
	if (!HT_IS_PACKED(array) || !HT_IS_WITHOUT_HOLES(array)) {
		return false;
	}
	for (uint32_t i = 0; i < array->nNumUsed; i++) {
		if (!is_scalar(&array->arPacked[i])) {
			return false;
		}
	}
	return true;
}

static void write_scalar(struct bgproc_ipc_writer *writer, const zval *value)
{
	switch (Z_TYPE_P(value)) {
		case IS_FALSE:
		case IS_TRUE:
			bgproc_ipc_write_bool(writer, Z_TYPE_P(value) == IS_TRUE);
			break;
		case IS_LONG:
			bgproc_ipc_write_integer(writer, Z_LVAL_P(value));
			break;
		case IS_DOUBLE:
			bgproc_ipc_write_double(writer, Z_DVAL_P(value));
			break;
		case IS_STRING:
			bgproc_ipc_write_bytes(writer, Z_STRVAL_P(value), Z_STRLEN_P(value));
			break;
		default:
			bgproc_ipc_write_null(writer);
			break;
	}
}

void bgproc_value_write_plain(struct bgproc_ipc_writer *writer, const zval *value)
{
	const HashTable *array;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		write_scalar(writer, value);
		return;
	}
	array = Z_ARRVAL_P(value);
	bgproc_ipc_write_list_begin(writer);
	for (uint32_t i = 0; i < array->nNumOfElements; i++) {
		write_scalar(writer, &array->arPacked[i]);
	}
	bgproc_ipc_write_list_end(writer);
}

void bgproc_value_write_serialized(struct bgproc_ipc_writer *writer, zend_string *serialized)
{
	bgproc_ipc_write_serialized(writer, ZSTR_VAL(serialized), ZSTR_LEN(serialized));
	zend_string_release(serialized);
}

void bgproc_value_refuse_to_send(struct bgproc_payload_problem *problem, const char *what, const char *to)
{
	zend_string *start = zend_strpprintf(0, "%s cannot be sent to %s", what, to);

	bgproc_payload_problem_throw(problem, ZSTR_VAL(start));
	zend_string_release(start);
}

bool bgproc_value_close_writer(struct bgproc_ipc_writer *writer, const char *what, const char *to)
{
	const char *reason = bgproc_buf_ok(writer->buf) ? "more than 1 GiB is too large for a message" : "memory ran out";
	struct bgproc_payload_problem problem = {.text = NULL};

	if (bgproc_ipc_writer_close(writer)) {
		return true;
	}
	writer->buf->failed = false;
	problem.text = zend_string_init(reason, strlen(reason), false);
	bgproc_value_refuse_to_send(&problem, what, to);
	return false;
}

/* ---- reading ---- */

bool bgproc_value_refuse_received(const char *what, const char *reason)
{
	zend_throw_exception_ex(bgproc_ce_payload_exception, 0, "%s cannot be received: %s", what, reason);
	return false;
}

bool bgproc_value_input_next(struct bgproc_value_input *input, struct bgproc_ipc_value *value)
{
	switch (bgproc_ipc_reader_next(&input->reader, value)) {
		case BGPROC_IPC_VALUE_READ:
			return true;
		case BGPROC_IPC_VALUE_BROKEN:
			return bgproc_value_refuse_received(input->what, input->reader.problem);
		case BGPROC_IPC_VALUE_END:
			break;
	}
	return bgproc_value_refuse_received(input->what, "no value");
}

bool bgproc_value_input_end(struct bgproc_value_input *input)
{
	struct bgproc_ipc_value value;

	switch (bgproc_ipc_reader_next(&input->reader, &value)) {
		case BGPROC_IPC_VALUE_END:
			return true;
		case BGPROC_IPC_VALUE_BROKEN:
			return bgproc_value_refuse_received(input->what, input->reader.problem);
		case BGPROC_IPC_VALUE_READ:
			break;
	}
	return bgproc_value_refuse_received(input->what, "too many values");
}

bool bgproc_value_input_open(struct bgproc_value_input *input, const char *bytes, size_t length)
{
	if (!bgproc_ipc_reader_open(&input->reader, bytes, length)) {
		return bgproc_value_refuse_received(input->what, input->reader.problem);
	}
	return true;
}

/* As ZVAL_STRINGL_FAST(); a very long one is filled in huge pages. */
static void string_from(const struct bgproc_ipc_value *from, zval *value)
{
	char *text;

	if (from->length < BGPROC_HUGE_PAGES_MIN) {
		ZVAL_STRINGL_FAST(value, from->bytes, from->length);
		return;
	}
	ZVAL_NEW_STR(value, zend_string_alloc(from->length, false));
	text = Z_STRVAL_P(value);
	bgproc_huge_pages_advise(text, from->length);
	memcpy(text, from->bytes, from->length);
	text[from->length] = '\0';
}

/* On a failure the value is undefined. */
static bool scalar_from(const struct bgproc_value_input *input, const struct bgproc_ipc_value *from, zval *value)
{
	switch (from->kind) {
		case BGPROC_IPC_NULL:
			ZVAL_NULL(value);
			break;
		case BGPROC_IPC_FALSE:
			ZVAL_FALSE(value);
			break;
		case BGPROC_IPC_TRUE:
			ZVAL_TRUE(value);
			break;
		case BGPROC_IPC_INTEGER:
			ZVAL_LONG(value, (zend_long) from->integer);
			if (Z_LVAL_P(value) != from->integer) {
				ZVAL_UNDEF(value);
				return bgproc_value_refuse_received(input->what, "an integer is too large here");
			}
			break;
		case BGPROC_IPC_DOUBLE:
			ZVAL_DOUBLE(value, from->number);
			break;
		case BGPROC_IPC_BYTES:
			string_from(from, value);
			break;
		default:
			ZVAL_UNDEF(value);
			return bgproc_value_refuse_received(input->what, "a value of a wrong kind");
	}
	return true;
}

static bool list_from(struct bgproc_value_input *input, uint32_t count, zval *value)
{
	struct bgproc_ipc_value element;
	HashTable *array;

	ZVAL_UNDEF(value);
	if (count == 0) {
		ZVAL_EMPTY_ARRAY(value);
		return true;
	}
	array = zend_new_array(count);
	zend_hash_real_init_packed(array);
	for (uint32_t i = 0; i < count; i++) {
		zval *place = &array->arPacked[i];

		if (!bgproc_value_input_next(input, &element) || !scalar_from(input, &element, place)) {
			zend_array_destroy(array);
			return false;
		}
		array->nNumUsed = array->nNumOfElements = i + 1;
		array->nNextFreeElement = i + 1;
	}
	ZVAL_ARR(value, array);
	return true;
}

static bool unserialize_from(const struct bgproc_value_input *input, const struct bgproc_ipc_value *from, zval *value)
{
	struct bgproc_payload_problem problem;
	zend_string *start;

	if (bgproc_unserialize(from->bytes, from->length, input->serializer, value, &problem)) {
		return true;
	}
	start = zend_strpprintf(0, "%s cannot be received", input->what);
	bgproc_payload_problem_throw(&problem, ZSTR_VAL(start));
	zend_string_release(start);
	return false;
}

bool bgproc_value_input_take(struct bgproc_value_input *input, const struct bgproc_ipc_value *from, zval *value)
{
	switch (from->kind) {
		case BGPROC_IPC_LIST:
			return list_from(input, from->count, value);
		case BGPROC_IPC_SERIALIZED:
			return unserialize_from(input, from, value);
		default:
			return scalar_from(input, from, value);
	}
}
