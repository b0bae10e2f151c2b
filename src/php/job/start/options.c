/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/job/signing_keys.h"
#include "src/php/job/start/option_value.h"
#include "src/php/job/start/options.h"
#include "src/php/base/option_value.h"
#include "src/protocol/request_text.h"

#include "zend_exceptions.h"

#include <string.h>

#define DAY 86400
#define KEEP_SUCCEEDED (30 * DAY)
#define KEEP_FAILED (60 * DAY)
#define RETRIES_MAX 100

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

/* Options of requests and transports; -1: another option. */
static int take_of_request(enum option option, const char *name, zval *value, struct bgproc_job_options *parsed)
{
	switch (option) {
		case OPT_KEY:
			parsed->key = value;
			return bgproc_signing_keys_check(name, value);
		case OPT_BASE_URL:
			return bgproc_job_value_checked(name, value, bgproc_request_base_url,
				"\"http://host[:port]\" or \"https://host[:port]\", without user, path and query", &parsed->base_url);
		case OPT_CONNECT_TO:
			return bgproc_job_value_checked(name, value, bgproc_request_host, "\"host:port\"", &parsed->connect_to);
		case OPT_CA_FILE:
			return bgproc_job_value_absolute_path(name, value, &parsed->ca_file);
		case OPT_AUTHORIZATION:
			return bgproc_job_value_authorization(name, value, &parsed->authorization);
		case OPT_CONNECT_TIMEOUT:
			return bgproc_job_value_connect_timeout(name, value, &parsed->connect_timeout_ms);
		case OPT_FASTCGI:
			return bgproc_job_value_checked(name, value, bgproc_request_socket,
				"\"unix:/path\" of at most 107 bytes, or \"tcp:host:port\"", &parsed->fastcgi);
		case OPT_DOCUMENT_ROOT:
			return bgproc_job_value_absolute_path(name, value, &parsed->document_root);
		case OPT_FRONT_CONTROLLER:
			return bgproc_job_value_checked(name, value, bgproc_request_script, "a path below the document root, \"/index.php\"",
				&parsed->front_controller);
		case OPT_COOKIES:
			return bgproc_job_value_cookies(name, value, &parsed->cookies);
		case OPT_METHOD:
			return bgproc_job_value_checked(name, value, bgproc_request_method,
				"the name of an HTTP method: letters, digits and \"!#$%&'*+-.^_`|~\", at most 32", &parsed->method);
		case OPT_QUERY:
			return bgproc_job_value_any_of(
				name, value, BGPROC_IS_STRING | BGPROC_IS_ARRAY, "of type array|string", &parsed->query);
		case OPT_BODY:
			return bgproc_job_value_any_of(
				name, value, BGPROC_IS_STRING | BGPROC_IS_ARRAY, "of type array|string", &parsed->body);
		case OPT_CONTENT_TYPE:
			return bgproc_job_value_checked(name, value, bgproc_request_header_value, "a string without control characters",
				&parsed->content_type);
		case OPT_HEADERS:
			return bgproc_job_value_headers(name, value, &parsed->headers);
		case OPT_AS:
			parsed->has_as = true;
			return bgproc_job_value_word(name, value, "anonymous", "user", &parsed->as_user);
		case OPT_TRANSPORT:
			parsed->has_transport = true;
			return bgproc_job_value_word(name, value, "fastcgi", "http", &parsed->by_http);
		default:
			return -1;
	}
}

/* The value is checked later, together with the options that are passed to the process. */
static bool take_scope(const char *name, zval *value, struct bgproc_job_options *parsed)
{
	if (!bgproc_option_weak_string(value)) {
		return bgproc_bad_type(name, "of type string", value);
	}
	parsed->scope = Z_STR_P(value);
	return true;
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
			return bgproc_job_value_absolute_path(name, value, &parsed->working_directory);
		case OPT_KEY_PREFIX:
			return bgproc_job_value_checked(name, value, bgproc_job_value_good_prefix,
				"a string of 1 to 96 letters, digits, \".\", \"_\" or \"-\", not starting with a dot", &parsed->key_prefix);
		case OPT_WORKER_USER:
			return bgproc_job_value_any_of(
				name, value, BGPROC_IS_STRING | BGPROC_IS_LONG, "a name (string) or a number (int)", &parsed->worker_user);
		case OPT_PHP_BINARY:
			return bgproc_job_value_php_binary(name, value, &parsed->php_binary);
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
			return bgproc_option_int(name, value, 0, BGPROC_JOB_KEEP_MAX, keep_rule, &parsed->keep_succeeded);
		case OPT_KEEP_FAILED:
			return bgproc_option_int(name, value, 0, BGPROC_JOB_KEEP_MAX, keep_rule, &parsed->keep_failed);
		case OPT_DELAY:
			return bgproc_option_seconds(name, value, false, &parsed->delay_ms);
		case OPT_AT:
			return bgproc_job_value_at(name, value, &parsed->at_us);
		case OPT_UNIQUE:
			return bgproc_job_value_unique(name, value, &parsed->unique);
		case OPT_MERGE:
			return bgproc_job_value_word(name, value, "first", "last", &parsed->merge_last);
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
			return take_scope(name, value, parsed);
		default:
			return true;
	}
}

/* Checks combinations of options. */
static bool has(HashTable *options, const char *name)
{
	return zend_hash_str_exists(options, name, strlen(name));
}

static bool consistent(HashTable *options, const struct bgproc_job_options *parsed)
{
	if (parsed->retries > 0 && !parsed->idempotent) {
		zend_value_error(
			"Option \"retries\" must come with \"idempotent\" => true: a failed attempt may have done a part of its work");
		return false;
	}
	if (has(options, "backoff") && !has(options, "retries")) {
		zend_value_error("Option \"backoff\" must come with \"retries\": it is the pause before a retry");
		return false;
	}
	if (has(options, "merge") && !has(options, "unique")) {
		zend_value_error("Option \"merge\" must come with \"unique\": without it no two jobs are the same");
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

bool bgproc_job_options_parse(HashTable *options, unsigned place, uint32_t own, struct bgproc_job_options *parsed)
{
	zend_string *name;
	zval *value;
	uint32_t seen = 0;

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
		if (i == TABLE_LENGTH || (seen++ < own && !(table[i].places & place))) {
			return refuse_unknown(name, place);
		}
		if (!take(table[i].option, table[i].name, value, parsed)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return consistent(options, parsed);
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

struct bgproc_option_set *bgproc_job_options_for_process(HashTable *options, enum bgproc_job_kind kind)
{
	bool request = kind == BGPROC_JOB_HTTP || kind == BGPROC_JOB_FASTCGI;
	HashTable *array = zend_new_array(0);
	struct bgproc_option_set *set;
	zend_string *name;
	zval *value;

	for (size_t i = 0; i < TABLE_LENGTH; i++) {
		value = zend_hash_str_find_deref(options, table[i].name, strlen(table[i].name));
		if (value && (table[i].option == OPT_OF_PROCESS || table[i].option == OPT_SCOPE || table[i].option == OPT_STDERR) &&
			(!request || (table[i].places & R))) {
			Z_TRY_ADDREF_P(value);
			zend_hash_str_update(array, table[i].name, strlen(table[i].name), value);
		}
	}
	set = bgproc_option_set_new(array, false);
	if (set) {
		/* The values have been converted to their types. */
		ZEND_HASH_FOREACH_STR_KEY_VAL(array, name, value) {
			Z_TRY_ADDREF_P(value);
			zend_hash_update(options, name, value);
		}
		ZEND_HASH_FOREACH_END();
	}
	return set;
}
