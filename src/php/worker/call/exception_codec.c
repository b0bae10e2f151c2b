/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/call/exception_codec.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "src/php/base/exception_property.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value/serializer.h"

#include <string.h>

/*
 * The bytes are those of bgproc_arguments_encode() for: a list for each exception in the chain, the first one first; then the
 * serialized exception as a string, or null. So the lists can be read even if the exception cannot.
 */
enum field {
	FIELD_CLASS,
	FIELD_MESSAGE,
	FIELD_CODE, /* an integer or a string, all others are texts */
	FIELD_FILE,
	FIELD_LINE, /* an integer */
	FIELD_TRACE,
	FIELDS,
};

/* More previous exceptions are not described, and of a text not more bytes: nobody reads that, and it must fit into a message. */
#define CHAIN_MAX 100
#define TEXT_MAX (1024u * 1024)

/* ---- what is thrown meanwhile ---- */

static void drop_thrown(void)
{
	zend_object *exception;

	/* Destructors may throw again. */
	while ((exception = bgproc_exception_take())) {
		OBJ_RELEASE(exception);
	}
}

static zend_object *put_pending_aside(void)
{
	zend_object *pending = EG(exception);

	EG(exception) = NULL;
	return pending;
}

/* exit() and fatal errors that were met meanwhile take the place of what was pending before. */
static void restore_pending(zend_object *pending)
{
	drop_thrown();
	if (!EG(exception)) {
		EG(exception) = pending;
	} else if (pending) {
		OBJ_RELEASE(pending);
	}
}

/* ---- encoding ---- */

/* Takes ownership of the text. */
static void add_text(zval *list, zend_string *text)
{
	if (ZSTR_LEN(text) > TEXT_MAX) {
		add_next_index_stringl(list, ZSTR_VAL(text), TEXT_MAX);
		zend_string_release(text);
	} else {
		add_next_index_str(list, text);
	}
}

/* The method is final, and no code of the script runs in it. */
static zend_string *trace_text(zend_object *exception)
{
	zend_class_entry *base = zend_get_exception_base(exception);
	zend_function *method = zend_hash_str_find_ptr(&base->function_table, ZEND_STRL("gettraceasstring"));
	zval result;

	ZVAL_UNDEF(&result);
	zend_call_known_function(method, exception, exception->ce, &result, 0, NULL, NULL);
	drop_thrown();
	if (Z_TYPE(result) == IS_STRING) {
		return Z_STR(result);
	}
	zval_ptr_dtor(&result);
	return ZSTR_EMPTY_ALLOC();
}

static void describe(zval *lists, zend_object *exception)
{
	const zval *code = bgproc_exception_property(exception, "code");
	const zval *line = bgproc_exception_property(exception, "line");
	zval list;

	array_init_size(&list, FIELDS);
	add_text(&list, zend_string_copy(exception->ce->name));
	add_text(&list, bgproc_exception_text(exception, "message"));
	if (Z_TYPE_P(code) == IS_STRING) {
		add_text(&list, zend_string_copy(Z_STR_P(code)));
	} else {
		add_next_index_long(&list, Z_TYPE_P(code) == IS_LONG ? Z_LVAL_P(code) : 0);
	}
	add_text(&list, bgproc_exception_text(exception, "file"));
	add_next_index_long(&list, Z_TYPE_P(line) == IS_LONG ? Z_LVAL_P(line) : 0);
	add_text(&list, trace_text(exception));
	add_next_index_zval(lists, &list);
}

/* Adds a frame of a trace without its arguments. */
static void add_bare_frame(zval *trace, zval *frame)
{
	zval bare;

	ZVAL_DEREF(frame);
	if (Z_TYPE_P(frame) == IS_ARRAY && zend_hash_exists(Z_ARRVAL_P(frame), ZSTR_KNOWN(ZEND_STR_ARGS))) {
		ZVAL_ARR(&bare, zend_array_dup(Z_ARRVAL_P(frame)));
		zend_hash_del(Z_ARRVAL(bare), ZSTR_KNOWN(ZEND_STR_ARGS));
	} else {
		ZVAL_COPY(&bare, frame);
	}
	add_next_index_zval(trace, &bare);
}

