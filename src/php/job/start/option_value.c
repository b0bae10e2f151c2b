/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/option_value.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "php_bgproc.h"
#include "src/core/key.h"
#include "src/php/base/option_value.h"
#include "src/platform/clock.h"
#include "src/protocol/request_spec.h"
#include "src/protocol/request_text.h"

#include <string.h>

bool bgproc_job_value_absolute_path(const char *name, const zval *value, zend_string **out)
{
	if (!bgproc_option_path(name, value, out)) {
		return false;
	}
	return Z_STRVAL_P(value)[0] == '/' || bgproc_bad_value(name, "an absolute path", value);
}

bool bgproc_job_value_checked(const char *name, const zval *value, bool (*good)(const char *text, size_t length),
	const char *rule, zend_string **out)
{
	if (Z_TYPE_P(value) != IS_STRING) {
		return bgproc_bad_type(name, "of type string", value);
	}
	if (!good(Z_STRVAL_P(value), Z_STRLEN_P(value))) {
		return bgproc_bad_value(name, rule, value);
	}
	*out = Z_STR_P(value);
	return true;
}

bool bgproc_job_value_good_prefix(const char *text, size_t length)
{
	return length <= BGPROC_KEY_MAX - BGPROC_KEY_UNIQUE_LENGTH && bgproc_key_valid(text, length);
}

bool bgproc_job_value_word(const char *name, const zval *value, const char *no, const char *yes, bool *out)
{
	char rule[64];

	snprintf(rule, sizeof rule, "\"%s\" or \"%s\"", no, yes);
	if (Z_TYPE_P(value) != IS_STRING) {
		return bgproc_bad_type(name, rule, value);
	}
	*out = zend_string_equals_cstr(Z_STR_P(value), yes, strlen(yes));
	return *out || zend_string_equals_cstr(Z_STR_P(value), no, strlen(no)) || bgproc_bad_value(name, rule, value);
}

bool bgproc_job_value_any_of(const char *name, zval *value, unsigned types, const char *rule, zval **out)
{
	if (!(types & 1u << Z_TYPE_P(value))) {
		return bgproc_bad_type(name, rule, value);
	}
	*out = value;
	return true;
}

bool bgproc_job_value_php_binary(const char *name, zval *value, zval **out)
{
	static const char rule[] = "a path, or a list of words of which the first is one";
	zend_ulong next = 0, index;
	zend_string *key;
	zval *item;

	if (!bgproc_job_value_any_of(name, value, BGPROC_IS_STRING | BGPROC_IS_ARRAY, rule, out)) {
		return false;
	}
	if (Z_TYPE_P(value) == IS_STRING) {
		return (Z_STRLEN_P(value) > 0 && !bgproc_option_has_nul(Z_STR_P(value))) || bgproc_bad_value(name, rule, value);
	}
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(value), index, key, item) {
		ZVAL_DEREF(item);
		if (key || index != next++ || Z_TYPE_P(item) != IS_STRING || bgproc_option_has_nul(Z_STR_P(item)) ||
			(index == 0 && Z_STRLEN_P(item) == 0)) {
			return bgproc_bad_value(name, rule, item);
		}
	}
	ZEND_HASH_FOREACH_END();
	return next > 0 || bgproc_bad_value(name, rule, value);
}

bool bgproc_job_value_cookies(const char *name, zval *value, HashTable **out)
{
	zval *item;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return bgproc_bad_type(name, "a list of names of cookies", value);
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(value), item) {
		ZVAL_DEREF(item);
		if (Z_TYPE_P(item) != IS_STRING || !bgproc_request_token(Z_STRVAL_P(item), Z_STRLEN_P(item))) {
			return bgproc_bad_value(name, "a list of names of cookies", item);
		}
	}
	ZEND_HASH_FOREACH_END();
	*out = Z_ARRVAL_P(value);
	return true;
}

