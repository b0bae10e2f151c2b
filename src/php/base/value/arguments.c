/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/value/search.h"
#include "src/php/base/value/wire.h"
#include "src/php/base/value_codec.h"

/*
 * The bytes of arguments have one of two forms:
 *
 *   plain      the arguments, one after another; at most one of them is SERIALIZED, and never without bytes
 *   together   SERIALIZED without bytes, then SERIALIZED: the array [list of the positional arguments, array of the named ones]
 *
 * So the first value tells them apart. Together: named arguments, and those that may share objects or references.
 */

/* ---- writing ---- */

/* position is that of a positional argument, beginning with 1; or name is set. */
static void refuse_argument(struct bgproc_payload_problem *problem, uint32_t position, const zend_string *name)
{
	zend_string *what = name ? zend_strpprintf(0, "Argument $%s", ZSTR_VAL(name)) : zend_strpprintf(0, "Argument %u", position);

	bgproc_value_refuse_to_send(problem, ZSTR_VAL(what), "a worker");
	zend_string_release(what);
}

/* [list of the positional arguments, array of the named ones] */
static void put_together(zval *together, uint32_t count, zval *values, HashTable *named)
{
	zval list, map;

	array_init_size(&list, count);
	for (uint32_t i = 0; i < count; i++) {
		Z_TRY_ADDREF(values[i]);
		add_next_index_zval(&list, &values[i]);
	}
	if (named) {
		ZVAL_ARR(&map, zend_array_dup(named));
	} else {
		ZVAL_EMPTY_ARRAY(&map);
	}
	array_init_size(together, 2);
	add_next_index_zval(together, &list);
	add_next_index_zval(together, &map);
}

