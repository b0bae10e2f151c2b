/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/option_value.h"
#include "src/php/process/options/options.h"
#include "src/core/json_text.h"

#include "zend_exceptions.h"

#include <string.h>

#define LABELS_MAX 64
#define LABEL_NAME_MAX 64
#define LABEL_VALUE_MAX 1024
#define SCOPE_MAX 256

/* ---- values ---- */

static bool take_optional_path(const char *name, const zval *value, zend_string **out)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		*out = NULL;
		return true;
	}
	return bgproc_option_path(name, value, out);
}

/* ["string", BYTES]: standard input of the command. */
static bool is_bytes(const zval *value, zend_string **bytes)
{
	const zval *kind = zend_hash_index_find_deref(Z_ARRVAL_P(value), 0);
	const zval *content = zend_hash_index_find_deref(Z_ARRVAL_P(value), 1);

	if (zend_hash_num_elements(Z_ARRVAL_P(value)) != 2 || !kind || !content || Z_TYPE_P(kind) != IS_STRING ||
		!zend_string_equals_literal(Z_STR_P(kind), "string") || Z_TYPE_P(content) != IS_STRING) {
		return false;
	}
	*bytes = Z_STR_P(content);
	return true;
}

/* null, PATH, or ["file", PATH, MODE] as in proc_open(), and for stdin ["string", BYTES]. */
static bool take_file(
	const char *name, const zval *value, const char *modes, const char *rule, struct bgproc_file_option *file)
{
	const zval *kind, *path, *mode;

	*file = (struct bgproc_file_option) {.mode = modes[0]};
	if (Z_TYPE_P(value) != IS_ARRAY) {
		return take_optional_path(name, value, &file->path);
	}
	if (modes[0] == 'r' && is_bytes(value, &file->bytes)) {
		return true;
	}
	kind = zend_hash_index_find_deref(Z_ARRVAL_P(value), 0);
	path = zend_hash_index_find_deref(Z_ARRVAL_P(value), 1);
	mode = zend_hash_index_find_deref(Z_ARRVAL_P(value), 2);
	if (zend_hash_num_elements(Z_ARRVAL_P(value)) != 3 || !kind || !path || !mode || Z_TYPE_P(kind) != IS_STRING ||
		!zend_string_equals_literal(Z_STR_P(kind), "file") || Z_TYPE_P(mode) != IS_STRING || Z_STRLEN_P(mode) != 1 ||
		!strchr(modes, Z_STRVAL_P(mode)[0])) {
		return bgproc_bad_value(name, rule, value);
	}
	file->mode = Z_STRVAL_P(mode)[0];
	return bgproc_option_path(name, path, &file->path);
}

/* As take_file(), or "stdout". */
static bool take_stderr(const char *name, const zval *value, struct bgproc_process_options *parsed)
{
	parsed->stderr_to_stdout = Z_TYPE_P(value) == IS_STRING && zend_string_equals_literal(Z_STR_P(value), "stdout");
	if (parsed->stderr_to_stdout) {
		parsed->files[2] = (struct bgproc_file_option) {0};
		return true;
	}
	return take_file(
		name, value, "wa", "null, \"stdout\", a path, or [\"file\", path, \"w\"|\"a\"]", &parsed->files[2]);
}

/* ---- arrays ---- */

/* The message does not contain the item, which may be a secret. */
static bool refuse_unnamed(const char *name, zend_ulong index)
{
	zend_value_error(
		"Option \"%s\" must be an array of name => value, item " ZEND_LONG_FMT " has no name", name, (zend_long) index);
	return false;
}

/* The type of the value, not the value: it may be a secret. */
static bool refuse_env_value(const char *name, const zend_string *variable, const zval *value)
{
	zend_type_error("Option \"%s\" must be an array of string|int|float|null|false, item \"%s\" is of type %s", name,
		ZSTR_VAL(variable), zend_zval_type_name(value));
	return false;
}

static bool take_env(const char *name, const zval *value, HashTable **out)
{
	zend_ulong index;
	zend_string *key;
	zval *item;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return bgproc_bad_type(name, "of type array", value);
	}
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(value), index, key, item) {
		ZVAL_DEREF(item);
		if (!key) {
			/* A list of "NAME=value", as proc_open() takes it, or a name of digits, which PHP turns into a number. */
			return refuse_unnamed(name, index);
		}
		if (ZSTR_LEN(key) == 0 || strchr(ZSTR_VAL(key), '=') || bgproc_option_has_nul(key)) {
			zval given;

			ZVAL_STR(&given, key);
			return bgproc_bad_value(name, "an array whose names are not empty and hold neither \"=\" nor NUL bytes", &given);
		}
		switch (Z_TYPE_P(item)) {
			case IS_STRING:
				if (bgproc_option_has_nul(Z_STR_P(item))) {
					/* The message does not contain the value, which may be a secret. */
					zend_value_error(
						"Option \"%s\" must be an array whose values hold no NUL bytes, that of %s does", name, ZSTR_VAL(key));
					return false;
				}
				break;
			case IS_NULL:
			case IS_FALSE:
			case IS_LONG:
			case IS_DOUBLE:
				break;
			default:
				return refuse_env_value(name, key, item);
		}
	}
	ZEND_HASH_FOREACH_END();
	*out = Z_ARRVAL_P(value);
	return true;
}

