/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/value/serializer.h"
#include "src/php/base/held.h"

#include "zend_exceptions.h"
#include "zend_smart_str.h"
#include "ext/standard/php_var.h"

#include "src/php/base/exception_property.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value/quiet.h"
#include "src/php/base/value/search.h"

#define IGBINARY_SERIALIZE "igbinary_serialize"
#define IGBINARY_UNSERIALIZE "igbinary_unserialize"

/* ---- problems ---- */

void bgproc_payload_problem_throw(struct bgproc_payload_problem *problem, const char *start)
{
	zend_object *thrown, *left;

	if (!problem->text) {
		return;
	}
	thrown = zend_throw_exception_ex(bgproc_ce_payload_exception, 0, "%s: %s", start, ZSTR_VAL(problem->text));
	if (problem->cause) {
		left = bgproc_exception_append(thrown, problem->cause);
		if (left) {
			OBJ_RELEASE(left);
		}
	}
	zend_string_release(problem->text);
}

void bgproc_payload_problem_drop(struct bgproc_payload_problem *problem)
{
	if (problem->text) {
		zend_string_release(problem->text);
	}
	if (problem->cause) {
		OBJ_RELEASE(problem->cause);
	}
}

/* Takes what was thrown. Else the problem is the text, of which this takes ownership. */
static void explain(struct bgproc_payload_problem *problem, zend_string *text)
{
	*problem = (struct bgproc_payload_problem) {.text = NULL};
	if (EG(exception)) {
		problem->cause = bgproc_exception_take();
		if (text) {
			zend_string_release(text);
		}
		text = problem->cause ? bgproc_exception_text(problem->cause, "message") : NULL;
	}
	problem->text = text;
}

/* ---- the context of PHP's serializer ---- */

/*
 * PHP's serializer continues the numbering of an outer call of serialize() or unserialize() when it is called inside, as from
 * Serializable::serialize(). Our bytes are read alone, so they get a numbering of their own.
 */
struct context {
	unsigned lock, serialize_level, unserialize_level;
	struct php_serialize_data *serialize_data;
	struct php_unserialize_data *unserialize_data;
};

static struct context leave_outer_call(void)
{
	struct context outer = {
		.lock = BG(serialize_lock),
		.serialize_level = BG(serialize).level,
		.unserialize_level = BG(unserialize).level,
		.serialize_data = BG(serialize).data,
		.unserialize_data = BG(unserialize).data,
	};

	BG(serialize_lock) = 0;
	BG(serialize).level = 0;
	BG(serialize).data = NULL;
	BG(unserialize).level = 0;
	BG(unserialize).data = NULL;
	return outer;
}

static void enter_outer_call(const struct context *outer)
{
	BG(serialize_lock) = outer->lock;
	BG(serialize).level = outer->serialize_level;
	BG(serialize).data = outer->serialize_data;
	BG(unserialize).level = outer->unserialize_level;
	BG(unserialize).data = outer->unserialize_data;
}

/* ---- igbinary ---- */

static zend_function *igbinary_function(const char *name)
{
	zend_function *function = zend_hash_str_find_ptr(EG(function_table), name, strlen(name));

	return function && function->type == ZEND_INTERNAL_FUNCTION ? function : NULL;
}

bool bgproc_serializer_available(enum bgproc_serializer serializer)
{
	return serializer == BGPROC_SERIALIZER_PHP ||
		(igbinary_function(IGBINARY_SERIALIZE) && igbinary_function(IGBINARY_UNSERIALIZE));
}

/* What there is to say of a serializer that gives no reason. */
static zend_string *failure(enum bgproc_serializer serializer, const char *text)
{
	if (!bgproc_serializer_available(serializer)) {
		text = "the extension igbinary is not loaded";
	}
	return zend_string_init(text, strlen(text), false);
}

/* Result is undefined when the function does not exist or has thrown. */
static void call_igbinary(const char *name, zval *argument, zval *result)
{
	zend_function *function = igbinary_function(name);

	ZVAL_UNDEF(result);
	if (function) {
		zend_call_known_function(function, NULL, NULL, result, 1, argument, NULL);
	}
}

/* ---- serializing ---- */

static zend_string *serialize_by_igbinary(zval *value)
{
	zval result;

	call_igbinary(IGBINARY_SERIALIZE, value, &result);
	if (Z_TYPE(result) == IS_STRING) {
		return Z_STR(result);
	}
	zval_ptr_dtor(&result);
	return NULL;
}