static void remove_trace_arguments(zend_object *exception)
{
	zval *trace = bgproc_exception_property(exception, "trace"), *frame;
	zval before, bare;

	if (Z_TYPE_P(trace) != IS_ARRAY) {
		return;
	}
	array_init_size(&bare, zend_hash_num_elements(Z_ARRVAL_P(trace)));
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(trace), frame) {
		add_bare_frame(&bare, frame);
	}
	ZEND_HASH_FOREACH_END();
	ZVAL_COPY_VALUE(&before, trace);
	ZVAL_COPY_VALUE(trace, &bare);
	/* This may run destructors of the arguments. */
	zval_ptr_dtor(&before);
	drop_thrown();
}

/* Adds a list for each exception in the chain. Before that the arguments are removed from its trace, and so from the text too. */
static void describe_chain(zval *lists, zend_object *exception)
{
	zend_object *at = exception;

	GC_ADDREF(at);
	for (uint32_t i = 0; at && i < CHAIN_MAX; i++) {
		const zval *previous;
		zend_object *done = at;

		remove_trace_arguments(at);
		describe(lists, at);
		previous = bgproc_exception_property(at, "previous");
		at = Z_TYPE_P(previous) == IS_OBJECT ? Z_OBJ_P(previous) : NULL;
		if (at) {
			GC_ADDREF(at);
		}
		OBJ_RELEASE(done);
	}
	if (at) {
		OBJ_RELEASE(at);
	}
}

/* Null when it cannot be serialized. */
static void serialize_exception(zval *serialized, zend_object *exception, enum bgproc_serializer serializer)
{
	struct bgproc_payload_problem problem;
	zend_string *bytes;
	zval value;

	ZVAL_OBJ(&value, exception);
	bytes = bgproc_serialize(&value, serializer, &problem);
	if (bytes) {
		ZVAL_STR(serialized, bytes);
		return;
	}
	bgproc_payload_problem_drop(&problem);
	drop_thrown();
	ZVAL_NULL(serialized);
}

static bool encode_parts(struct bgproc_buf *buf, zval *parts, enum bgproc_serializer serializer)
{
	HashTable *array = Z_ARRVAL_P(parts);

	return bgproc_arguments_encode(buf, array->nNumUsed, array->arPacked, NULL, serializer);
}

bool bgproc_exception_encode(struct bgproc_buf *buf, zend_object *exception, enum bgproc_serializer serializer)
{
	zend_object *pending = put_pending_aside();
	zval parts, serialized;
	bool encoded;

	array_init(&parts);
	describe_chain(&parts, exception);
	serialize_exception(&serialized, exception, serializer);
	add_next_index_zval(&parts, &serialized);
	encoded = encode_parts(buf, &parts, serializer);
	if (!encoded) {
		/* Too large. */
		zval *last = &Z_ARRVAL(parts)->arPacked[Z_ARRVAL(parts)->nNumUsed - 1];

		drop_thrown();
		zval_ptr_dtor(last);
		ZVAL_NULL(last);
		encoded = encode_parts(buf, &parts, serializer);
	}
	zval_ptr_dtor(&parts);
	restore_pending(pending);
	return encoded;
}

/* ---- decoding ---- */

static bool is_description(zval *list)
{
	const zval *fields;

	if (Z_TYPE_P(list) != IS_ARRAY || zend_hash_num_elements(Z_ARRVAL_P(list)) != FIELDS || !HT_IS_PACKED(Z_ARRVAL_P(list))) {
		return false;
	}
	fields = Z_ARRVAL_P(list)->arPacked;
	return Z_TYPE(fields[FIELD_CLASS]) == IS_STRING && Z_TYPE(fields[FIELD_MESSAGE]) == IS_STRING &&
		(Z_TYPE(fields[FIELD_CODE]) == IS_LONG || Z_TYPE(fields[FIELD_CODE]) == IS_STRING) &&
		Z_TYPE(fields[FIELD_FILE]) == IS_STRING && Z_TYPE(fields[FIELD_LINE]) == IS_LONG &&
		Z_TYPE(fields[FIELD_TRACE]) == IS_STRING;
}

static bool are_parts(const struct bgproc_arguments *parts)
{
	if (parts->count < 2) {
		return false;
	}
	for (uint32_t i = 0; i + 1 < parts->count; i++) {
		if (!is_description(&parts->values[i])) {
			return false;
		}
	}
	return true;
}

static zend_object *remote_from(zval *list)
{
	zval *fields = Z_ARRVAL_P(list)->arPacked;

	return bgproc_remote_exception_create(Z_STR(fields[FIELD_CLASS]), Z_STR(fields[FIELD_MESSAGE]), &fields[FIELD_CODE],
		Z_STR(fields[FIELD_FILE]), Z_LVAL(fields[FIELD_LINE]), Z_STR(fields[FIELD_TRACE]));
}

