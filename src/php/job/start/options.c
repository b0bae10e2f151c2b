/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/job/signing_keys.h"
#include "src/php/job/start/options.h"
#include "src/php/base/option_value.h"
#include "src/php/process/options/options.h"
#include "src/protocol/request_text.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "src/core/key.h"
#include "src/protocol/request_spec.h"
#include "src/platform/clock.h"

#include <string.h>

#define DAY 86400
#define KEEP_SUCCEEDED (30 * DAY)
#define KEEP_FAILED (60 * DAY)
#define KEEP_MAX 1000000000
#define RETRIES_MAX 100

/* ---- values ---- */

static bool take_absolute_path(const char *name, const zval *value, zend_string **out)
{
	if (!bgproc_option_path(name, value, out)) {
		return false;
	}
	return Z_STRVAL_P(value)[0] == '/' || bgproc_bad_value(name, "an absolute path", value);
}

/* A string that some function finds good. */
static bool take_checked(const char *name, const zval *value, bool (*good)(const char *text, size_t length),
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

static bool good_prefix(const char *text, size_t length)
{
	return length <= BGPROC_KEY_MAX - BGPROC_KEY_UNIQUE_LENGTH && bgproc_key_valid(text, length);
}

/* One of two words. */
static bool take_word(const char *name, const zval *value, const char *no, const char *yes, bool *out)
{
	char rule[64];

	snprintf(rule, sizeof rule, "\"%s\" or \"%s\"", no, yes);
	if (Z_TYPE_P(value) != IS_STRING) {
		return bgproc_bad_type(name, rule, value);
	}
	*out = zend_string_equals_cstr(Z_STR_P(value), yes, strlen(yes));
	return *out || zend_string_equals_cstr(Z_STR_P(value), no, strlen(no)) || bgproc_bad_value(name, rule, value);
}

static bool take_any_of(const char *name, zval *value, unsigned types, const char *rule, zval **out)
{
	if (!(types & 1u << Z_TYPE_P(value))) {
		return bgproc_bad_type(name, rule, value);
	}
	*out = value;
	return true;
}

#define STRING (1u << IS_STRING)
#define ARRAY (1u << IS_ARRAY)
#define LONG (1u << IS_LONG)

static bool take_php_binary(const char *name, zval *value, zval **out)
{
	static const char rule[] = "a path, or a list of words of which the first is one";
	zend_ulong next = 0, index;
	zend_string *key;
	zval *item;

	if (!take_any_of(name, value, STRING | ARRAY, rule, out)) {
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

static bool take_cookies(const char *name, zval *value, HashTable **out)
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

static bool take_headers(const char *name, zval *value, HashTable **out)
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
			/* Not the value itself: it may be a secret. */
			zend_value_error(
				"Option \"%s\" must be an array of strings without control characters, that of %s is not", name, ZSTR_VAL(key));
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	*out = Z_ARRVAL_P(value);
	return true;
}

static bool take_authorization(const char *name, zval *value, zend_string **out)
{
	if (Z_TYPE_P(value) != IS_STRING || Z_STRLEN_P(value) == 0 ||
		!bgproc_request_header_value(Z_STRVAL_P(value), Z_STRLEN_P(value))) {
		zend_value_error("Option \"%s\" must be a string that is not empty and without control characters", name);
		return false;
	}
	*out = Z_STR_P(value);
	return true;
}

/* The class may be the user's and do what it likes, as long as a string comes. False with an exception pending. */
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

/* A point in time: \DateTimeInterface, or seconds since 1970. */
static bool take_at(const char *name, zval *value, uint64_t *out)
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
	if (seconds <= 0 || (uint64_t) seconds > bgproc_wall_us() / 1000000 + KEEP_MAX) {
		return bgproc_bad_value(name, "a time after 1970 and within the next 1000000000 seconds", value);
	}
	*out = (uint64_t) seconds * 1000000;
	return true;
}

/* Who sends the request refuses a longer one. */
static bool take_connect_timeout(const char *name, zval *value, int64_t *out)
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

static bool take_unique(const char *name, zval *value, zval **out)
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

/* ---- the table ---- */

enum option {
	OPT_WORKING_DIRECTORY,
	OPT_KEY_PREFIX,
	OPT_KEY,
	OPT_BASE_URL,
	OPT_CONNECT_TO,
	OPT_CA_FILE,
	OPT_AUTHORIZATION,
	OPT_CONNECT_TIMEOUT,
	OPT_FASTCGI,
	OPT_DOCUMENT_ROOT,
	OPT_FRONT_CONTROLLER,
	OPT_WORKER_USER,
	OPT_PHP_BINARY,
	OPT_BOOTSTRAP,
	OPT_ERROR_TIMEOUT,
	OPT_KEEP_SUCCEEDED,
	OPT_KEEP_FAILED,
	OPT_COOKIES,
	OPT_METHOD,
	OPT_QUERY,
	OPT_BODY,
	OPT_CONTENT_TYPE,
	OPT_HEADERS,
	OPT_AS,
	OPT_TRANSPORT,
	OPT_DELAY,
	OPT_AT,
	OPT_UNIQUE,
	OPT_MERGE,
	OPT_TIMEOUT,
	OPT_MAX_RUNTIME,
	OPT_START_TIMEOUT,
	OPT_IDEMPOTENT,
	OPT_RETRIES,
	OPT_BACKOFF,
	OPT_SCOPE,
	OPT_STDERR,
	OPT_OF_PROCESS
};

#define M BGPROC_JOB_OF_MANAGER
#define R BGPROC_JOB_OF_REQUEST
#define C BGPROC_JOB_OF_COMMAND
#define L BGPROC_JOB_OF_CALL
#define START (R | C | L)

static const struct {
	const char *name;
	enum option option;
	unsigned places;
} table[] = {
	{"working_directory", OPT_WORKING_DIRECTORY, M},
	{"key_prefix", OPT_KEY_PREFIX, M},
	{"key", OPT_KEY, M},
	{"base_url", OPT_BASE_URL, M},
	{"connect_to", OPT_CONNECT_TO, M},
	{"ca_file", OPT_CA_FILE, M},
	{"authorization", OPT_AUTHORIZATION, M},
	{"connect_timeout", OPT_CONNECT_TIMEOUT, M},
	{"fastcgi", OPT_FASTCGI, M},
	{"document_root", OPT_DOCUMENT_ROOT, M},
	{"front_controller", OPT_FRONT_CONTROLLER, M},
	{"worker_user", OPT_WORKER_USER, M},
	{"error_timeout", OPT_ERROR_TIMEOUT, M},
	{"method", OPT_METHOD, R},
	{"query", OPT_QUERY, R},
	{"body", OPT_BODY, R},
	{"content_type", OPT_CONTENT_TYPE, R},
	{"headers", OPT_HEADERS, R},
	{"as", OPT_AS, R},
	{"cookies", OPT_COOKIES, M | R},
	{"transport", OPT_TRANSPORT, R},
	{"php_binary", OPT_PHP_BINARY, M | L},
	{"bootstrap", OPT_BOOTSTRAP, M | L},
	{"delay", OPT_DELAY, START},
	{"at", OPT_AT, START},
	{"unique", OPT_UNIQUE, START},
	{"merge", OPT_MERGE, START},
	{"timeout", OPT_TIMEOUT, START},
	{"max_runtime", OPT_MAX_RUNTIME, M | START},
	{"start_timeout", OPT_START_TIMEOUT, M | R},
	{"idempotent", OPT_IDEMPOTENT, START},
	{"retries", OPT_RETRIES, START},
	{"backoff", OPT_BACKOFF, START},
	{"keep_succeeded", OPT_KEEP_SUCCEEDED, M | START},
	{"keep_failed", OPT_KEEP_FAILED, M | START},
	{"scope", OPT_SCOPE, M | START},
	{"labels", OPT_OF_PROCESS, M | START},
	{"grace", OPT_OF_PROCESS, M | START},
	{"output_limit", OPT_OF_PROCESS, M | START},
	{"cwd", OPT_OF_PROCESS, M | C | L},
	{"env", OPT_OF_PROCESS, M | C | L},
	{"inherit_env", OPT_OF_PROCESS, M | C | L},
	{"nice", OPT_OF_PROCESS, M | C | L},
	{"umask", OPT_OF_PROCESS, M | C | L},
	{"limits", OPT_OF_PROCESS, M | C | L},
	{"stdin", OPT_OF_PROCESS, C},
	{"stderr", OPT_STDERR, C | L},
	{"user", OPT_OF_PROCESS, C},
	{"group", OPT_OF_PROCESS, C},
};

#define TABLE_LENGTH (sizeof table / sizeof table[0])

static bool refuse_unknown(zend_string *name, unsigned place)
{
	smart_str list = {0};

	for (size_t i = 0; i < TABLE_LENGTH; i++) {
		if (table[i].places & place) {
			smart_str_appends(&list, list.s ? ", " : "");
			smart_str_appends(&list, table[i].name);
		}
	}
	return bgproc_unknown_option(name, &list);
}

/* What speaks of requests and transports; -1: another option. */
static int take_of_request(enum option option, const char *name, zval *value, struct bgproc_job_options *parsed)
{
	switch (option) {
		case OPT_KEY:
			parsed->key = value;
			return bgproc_job_keys_check(name, value);
		case OPT_BASE_URL:
			return take_checked(name, value, bgproc_request_base_url,
				"\"http://host[:port]\" or \"https://host[:port]\", without user, path and query", &parsed->base_url);
		case OPT_CONNECT_TO:
			return take_checked(name, value, bgproc_request_host, "\"host:port\"", &parsed->connect_to);
		case OPT_CA_FILE:
			return take_absolute_path(name, value, &parsed->ca_file);
		case OPT_AUTHORIZATION:
			return take_authorization(name, value, &parsed->authorization);
		case OPT_CONNECT_TIMEOUT:
			return take_connect_timeout(name, value, &parsed->connect_timeout_ms);
		case OPT_FASTCGI:
			return take_checked(name, value, bgproc_request_socket,
				"\"unix:/path\" of at most 107 bytes, or \"tcp:host:port\"", &parsed->fastcgi);
		case OPT_DOCUMENT_ROOT:
			return take_absolute_path(name, value, &parsed->document_root);
		case OPT_FRONT_CONTROLLER:
			return take_checked(name, value, bgproc_request_script, "a path below the document root, \"/index.php\"",
				&parsed->front_controller);
		case OPT_COOKIES:
			return take_cookies(name, value, &parsed->cookies);
		case OPT_METHOD:
			return take_checked(name, value, bgproc_request_method,
				"the name of an HTTP method: letters, digits and \"!#$%&'*+-.^_`|~\", at most 32", &parsed->method);
		case OPT_QUERY:
			return take_any_of(name, value, STRING | ARRAY, "of type array|string", &parsed->query);
		case OPT_BODY:
			return take_any_of(name, value, STRING | ARRAY, "of type array|string", &parsed->body);
		case OPT_CONTENT_TYPE:
			return take_checked(name, value, bgproc_request_header_value, "a string without control characters",
				&parsed->content_type);
		case OPT_HEADERS:
			return take_headers(name, value, &parsed->headers);
		case OPT_AS:
			parsed->has_as = true;
			return take_word(name, value, "anonymous", "user", &parsed->as_user);
		case OPT_TRANSPORT:
			parsed->has_transport = true;
			return take_word(name, value, "fastcgi", "http", &parsed->by_http);
		default:
			return -1;
	}
}

static bool take(enum option option, const char *name, zval *value, struct bgproc_job_options *parsed)
{
	static const char keep_rule[] = "a number of seconds from 0 (for ever) to 1000000000";
	int known = take_of_request(option, name, value, parsed);

	if (known >= 0) {
		return known;
	}
	switch (option) {
		case OPT_WORKING_DIRECTORY:
			return take_absolute_path(name, value, &parsed->working_directory);
		case OPT_KEY_PREFIX:
			return take_checked(name, value, good_prefix,
				"a string of 1 to 96 letters, digits, \".\", \"_\" or \"-\", not starting with a dot", &parsed->key_prefix);
		case OPT_WORKER_USER:
			return take_any_of(name, value, STRING | LONG, "a name (string) or a number (int)", &parsed->worker_user);
		case OPT_PHP_BINARY:
			return take_php_binary(name, value, &parsed->php_binary);
		case OPT_BOOTSTRAP:
			return bgproc_option_path(name, value, &parsed->bootstrap);
		case OPT_ERROR_TIMEOUT:
			parsed->has_error_timeout = true;
			return bgproc_option_timeout(name, value, &parsed->error_timeout_ms);
		case OPT_TIMEOUT:
			parsed->has_timeout = true;
			return bgproc_option_timeout(name, value, &parsed->timeout_ms);
		case OPT_MAX_RUNTIME:
			return bgproc_option_timeout(name, value, &parsed->max_runtime_ms);
		case OPT_START_TIMEOUT:
			return bgproc_option_timeout(name, value, &parsed->start_timeout_ms);
		case OPT_KEEP_SUCCEEDED:
			return bgproc_option_int(name, value, 0, KEEP_MAX, keep_rule, &parsed->keep_succeeded);
		case OPT_KEEP_FAILED:
			return bgproc_option_int(name, value, 0, KEEP_MAX, keep_rule, &parsed->keep_failed);
		case OPT_DELAY:
			return bgproc_option_seconds(name, value, false, &parsed->delay_ms);
		case OPT_AT:
			return take_at(name, value, &parsed->at_us);
		case OPT_UNIQUE:
			return take_unique(name, value, &parsed->unique);
		case OPT_MERGE:
			return take_word(name, value, "first", "last", &parsed->merge_last);
		case OPT_IDEMPOTENT:
			return bgproc_option_bool(name, value, &parsed->idempotent);
		case OPT_RETRIES:
			return bgproc_option_int(name, value, 0, RETRIES_MAX, "from 0 to 100", &parsed->retries);
		case OPT_BACKOFF:
			return bgproc_option_seconds(name, value, false, &parsed->backoff_ms);
		case OPT_STDERR:
			return Z_TYPE_P(value) == IS_NULL ||
				(Z_TYPE_P(value) == IS_STRING && zend_string_equals_literal(Z_STR_P(value), "stdout")) ||
				bgproc_bad_value(name, "null or \"stdout\"", value);
		case OPT_SCOPE:
			/* Its value is checked with what is passed on. */
			if (!bgproc_option_weak_string(value)) {
				return bgproc_bad_type(name, "of type string", value);
			}
			parsed->scope = Z_STR_P(value);
			return true;
		default:
			return true;
	}
}

/* What only together makes no sense. */
static bool consistent(const struct bgproc_job_options *parsed)
{
	if (parsed->retries > 0 && !parsed->idempotent) {
		zend_value_error(
			"Option \"retries\" must come with \"idempotent\" => true: a failed attempt may have done a part of its work");
		return false;
	}
	if (parsed->at_us && parsed->delay_ms >= 0) {
		zend_value_error("Option \"at\" cannot be combined with \"delay\"");
		return false;
	}
	if (parsed->front_controller && !parsed->document_root) {
		zend_value_error("Option \"front_controller\" must come with \"document_root\"");
		return false;
	}
	if (parsed->fastcgi && !parsed->document_root) {
		zend_value_error("Option \"fastcgi\" must come with \"document_root\"");
		return false;
	}
	if (parsed->base_url && !parsed->key) {
		zend_value_error("Option \"base_url\" must come with \"key\": requests by HTTP are signed");
		return false;
	}
	return true;
}

bool bgproc_job_options_parse(HashTable *options, unsigned place, struct bgproc_job_options *parsed)
{
	zend_string *name;
	zval *value;

	memset(parsed, 0, sizeof *parsed);
	parsed->delay_ms = parsed->max_runtime_ms = -1;
	parsed->timeout_ms = parsed->error_timeout_ms = 60000;
	parsed->start_timeout_ms = 60000;
	parsed->connect_timeout_ms = 2000;
	parsed->backoff_ms = 1000;
	parsed->keep_succeeded = KEEP_SUCCEEDED;
	parsed->keep_failed = KEEP_FAILED;

	ZEND_HASH_FOREACH_STR_KEY_VAL(options, name, value) {
		size_t i = 0;

		ZVAL_DEREF(value);
		while (i < TABLE_LENGTH && !(name && zend_string_equals_cstr(name, table[i].name, strlen(table[i].name)))) {
			i++;
		}
		if (i == TABLE_LENGTH || !(table[i].places & place)) {
			return refuse_unknown(name, place);
		}
		if (!take(table[i].option, table[i].name, value, parsed)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return consistent(parsed);
}

bool bgproc_job_option_belongs(const char *name, enum bgproc_job_place place)
{
	for (size_t i = 0; i < TABLE_LENGTH; i++) {
		if (strcmp(table[i].name, name) == 0) {
			return (table[i].places & place) != 0;
		}
	}
	return false;
}

void bgproc_job_options_for_process(zval *result, HashTable *options, enum bgproc_job_kind kind)
{
	bool request = kind == BGPROC_JOB_HTTP || kind == BGPROC_JOB_FASTCGI;

	array_init(result);
	for (size_t i = 0; i < TABLE_LENGTH; i++) {
		zval *value = zend_hash_str_find_deref(options, table[i].name, strlen(table[i].name));

		if (value && (table[i].option == OPT_OF_PROCESS || table[i].option == OPT_SCOPE || table[i].option == OPT_STDERR) &&
			(!request || (table[i].places & R))) {
			Z_TRY_ADDREF_P(value);
			zend_hash_str_update(Z_ARRVAL_P(result), table[i].name, strlen(table[i].name), value);
		}
	}
}

bool bgproc_job_options_check_process(HashTable *options)
{
	struct bgproc_process_options checked;
	zval process;
	bool good;

	bgproc_job_options_for_process(&process, options, BGPROC_JOB_COMMAND);
	good = bgproc_process_options_parse(Z_ARRVAL(process), false, &checked);
	if (good) {
		/* With the types that the values have been given by now. */
		zend_hash_copy(options, Z_ARRVAL(process), zval_add_ref);
	}
	zval_ptr_dtor(&process);
	return good;
}