/* Looks for an argument that can be blamed: in the bytes of all of them together nothing tells which one it was. */
static bool are_serializable(uint32_t count, zval *values, HashTable *named)
{
	struct bgproc_payload_problem problem = {.text = NULL};
	zend_string *name = NULL;
	HashTable held;
	zval *value;
	uint32_t i;

	zend_hash_init(&held, 8, NULL, ZVAL_PTR_DTOR, false);
	for (i = 0; i < count && !problem.text && !EG(exception); i++) {
		problem.text = bgproc_value_unserializable(&values[i], &held);
	}
	if (named && !problem.text) {
		ZEND_HASH_FOREACH_STR_KEY_VAL(named, name, value) {
			if (EG(exception)) {
				break;
			}
			problem.text = bgproc_value_unserializable(value, &held);
			if (problem.text) {
				break;
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	zend_hash_destroy(&held);
	if (problem.text) {
		refuse_argument(&problem, i, name);
		return false;
	}
	return true;
}

static bool encode_together(
	struct bgproc_buf *buf, uint32_t count, zval *values, HashTable *named, enum bgproc_serializer serializer)
{
	struct bgproc_payload_problem problem;
	struct bgproc_ipc_writer writer;
	zend_string *serialized;
	zval together;

	if (!are_serializable(count, values, named)) {
		return false;
	}
	put_together(&together, count, values, named);
	serialized = bgproc_serialize(&together, serializer, &problem);
	zval_ptr_dtor(&together);
	if (!serialized) {
		bgproc_value_refuse_to_send(&problem, "An argument", "a worker");
		return false;
	}
	bgproc_ipc_writer_open(&writer, buf);
	bgproc_ipc_write_serialized(&writer, NULL, 0);
	bgproc_value_write_serialized(&writer, serialized);
	return bgproc_value_close_writer(&writer, "The arguments", "a worker");
}

/* A reference that something else can reach too: another argument, or code that runs meanwhile. */
static bool is_shared_reference(const zval *value)
{
	return Z_ISREF_P(value) && Z_REFCOUNT_P(value) > 1;
}

/* How the arguments are written. */
struct arguments_form {
	uint32_t serialized; /* how many are not plain */
	uint32_t position;   /* of the last one of these */
	uint32_t references;
};

static struct arguments_form form_of(uint32_t count, zval *values)
{
	struct arguments_form form = {.serialized = 0};

	for (uint32_t i = 0; i < count; i++) {
		zval *value = &values[i];

		form.references += is_shared_reference(value);
		ZVAL_DEREF(value);
		if (!bgproc_value_is_plain(value)) {
			form.serialized++;
			form.position = i;
		}
	}
	return form;
}

bool bgproc_arguments_encode(
	struct bgproc_buf *buf, uint32_t count, zval *values, HashTable *named, enum bgproc_serializer serializer)
{
	struct arguments_form form = form_of(count, values);
	struct bgproc_payload_problem problem;
	struct bgproc_ipc_writer writer;
	zend_string *serialized = NULL;

	if ((named && zend_hash_num_elements(named) > 0) || form.serialized > 1 || (form.references > 0 && count > 1)) {
		return encode_together(buf, count, values, named, serializer);
	}
	if (form.serialized) {
		zval *value = &values[form.position];

		ZVAL_DEREF(value);
		serialized = bgproc_serialize(value, serializer, &problem);
		if (!serialized) {
			refuse_argument(&problem, form.position + 1, NULL);
			return false;
		}
	}
	bgproc_ipc_writer_open(&writer, buf);
	for (uint32_t i = 0; i < count; i++) {
		zval *value = &values[i];

		ZVAL_DEREF(value);
		if (serialized && i == form.position) {
			bgproc_value_write_serialized(&writer, serialized);
		} else {
			bgproc_value_write_plain(&writer, value);
		}
	}
	return bgproc_value_close_writer(&writer, "The arguments", "a worker");
}

/* ---- reading ---- */

static const char what[] = "The arguments of a call";

static void allocate(struct bgproc_arguments *arguments, uint32_t count)
{
	if (count == 0) {
		ZVAL_EMPTY_ARRAY(&arguments->array);
		return;
	}
	ZVAL_ARR(&arguments->array, zend_new_array(count));
	zend_hash_real_init_packed(Z_ARRVAL(arguments->array));
	arguments->values = Z_ARRVAL(arguments->array)->arPacked;
}

/* Takes ownership of the value. There is room for it. */
static void append(struct bgproc_arguments *arguments, zval *value)
{
	HashTable *array = Z_ARRVAL(arguments->array);

	ZVAL_COPY_VALUE(&arguments->values[arguments->count], value);
	arguments->count++;
	array->nNumUsed = array->nNumOfElements = arguments->count;
	array->nNextFreeElement = arguments->count;
}

/* from is the first one of the values. */
static bool take_plain(
	struct bgproc_value_input *input, struct bgproc_ipc_value *from, struct bgproc_arguments *arguments)
{
	uint32_t count = input->reader.count;
	zval value;

	allocate(arguments, count);
	for (uint32_t i = 0; i < count; i++) {
		if ((i > 0 && !bgproc_value_input_next(input, from)) || !bgproc_value_input_take(input, from, &value)) {
			return false;
		}
		append(arguments, &value);
	}
	return bgproc_value_input_end(input);
}

/* The serializer's array need not be packed, so its elements go to one that is. */
static bool split(zval *together, struct bgproc_arguments *arguments)
{
	zval *list, *map, *value;

	list = Z_TYPE_P(together) == IS_ARRAY ? zend_hash_index_find(Z_ARRVAL_P(together), 0) : NULL;
	map = list ? zend_hash_index_find(Z_ARRVAL_P(together), 1) : NULL;
	if (!map || Z_TYPE_P(list) != IS_ARRAY || Z_TYPE_P(map) != IS_ARRAY) {
		return bgproc_value_refuse_received(what, "no list");
	}
	allocate(arguments, zend_hash_num_elements(Z_ARRVAL_P(list)));
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(list), value) {
		Z_TRY_ADDREF_P(value);
		append(arguments, value);
	}
	ZEND_HASH_FOREACH_END();
	if (zend_hash_num_elements(Z_ARRVAL_P(map)) > 0) {
		arguments->named = zend_array_dup(Z_ARRVAL_P(map));
	}
	return true;
}

static bool take_together(
	struct bgproc_value_input *input, struct bgproc_ipc_value *from, struct bgproc_arguments *arguments)
{
	zval together;
	bool good;

	if (!bgproc_value_input_next(input, from) || !bgproc_value_input_take(input, from, &together)) {
		return false;
	}
	good = bgproc_value_input_end(input) && split(&together, arguments);
	zval_ptr_dtor(&together);
	return good;
}

static bool take_arguments(struct bgproc_value_input *input, struct bgproc_arguments *arguments)
{
	struct bgproc_ipc_value from;

	if (input->reader.count == 0) {
		return bgproc_value_input_end(input);
	}
	if (!bgproc_value_input_next(input, &from)) {
		return false;
	}
	if (from.kind == BGPROC_IPC_SERIALIZED && from.length == 0) {
		return take_together(input, &from, arguments);
	}
	return take_plain(input, &from, arguments);
}

bool bgproc_arguments_decode(
	const char *bytes, size_t length, enum bgproc_serializer serializer, struct bgproc_arguments *arguments)
{
	struct bgproc_value_input input = {.serializer = serializer, .what = what};

	*arguments = (struct bgproc_arguments) {.count = 0};
	ZVAL_EMPTY_ARRAY(&arguments->array);
	if (bgproc_value_input_open(&input, bytes, length) && take_arguments(&input, arguments)) {
		return true;
	}
	bgproc_arguments_free(arguments);
	return false;
}

void bgproc_arguments_free(struct bgproc_arguments *arguments)
{
	if (arguments->named) {
		zend_array_release(arguments->named);
	}
	zval_ptr_dtor(&arguments->array);
	*arguments = (struct bgproc_arguments) {.count = 0};
	ZVAL_UNDEF(&arguments->array);
}
