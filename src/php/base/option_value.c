/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/option_value.h"

#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include <math.h>
#include <string.h>

bool bgproc_argument_seconds(double seconds, uint32_t arg_num, int64_t *ms)
{
	if (!bgproc_seconds_to_ms(seconds, false, ms)) {
		zend_argument_value_error(arg_num, "must be a number of seconds from 0 to 1000000000");
		return false;
	}
	return true;
}

bool bgproc_argument_deadline(double timeout, bool forever, uint32_t arg_num, struct bgproc_deadline *deadline)
{
	int64_t ms;

	*deadline = BGPROC_NEVER;
	if (forever) {
		return true;
	}
	if (!bgproc_seconds_to_ms(timeout, false, &ms)) {
		zend_argument_value_error(arg_num, "must be null or a number of seconds from 0 to 1000000000");
		return false;
	}
	*deadline = ms == 0 ? (struct bgproc_deadline) {0} : bgproc_deadline_in(ms);
	return true;
}

zend_string *bgproc_describe(const zval *value)
{
	smart_str text = {0};

	ZVAL_DEREF(value);
	switch (Z_TYPE_P(value)) {
		case IS_LONG:
			smart_str_append_printf(&text, "int " ZEND_LONG_FMT, Z_LVAL_P(value));
			break;
		case IS_DOUBLE:
			smart_str_append_printf(&text, "float %.17g", Z_DVAL_P(value));
			break;
		case IS_STRING:
			smart_str_appends(&text, "string \"");
			smart_str_append_escaped_truncated(&text, Z_STR_P(value), 64);
			smart_str_appendc(&text, '"');
			break;
		default:
			smart_str_appends(&text, zend_zval_type_name(value));
	}
	smart_str_0(&text);
	return text.s;
}

/* Throws class: Option "name" must be RULE, WHAT given. Returns false. */
static bool refuse(zend_class_entry *class, const char *name, const char *rule, const zval *value)
{
	zend_string *given = bgproc_describe(value);

	zend_throw_error(class, "Option \"%s\" must be %s, %s given", name, rule, ZSTR_VAL(given));
	zend_string_release(given);
	return false;
}

bool bgproc_bad_value(const char *name, const char *rule, const zval *value)
{
	return refuse(zend_ce_value_error, name, rule, value);
}

bool bgproc_bad_type(const char *name, const char *rule, const zval *value)
{
	return refuse(zend_ce_type_error, name, rule, value);
}

bool bgproc_unknown_option(zend_string *name, smart_str *known)
{
	zend_string *given = NULL;

	if (name) {
		zval text;

		ZVAL_STR(&text, name);
		given = bgproc_describe(&text);
	}
	smart_str_0(known);
	/* Described names start with "string ", which is left out. */
	zend_value_error("Unknown option %s; the options are %s", given ? ZSTR_VAL(given) + strlen("string ") : "(a number)",
		ZSTR_VAL(known->s));
	smart_str_free(known);
	if (given) {
		zend_string_release(given);
	}
	return false;
}

/* Levels: the options, the arrays among their values, and the arrays in those. */
#define SETTLED_DEPTH 3

static void settle(HashTable *table, int depth)
{
	zval *value;

	ZEND_HASH_FOREACH_VAL(table, value) {
		if (Z_ISREF_P(value)) {
			zend_unwrap_reference(value);
		}
		if (Z_TYPE_P(value) == IS_ARRAY && depth < SETTLED_DEPTH && !(GC_FLAGS(Z_ARR_P(value)) & GC_IMMUTABLE)) {
			SEPARATE_ARRAY(value);
			settle(Z_ARRVAL_P(value), depth + 1);
		}
	}
	ZEND_HASH_FOREACH_END();
}

HashTable *bgproc_options_settled(HashTable *options)
{
	HashTable *copy = zend_array_dup(options);

	settle(copy, 1);
	return copy;
}

bool bgproc_option_has_nul(const zend_string *text)
{
	return strlen(ZSTR_VAL(text)) != ZSTR_LEN(text);
}

bool bgproc_option_path(const char *name, const zval *value, zend_string **out)
{
	if (Z_TYPE_P(value) != IS_STRING) {
		return bgproc_bad_type(name, "a path (string)", value);
	}
	if (Z_STRLEN_P(value) == 0 || bgproc_option_has_nul(Z_STR_P(value)) || Z_STRLEN_P(value) >= MAXPATHLEN) {
		return bgproc_bad_value(name, "a path that is not empty, not longer than the system allows and without NUL bytes", value);
	}
	*out = Z_STR_P(value);
	return true;
}

bool bgproc_seconds_to_ms(double seconds, bool positive, int64_t *ms)
{
	if (!(positive ? seconds > 0 : seconds >= 0) || seconds > BGPROC_SECONDS_MAX) {
		return false;
	}
	*ms = (int64_t) ceil(seconds * 1000);
	return true;
}