static zend_object *remote_chain_from(zval *lists, uint32_t count)
{
	zend_object *chain = NULL;

	for (uint32_t i = count; i > 0; i--) {
		zend_object *exception = remote_from(&lists[i - 1]);

		if (chain) {
			zend_exception_set_previous(exception, chain);
		}
		chain = exception;
	}
	return chain;
}

/* Exception::__wakeup() has removed codes that are no integers. */
static void restore_codes(zend_object *exception, zval *lists, uint32_t count)
{
	for (uint32_t i = 0; exception && i < count; i++) {
		const zval *sent = &Z_ARRVAL(lists[i])->arPacked[FIELD_CODE];
		zval *code = bgproc_exception_property(exception, "code");
		const zval *previous = bgproc_exception_property(exception, "previous");

		if (Z_TYPE_P(code) == IS_UNDEF && Z_TYPE_P(sent) == IS_STRING) {
			ZVAL_COPY(code, sent);
		}
		exception = Z_TYPE_P(previous) == IS_OBJECT ? Z_OBJ_P(previous) : NULL;
	}
}

/* NULL when the exception was not sent, or is not what was sent. */
static zend_object *original_from(const zval *serialized, const zend_string *name, enum bgproc_serializer serializer)
{
	struct bgproc_payload_problem problem;
	zval value;

	if (Z_TYPE_P(serialized) != IS_STRING) {
		return NULL;
	}
	if (!bgproc_unserialize(Z_STRVAL_P(serialized), Z_STRLEN_P(serialized), serializer, &value, &problem)) {
		bgproc_payload_problem_drop(&problem);
		drop_thrown();
		return NULL;
	}
	if (Z_TYPE(value) == IS_OBJECT && instanceof_function(Z_OBJCE(value), zend_ce_throwable) &&
		zend_string_equals_ci(Z_OBJCE(value)->name, name)) {
		return Z_OBJ(value);
	}
	zval_ptr_dtor(&value);
	drop_thrown();
	return NULL;
}

static zend_object *exception_from(const struct bgproc_arguments *parts, enum bgproc_serializer serializer)
{
	uint32_t count = parts->count - 1;
	zval *lists = parts->values;
	zend_object *original, *left;

	original = original_from(&lists[count], Z_STR(Z_ARRVAL(lists[0])->arPacked[FIELD_CLASS]), serializer);
	if (!original) {
		return remote_chain_from(lists, count);
	}
	restore_codes(original, lists, count);
	left = bgproc_exception_append(original, remote_from(&lists[0]));
	if (left) {
		/* The chain is a circle. */
		OBJ_RELEASE(left);
	}
	return original;
}

static zend_object *unreadable_exception(void)
{
	zend_string *message = zend_string_init(ZEND_STRL("The exception of the worker cannot be read"), false);
	zend_object *exception;
	zval code;

	ZVAL_LONG(&code, 0);
	exception = bgproc_remote_exception_create(
		zend_ce_exception->name, message, &code, ZSTR_EMPTY_ALLOC(), 0, ZSTR_EMPTY_ALLOC());
	zend_string_release(message);
	return exception;
}

zend_object *bgproc_exception_decode(const char *bytes, size_t length, enum bgproc_serializer serializer)
{
	zend_object *pending = put_pending_aside(), *exception;
	struct bgproc_arguments parts;

	if (!bgproc_arguments_decode(bytes, length, serializer, &parts)) {
		exception = unreadable_exception();
	} else {
		exception = are_parts(&parts) ? exception_from(&parts, serializer) : unreadable_exception();
		bgproc_arguments_free(&parts);
	}
	restore_pending(pending);
	return exception;
}

zend_string *bgproc_exception_describe(const char *bytes, size_t length)
{
	zend_object *pending = put_pending_aside();
	struct bgproc_arguments parts;
	zend_string *text = NULL;

	/* Nothing in it is serialized, but for the exception itself, which is a string here. */
	if (bgproc_arguments_decode(bytes, length, BGPROC_SERIALIZER_PHP, &parts)) {
		if (are_parts(&parts)) {
			zval *fields = Z_ARRVAL(parts.values[0])->arPacked;

			text = zend_strpprintf(0, "%s: %s", Z_STRVAL(fields[FIELD_CLASS]), Z_STRVAL(fields[FIELD_MESSAGE]));
		}
		bgproc_arguments_free(&parts);
	}
	restore_pending(pending);
	return text ? text : zend_string_init(ZEND_STRL("an exception that cannot be read"), false);
}
