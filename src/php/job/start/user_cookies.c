/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/start/user_cookies.h"

#include "ext/standard/url.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include <string.h>

/* PHP_SESSION_ACTIVE. The constant of ext/session is not used, because that extension may be missing. */
#define SESSION_ACTIVE 2

/* Calls a function without arguments. If it does not exist, because its extension is missing, answer is UNDEF. */
static void ask(const char *name, zval *answer)
{
	zend_function *function = zend_hash_str_find_ptr(EG(function_table), name, strlen(name));

	ZVAL_UNDEF(answer);
	if (function) {
		zend_call_known_function(function, NULL, NULL, answer, 0, NULL, NULL);
	}
}

static bool session_is_open(void)
{
	zval status;

	ask("session_status", &status);
	return Z_TYPE(status) == IS_LONG && Z_LVAL(status) == SESSION_ACTIVE;
}

static void add_cookie(smart_str *header, zval *cookies, zend_string *name)
{
	zval *value = zend_symtable_find(Z_ARRVAL_P(cookies), name);
	zend_string *encoded;

	if (value) {
		ZVAL_DEREF(value);
	}
	if (!value || Z_TYPE_P(value) != IS_STRING) {
		return;
	}
	encoded = php_raw_url_encode(Z_STRVAL_P(value), Z_STRLEN_P(value));
	if (header->s) {
		smart_str_appends(header, "; ");
	}
	smart_str_append(header, name);
	smart_str_appendc(header, '=');
	smart_str_append(header, encoded);
	zend_string_release(encoded);
}

bool bgproc_user_cookies(HashTable *names, zend_string **cookies)
{
	zval *given = zend_hash_str_find_deref(&EG(symbol_table), ZEND_STRL("_COOKIE")), session, *name;
	smart_str header = {0};

	*cookies = NULL;
	if (session_is_open()) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"The session is still open, a job of the same user would wait for this script; call session_write_close() first");
		return false;
	}
	if (!given || Z_TYPE_P(given) != IS_ARRAY) {
		return true;
	}
	ask("session_name", &session);
	if (Z_TYPE(session) == IS_STRING) {
		add_cookie(&header, given, Z_STR(session));
	}
	if (names) {
		ZEND_HASH_FOREACH_VAL(names, name) {
			ZVAL_DEREF(name);
			if (Z_TYPE(session) != IS_STRING || !zend_string_equals(Z_STR_P(name), Z_STR(session))) {
				add_cookie(&header, given, Z_STR_P(name));
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	zval_ptr_dtor(&session);
	if (header.s) {
		smart_str_0(&header);
		*cookies = header.s;
	}
	return true;
}
