/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/request_target.h"

#include "ext/standard/url.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/option_value.h"
#include "src/protocol/request_text.h"

#include <string.h>

zend_string *bgproc_job_target_form(zval *pairs)
{
	zend_function *build = zend_hash_str_find_ptr(EG(function_table), ZEND_STRL("http_build_query"));
	zval arguments[4], text;

	if (Z_TYPE_P(pairs) == IS_STRING) {
		return zend_string_copy(Z_STR_P(pairs));
	}
	if (!build) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "The function http_build_query() is disabled: give query and body as strings");
		return NULL;
	}
	ZVAL_COPY_VALUE(&arguments[0], pairs);
	ZVAL_EMPTY_STRING(&arguments[1]);
	ZVAL_STR(&arguments[2], ZSTR_CHAR('&'));
	ZVAL_LONG(&arguments[3], PHP_QUERY_RFC3986);
	ZVAL_UNDEF(&text);
	zend_call_known_function(build, NULL, NULL, &text, 4, arguments, NULL);
	if (EG(exception) || Z_TYPE(text) != IS_STRING) {
		zval_ptr_dtor(&text);
		return NULL;
	}
	return Z_STR(text);
}

static bool add_query(smart_str *target, zval *pairs)
{
	zend_string *query = bgproc_job_target_form(pairs);

	if (!query) {
		return false;
	}
	if (ZSTR_LEN(query) > 0) {
		smart_str_appendc(target, memchr(ZSTR_VAL(target->s), '?', ZSTR_LEN(target->s)) ? '&' : '?');
		smart_str_append(target, query);
	}
	zend_string_release(query);
	return true;
}

bool bgproc_job_target_check(const zend_string *target)
{
	if (bgproc_request_target(ZSTR_VAL(target), ZSTR_LEN(target))) {
		return true;
	}
	zend_argument_value_error(1,
		"must be a path with an optional query of at most 8192 characters that a URL may have (rawurlencode() makes them), "
		"without \".\" and \"..\", and no address of another server");
	return false;
}

static bool check_smart(smart_str *target)
{
	smart_str_0(target);
	return bgproc_job_target_check(target->s);
}

/*
 * The first item of a list is the path. The others are the query, except the two names by which the PHP library received
 * method and body: those become options. False with an exception pending.
 */
static bool take_list(struct bgproc_job_plan *plan, HashTable *list, zval *path, zval *query)
{
	static const char *const names[2] = {"backjobMethod", "backjobPostdata"};
	zval *first = zend_hash_index_find_deref(list, 0), *value;

	if (!first || Z_TYPE_P(first) != IS_STRING) {
		zend_argument_value_error(1, "must be a path, or an array whose item 0 is one");
		return false;
	}
	ZVAL_COPY(path, first);
	ZVAL_ARR(query, zend_array_dup(list));
	zend_hash_index_del(Z_ARRVAL_P(query), 0);
	value = zend_hash_str_find_deref(list, names[0], strlen(names[0]));
	if (value && Z_TYPE_P(value) == IS_STRING && !plan->given.method) {
		if (!bgproc_request_method(Z_STRVAL_P(value), Z_STRLEN_P(value))) {
			zend_argument_value_error(1, "must have the name of an HTTP method as \"%s\"", names[0]);
			return false;
		}
		Z_TRY_ADDREF_P(value);
		plan->given.method = Z_STR_P(zend_hash_str_update(Z_ARRVAL(plan->options), ZEND_STRL("method"), value));
	}
	value = zend_hash_str_find_deref(list, names[1], strlen(names[1]));
	if (value && (Z_TYPE_P(value) == IS_STRING || Z_TYPE_P(value) == IS_ARRAY) && !plan->given.body) {
		Z_TRY_ADDREF_P(value);
		plan->given.body = zend_hash_str_update(Z_ARRVAL(plan->options), ZEND_STRL("body"), value);
	}
	for (size_t i = 0; i < 2; i++) {
		zend_hash_str_del(Z_ARRVAL_P(query), names[i], strlen(names[i]));
	}
	return true;
}

/* Whether the path contains a host: "http://host/path" or "//host/path". A request always goes to the manager's own server. */
static bool names_server(const zend_string *path)
{
	const char *text = ZSTR_VAL(path);
	size_t scheme = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

	return strncmp(text, "//", 2) == 0 || (scheme > 0 && strncmp(text + scheme, "://", 3) == 0);
}

zend_string *bgproc_job_target(struct bgproc_job_plan *plan, zval *request)
{
	smart_str target = {0};
	zval path, query;

	ZVAL_UNDEF(&path);
	ZVAL_UNDEF(&query);
	if (Z_TYPE_P(request) == IS_STRING) {
		ZVAL_COPY(&path, request);
	} else if (Z_TYPE_P(request) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(request));
	} else {
		take_list(plan, Z_ARRVAL_P(request), &path, &query);
	}
	if (!EG(exception) && names_server(Z_STR(path))) {
		zval given;
		zend_string *text;

		ZVAL_STR(&given, Z_STR(path));
		text = bgproc_describe(&given);
		zend_argument_value_error(1,
			"must be a path, without scheme and host: the request goes to the server of the manager's option \"base_url\" or "
			"\"fastcgi\", %s given",
			ZSTR_VAL(text));
		zend_string_release(text);
	}
	if (!EG(exception)) {
		if (Z_STRLEN(path) == 0 || Z_STRVAL(path)[0] != '/') {
			/* Routes of the PHP library begin without a slash. */
			smart_str_appendc(&target, '/');
		}
		smart_str_append(&target, Z_STR(path));
		if ((Z_TYPE(query) == IS_ARRAY && !add_query(&target, &query)) ||
			(plan->given.query && !add_query(&target, plan->given.query)) || !check_smart(&target)) {
			smart_str_free(&target);
			target.s = NULL;
		}
	}
	zval_ptr_dtor(&path);
	zval_ptr_dtor(&query);
	return target.s;
}