static void restore_precision(void *precision)
{
	PG(serialize_precision) = (zend_long) (intptr_t) precision;
}

/* Whatever the script has set, floating point numbers keep all bits. */
static struct bgproc_held *set_full_precision(void)
{
	struct bgproc_held *held;

	if (PG(serialize_precision) == -1) {
		return NULL;
	}
	held = bgproc_held_new(restore_precision, (void *) (intptr_t) PG(serialize_precision));
	PG(serialize_precision) = -1;
	return held;
}

static zend_string *serialize_by_php(zval *value)
{
	struct bgproc_held *precision = set_full_precision();
	struct context outer = leave_outer_call();
	php_serialize_data_t data;
	smart_str bytes = {0};

	PHP_VAR_SERIALIZE_INIT(data);
	php_var_serialize(&bytes, value, &data);
	PHP_VAR_SERIALIZE_DESTROY(data);
	enter_outer_call(&outer);
	bgproc_held_end(precision);
	return smart_str_extract(&bytes);
}

zend_string *bgproc_serialize(zval *value, enum bgproc_serializer serializer, struct bgproc_payload_problem *problem)
{
	zend_string *bytes = NULL, *found;
	HashTable held;

	zend_hash_init(&held, 8, NULL, ZVAL_PTR_DTOR, false);
	found = bgproc_value_unserializable(value, &held);
	if (!found && !EG(exception)) {
		bytes = serializer == BGPROC_SERIALIZER_PHP ? serialize_by_php(value) : serialize_by_igbinary(value);
	}
	/* No destructors: the value holds what was met, but for what its own code has made meanwhile. */
	zend_hash_destroy(&held);
	if (found) {
		explain(problem, found);
		return NULL;
	}
	if (bytes && !EG(exception)) {
		return bytes;
	}
	if (bytes) {
		zend_string_release(bytes);
	}
	explain(problem, failure(serializer, "the serializer has failed"));
	return NULL;
}

/* ---- unserializing ---- */

/* Also for bytes that are cut off. On failure value may contain a part, and reason may be set to what PHP says. */
static bool unserialize_by_php(const char *bytes, size_t length, zval *value, zend_string **reason)
{
	const unsigned char *at = (const unsigned char *) bytes, *end = at + length;
	struct context outer = leave_outer_call();
	struct bgproc_quiet quiet;
	php_unserialize_data_t data;
	bool good;

	PHP_VAR_UNSERIALIZE_INIT(data);
	quiet = bgproc_quiet_begin();
	good = php_var_unserialize(value, &at, end, &data) && at == end;
	*reason = bgproc_quiet_end(&quiet);
	/* This calls __wakeup() and __unserialize(). */
	PHP_VAR_UNSERIALIZE_DESTROY(data);
	enter_outer_call(&outer);
	return good;
}

static bool unserialize_by_igbinary(const char *bytes, size_t length, zval *value)
{
	zval text;

	ZVAL_STRINGL(&text, bytes, length);
	call_igbinary(IGBINARY_UNSERIALIZE, &text, value);
	zval_ptr_dtor(&text);
	return true;
}

/* Whether value is what a serializer was given. Else reason may be set; what it was before is freed. */
static bool is_complete(zval *value, zend_string **reason)
{
	zend_string *name;

	if (Z_TYPE_P(value) != IS_ARRAY && Z_TYPE_P(value) != IS_OBJECT) {
		return false;
	}
	name = bgproc_value_unknown_class(value);
	if (!name) {
		return true;
	}
	if (*reason) {
		zend_string_release(*reason);
	}
	*reason = zend_strpprintf(0, "the class %s does not exist here", ZSTR_VAL(name));
	zend_string_release(name);
	return false;
}

bool bgproc_unserialize(const char *bytes, size_t length, enum bgproc_serializer serializer, zval *value,
	struct bgproc_payload_problem *problem)
{
	zend_string *reason = NULL;
	bool good;

	ZVAL_UNDEF(value);
	good = serializer == BGPROC_SERIALIZER_PHP ? unserialize_by_php(bytes, length, value, &reason)
											   : unserialize_by_igbinary(bytes, length, value);
	if (Z_ISREF_P(value)) {
		zend_unwrap_reference(value);
	}
	if (good && !EG(exception) && is_complete(value, &reason)) {
		if (reason) {
			zend_string_release(reason);
		}
		return true;
	}
	explain(problem, reason ? reason : failure(serializer, "its bytes cannot be unserialized"));
	zval_ptr_dtor(value);
	ZVAL_UNDEF(value);
	return false;
}