/* ---- values of scalar types ---- */

bool bgproc_option_weak_number(zval *value)
{
	zend_long whole;
	double number;
	zend_uchar type;

	if (Z_TYPE_P(value) == IS_LONG || Z_TYPE_P(value) == IS_DOUBLE) {
		return true;
	}
	if (Z_TYPE_P(value) != IS_STRING || ZEND_ARG_USES_STRICT_TYPES()) {
		return false;
	}
	type = is_numeric_string(Z_STRVAL_P(value), Z_STRLEN_P(value), &whole, &number, false);
	if (type == 0) {
		return false;
	}
	zval_ptr_dtor(value);
	if (type == IS_LONG) {
		ZVAL_LONG(value, whole);
	} else {
		ZVAL_DOUBLE(value, number);
	}
	return true;
}

bool bgproc_option_weak_int(zval *value)
{
	double number;

	if (Z_TYPE_P(value) == IS_LONG) {
		return true;
	}
	if (ZEND_ARG_USES_STRICT_TYPES()) {
		return false;
	}
	/* A string that is not an integer must stay unchanged for the message. */
	if (Z_TYPE_P(value) == IS_STRING) {
		zend_long whole;

		switch (is_numeric_string(Z_STRVAL_P(value), Z_STRLEN_P(value), &whole, &number, false)) {
			case IS_LONG:
				zval_ptr_dtor(value);
				ZVAL_LONG(value, whole);
				return true;
			case IS_DOUBLE:
				break;
			default:
				return false;
		}
	} else if (Z_TYPE_P(value) == IS_DOUBLE) {
		number = Z_DVAL_P(value);
	} else {
		return false;
	}
	if (!ZEND_DOUBLE_FITS_LONG(number) || (double) (zend_long) number != number) {
		return false;
	}
	zval_ptr_dtor(value);
	ZVAL_LONG(value, (zend_long) number);
	return true;
}

bool bgproc_option_weak_string(zval *value)
{
	if ((Z_TYPE_P(value) == IS_LONG || Z_TYPE_P(value) == IS_DOUBLE) && !ZEND_ARG_USES_STRICT_TYPES()) {
		convert_to_string(value);
	}
	return Z_TYPE_P(value) == IS_STRING;
}

/* Accepts "", "0", "1", 0 and 1. PHP would convert "no" to true; here it is an error. */
static bool weak_bool(zval *value)
{
	bool yes;

	if (ZEND_ARG_USES_STRICT_TYPES()) {
		return false;
	}
	if (Z_TYPE_P(value) == IS_LONG && (Z_LVAL_P(value) == 0 || Z_LVAL_P(value) == 1)) {
		yes = Z_LVAL_P(value) == 1;
	} else if (Z_TYPE_P(value) == IS_STRING && (Z_STRLEN_P(value) == 0 || zend_string_equals_literal(Z_STR_P(value), "0"))) {
		yes = false;
	} else if (Z_TYPE_P(value) == IS_STRING && zend_string_equals_literal(Z_STR_P(value), "1")) {
		yes = true;
	} else {
		return false;
	}
	zval_ptr_dtor(value);
	ZVAL_BOOL(value, yes);
	return true;
}

bool bgproc_option_bool(const char *name, zval *value, bool *out)
{
	if (Z_TYPE_P(value) != IS_TRUE && Z_TYPE_P(value) != IS_FALSE && !weak_bool(value)) {
		return bgproc_bad_type(name, "of type bool", value);
	}
	*out = Z_TYPE_P(value) == IS_TRUE;
	return true;
}

bool bgproc_option_int(const char *name, zval *value, zend_long least, zend_long most, const char *rule, zend_long *out)
{
	if (!bgproc_option_weak_int(value)) {
		return bgproc_bad_type(name, "of type int", value);
	}
	if (Z_LVAL_P(value) < least || Z_LVAL_P(value) > most) {
		return bgproc_bad_value(name, rule, value);
	}
	*out = Z_LVAL_P(value);
	return true;
}

bool bgproc_option_seconds(const char *name, zval *value, bool positive, int64_t *out)
{
	double seconds;

	if (!bgproc_option_weak_number(value)) {
		return bgproc_bad_type(name, positive ? "of type int|float|null" : "of type int|float", value);
	}
	seconds = zval_get_double(value);
	if (!bgproc_seconds_to_ms(seconds, positive, out)) {
		return bgproc_bad_value(name,
			positive ? "a number of seconds greater than 0 and at most 1000000000, or null"
					 : "a number of seconds from 0 to 1000000000",
			value);
	}
	return true;
}

bool bgproc_option_timeout(const char *name, zval *value, int64_t *out)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		*out = -1;
		return true;
	}
	return bgproc_option_seconds(name, value, true, out);
}