static bool take_labels(const char *name, const zval *value, HashTable **out)
{
	zend_string *key;
	zval *item;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return bgproc_bad_type(name, "of type array", value);
	}
	if (zend_hash_num_elements(Z_ARRVAL_P(value)) > LABELS_MAX) {
		return bgproc_bad_value(name, "an array of at most 64 labels", value);
	}
	ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(value), key, item) {
		ZVAL_DEREF(item);
		if (!key || ZSTR_LEN(key) == 0 || ZSTR_LEN(key) > LABEL_NAME_MAX ||
			!bgproc_utf8_valid(ZSTR_VAL(key), ZSTR_LEN(key))) {
			return bgproc_bad_value(name, "an array with names of 1 to 64 bytes of UTF-8", value);
		}
		if (Z_TYPE_P(item) != IS_STRING) {
			return bgproc_bad_type(name, "an array of strings", item);
		}
		if (Z_STRLEN_P(item) > LABEL_VALUE_MAX || !bgproc_utf8_valid(Z_STRVAL_P(item), Z_STRLEN_P(item))) {
			return bgproc_bad_value(name, "an array of strings of at most 1024 bytes of UTF-8", item);
		}
	}
	ZEND_HASH_FOREACH_END();
	*out = Z_ARRVAL_P(value);
	return true;
}

static bool take_account(const char *name, zval *value, zval **out)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		*out = NULL;
		return true;
	}
	if (Z_TYPE_P(value) != IS_STRING && Z_TYPE_P(value) != IS_LONG) {
		return bgproc_bad_type(name, "a name (string) or a number (int)", value);
	}
	/* (uid_t) -1 means "no change" to the system calls. */
	if (Z_TYPE_P(value) == IS_LONG ? Z_LVAL_P(value) < 0 || (uint64_t) Z_LVAL_P(value) >= UINT32_MAX
								   : Z_STRLEN_P(value) == 0 || bgproc_option_has_nul(Z_STR_P(value))) {
		return bgproc_bad_value(name, "a name, or a number from 0 to 4294967294", value);
	}
	*out = value;
	return true;
}

static bool take_scope(const char *name, zval *value, zend_string **out)
{
	if (!bgproc_option_weak_string(value)) {
		return bgproc_bad_type(name, "of type string", value);
	}
	if (Z_STRLEN_P(value) > SCOPE_MAX || !bgproc_utf8_valid(Z_STRVAL_P(value), Z_STRLEN_P(value))) {
		return bgproc_bad_value(name, "a string of at most 256 bytes of UTF-8", value);
	}
	*out = Z_STR_P(value);
	return true;
}

static bool take_nice(const char *name, zval *value, struct bgproc_process_options *parsed)
{
	zend_long number = 0;

	parsed->has_nice = bgproc_option_int(name, value, -20, 19, "from -20 to 19", &number);
	parsed->nice = parsed->has_nice ? (int) number : 0;
	return parsed->has_nice;
}

static bool take_umask(const char *name, zval *value, struct bgproc_process_options *parsed)
{
	zend_long number = 0;

	if (Z_TYPE_P(value) == IS_STRING && Z_STRLEN_P(value) > 1 && Z_STRVAL_P(value)[0] == '0') {
		/* PHP would convert it as a decimal number, which nobody means. */
		return bgproc_bad_value(name, "an int from 0 to 0777 (octal), such as 022", value);
	}
	if (!bgproc_option_int(name, value, 0, 0777, "from 0 to 0777 (octal)", &number)) {
		return false;
	}
	parsed->umask = (int) number;
	return true;
}

static bool take_output_limit(const char *name, zval *value, zend_long *out)
{
	char rule[64];

	snprintf(rule, sizeof rule, "a number of bytes from 1 to " ZEND_LONG_FMT, BGPROC_OUTPUT_LIMIT_MAX);
	return bgproc_option_int(name, value, 1, BGPROC_OUTPUT_LIMIT_MAX, rule, out);
}

/* ---- the table ---- */

enum option {
	OPT_CWD,
	OPT_ENV,
	OPT_INHERIT_ENV,
	OPT_TIMEOUT,
	OPT_IDLE_TIMEOUT,
	OPT_GRACE,
	OPT_STDIN,
	OPT_STDOUT,
	OPT_STDERR,
	OPT_CAPTURE_OUTPUT,
	OPT_OUTPUT_LIMIT,
	OPT_NICE,
	OPT_UMASK,
	OPT_LIMITS,
	OPT_USER,
	OPT_GROUP,
	OPT_KEEP,
	OPT_LABELS,
	OPT_SCOPE,
	OPT_CONFIRM,
	OPT_OF_MANAGER
};