bool bgproc_job_value_headers(const char *name, zval *value, HashTable **out)
{
	zend_string *key;
	zval *item;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return bgproc_bad_type(name, "an array of name => value", value);
	}
	ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(value), key, item) {
		zval given;

		ZVAL_DEREF(item);
		if (!key || !bgproc_request_token(ZSTR_VAL(key), ZSTR_LEN(key))) {
			return bgproc_bad_value(name, "an array whose names are names of headers", value);
		}
		if (!bgproc_request_header_allowed(ZSTR_VAL(key))) {
			ZVAL_STR(&given, key);
			return bgproc_bad_value(name, "an array without headers that the request itself decides on", &given);
		}
		if (Z_TYPE_P(item) != IS_STRING || !bgproc_request_header_value(Z_STRVAL_P(item), Z_STRLEN_P(item))) {
			/* The message does not contain the value, which may be a secret. */
			zend_value_error(
				"Option \"%s\" must be an array of strings without control characters, that of %s is not", name, ZSTR_VAL(key));
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	*out = Z_ARRVAL_P(value);
	return true;
}

bool bgproc_job_value_authorization(const char *name, zval *value, zend_string **out)
{
	if (Z_TYPE_P(value) != IS_STRING || Z_STRLEN_P(value) == 0 ||
		!bgproc_request_header_value(Z_STRVAL_P(value), Z_STRLEN_P(value))) {
		zend_value_error("Option \"%s\" must be a string that is not empty and without control characters", name);
		return false;
	}
	*out = Z_STR_P(value);
	return true;
}

/* Calls a method of the user's class, which may run any code but must return a string. False with an exception pending. */
static bool seconds_of(zend_object *time, zend_long *seconds)
{
	zval text, format;

	ZVAL_CHAR(&format, 'U');
	ZVAL_UNDEF(&text);
	GC_ADDREF(time);
	zend_call_method_with_1_params(time, time->ce, NULL, "format", &text, &format);
	if (!EG(exception) && Z_TYPE(text) != IS_STRING) {
		zend_type_error("%s::format() must return a string, %s returned", ZSTR_VAL(time->ce->name), zend_zval_type_name(&text));
	}
	*seconds = Z_TYPE(text) == IS_STRING ? ZEND_STRTOL(Z_STRVAL(text), NULL, 10) : 0;
	zval_ptr_dtor(&text);
	OBJ_RELEASE(time);
	return !EG(exception);
}

bool bgproc_job_value_at(const char *name, zval *value, uint64_t *out)
{
	zend_long seconds = 0;

	if (bgproc_option_weak_int(value)) {
		seconds = Z_LVAL_P(value);
	} else if (Z_TYPE_P(value) == IS_OBJECT && instanceof_function(Z_OBJCE_P(value), php_date_get_interface_ce())) {
		if (!seconds_of(Z_OBJ_P(value), &seconds)) {
			return false;
		}
	} else {
		return bgproc_bad_type(name, "a \\DateTimeInterface or an int, seconds since 1970", value);
	}
	if (seconds <= 0 || (uint64_t) seconds > bgproc_wall_us() / 1000000 + BGPROC_JOB_KEEP_MAX) {
		return bgproc_bad_value(name, "a time after 1970 and within the next 1000000000 seconds", value);
	}
	*out = (uint64_t) seconds * 1000000;
	return true;
}

bool bgproc_job_value_connect_timeout(const char *name, zval *value, int64_t *out)
{
	static const char rule[] = "a number of seconds greater than 0 and at most 3600";

	if (!bgproc_option_weak_number(value)) {
		return bgproc_bad_type(name, "of type int|float", value);
	}
	if (!bgproc_seconds_to_ms(zval_get_double(value), true, out) || *out > BGPROC_SPEC_CONNECT_MAX_MS) {
		return bgproc_bad_value(name, rule, value);
	}
	return true;
}

bool bgproc_job_value_unique(const char *name, zval *value, zval **out)
{
	if (Z_TYPE_P(value) == IS_FALSE || Z_TYPE_P(value) == IS_NULL) {
		*out = NULL;
		return true;
	}
	if (Z_TYPE_P(value) != IS_TRUE && Z_TYPE_P(value) != IS_STRING) {
		return bgproc_bad_type(name, "of type bool|string|null", value);
	}
	if (Z_TYPE_P(value) == IS_STRING && Z_STRLEN_P(value) == 0) {
		return bgproc_bad_value(name, "true, or a string that is not empty", value);
	}
	*out = value;
	return true;
}