static const struct {
	const char *name;
	enum option option;
} table[] = {
	{"cwd", OPT_CWD},
	{"env", OPT_ENV},
	{"inherit_env", OPT_INHERIT_ENV},
	{"timeout", OPT_TIMEOUT},
	{"idle_timeout", OPT_IDLE_TIMEOUT},
	{"grace", OPT_GRACE},
	{"stdin", OPT_STDIN},
	{"stdout", OPT_STDOUT},
	{"stderr", OPT_STDERR},
	{"capture_output", OPT_CAPTURE_OUTPUT},
	{"output_limit", OPT_OUTPUT_LIMIT},
	{"nice", OPT_NICE},
	{"umask", OPT_UMASK},
	{"limits", OPT_LIMITS},
	{"user", OPT_USER},
	{"group", OPT_GROUP},
	{"keep", OPT_KEEP},
	{"labels", OPT_LABELS},
	{"scope", OPT_SCOPE},
	{"confirm", OPT_CONFIRM},
	{"working_directory", OPT_OF_MANAGER},
	{"key_prefix", OPT_OF_MANAGER},
	{"error_log", OPT_OF_MANAGER},
};

#define TABLE_LENGTH (sizeof table / sizeof table[0])

static bool refuse_unknown(zend_string *name, bool for_manager)
{
	smart_str list = {0};

	for (size_t i = 0; i < TABLE_LENGTH && (for_manager || table[i].option != OPT_OF_MANAGER); i++) {
		smart_str_appends(&list, i ? ", " : "");
		smart_str_appends(&list, table[i].name);
	}
	return bgproc_unknown_option(name, &list);
}

static bool take(enum option option, const char *name, zval *value, struct bgproc_process_options *parsed)
{
	switch (option) {
		case OPT_CWD:
			return take_optional_path(name, value, &parsed->cwd);
		case OPT_ENV:
			return take_env(name, value, &parsed->env);
		case OPT_INHERIT_ENV:
			return bgproc_option_bool(name, value, &parsed->inherit_env);
		case OPT_TIMEOUT:
			return bgproc_option_timeout(name, value, &parsed->timeout_ms);
		case OPT_IDLE_TIMEOUT:
			return bgproc_option_timeout(name, value, &parsed->idle_timeout_ms);
		case OPT_GRACE:
			return bgproc_option_seconds(name, value, false, &parsed->grace_ms);
		case OPT_STDIN:
			return take_file(name, value, "r", "null, a path, [\"file\", path, \"r\"], or [\"string\", bytes]",
				&parsed->files[0]);
		case OPT_STDOUT:
			return take_file(name, value, "wa", "null, a path, or [\"file\", path, \"w\"|\"a\"]", &parsed->files[1]);
		case OPT_STDERR:
			return take_stderr(name, value, parsed);
		case OPT_CAPTURE_OUTPUT:
			return bgproc_option_bool(name, value, &parsed->capture_output);
		case OPT_OUTPUT_LIMIT:
			return take_output_limit(name, value, &parsed->output_limit);
		case OPT_NICE:
			return take_nice(name, value, parsed);
		case OPT_UMASK:
			return take_umask(name, value, parsed);
		case OPT_LIMITS:
			return bgproc_resource_limits_take(name, value, parsed->limits, &parsed->limit_count);
		case OPT_USER:
			return take_account(name, value, &parsed->user);
		case OPT_GROUP:
			return take_account(name, value, &parsed->group);
		case OPT_KEEP:
			return bgproc_option_int(name, value, 0, (zend_long) BGPROC_SECONDS_MAX,
				"a number of seconds from 0 to 1000000000", &parsed->keep);
		case OPT_LABELS:
			return take_labels(name, value, &parsed->labels);
		case OPT_SCOPE:
			return take_scope(name, value, &parsed->scope);
		case OPT_CONFIRM:
			return bgproc_option_bool(name, value, &parsed->confirm);
		case OPT_OF_MANAGER:
			break;
	}
	return true;
}

bool bgproc_process_options_parse(HashTable *options, bool for_manager, struct bgproc_process_options *parsed)
{
	zend_string *name;
	zval *value;

	memset(parsed, 0, sizeof *parsed);
	parsed->inherit_env = true;
	parsed->timeout_ms = parsed->idle_timeout_ms = -1;
	parsed->grace_ms = 10000;
	parsed->umask = -1;
	parsed->keep = -1;

	ZEND_HASH_FOREACH_STR_KEY_VAL(options, name, value) {
		size_t i = 0;

		ZVAL_DEREF(value);
		while (i < TABLE_LENGTH && !(name && zend_string_equals_cstr(name, table[i].name, strlen(table[i].name)))) {
			i++;
		}
		if (i == TABLE_LENGTH || (table[i].option == OPT_OF_MANAGER && !for_manager)) {
			return refuse_unknown(name, for_manager);
		}
		if (!take(table[i].option, table[i].name, value, parsed)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();

	if (parsed->capture_output && (parsed->files[1].path || parsed->files[2].path)) {
		zend_value_error("Option \"capture_output\" cannot be combined with a file for \"stdout\" or \"stderr\"");
		return false;
	}
	return true;
}
