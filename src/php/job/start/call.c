/* SPDX-License-Identifier: Apache-2.0 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_bgproc.h"
#include "src/php/process/options/command_line.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/start/call.h"
#include "src/php/job/start/saved_request.h"
#include "src/php/base/path.h"

#include "SAPI.h"
#include "ext/json/php_json.h"
#include "ext/standard/base64.h"
#include "main/build-defs.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "src/core/json_text.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TARGET_MAX 500
#define JSON_DEPTH 512
#define ARRAYS_MAX 256

/*
 * The code around the data. The data is JSON in base64, so no byte of an argument can become code. If PHP was started
 * without the module, the script starts it again with the module.
 */
static const char script_head[] =
	"<?php\n"
	"// The work of one job; it goes with the record of the job.\n"
	"[$bgproc_php, $bgproc_module, $bgproc_bootstrap, $bgproc_callable, $bgproc_arguments] =\n"
	"\tjson_decode(base64_decode('";

static const char script_tail[] =
	"'), true, 512, JSON_THROW_ON_ERROR);\n"
	"if (!class_exists('Bgproc\\JobContext', false)) {\n"
	"\tif ($bgproc_module === null || ($_SERVER['argv'][1] ?? '') === 'again') {\n"
	"\t\tfwrite(STDERR, 'The extension bgproc cannot be loaded by ' . PHP_BINARY . \"\\n\");\n"
	"\t\texit(255);\n"
	"\t}\n"
	"\t$bgproc_words = [...$bgproc_php, '-d', \"extension=$bgproc_module\", __FILE__, 'again'];\n"
	"\tif (count($bgproc_php) === 1 && function_exists('pcntl_exec')) {\n"
	"\t\tpcntl_exec(PHP_BINARY, array_slice($bgproc_words, 1));\n"
	"\t}\n"
	"\t$bgproc_process = proc_open($bgproc_words, [STDIN, STDOUT, STDERR], $bgproc_pipes);\n"
	"\texit($bgproc_process ? proc_close($bgproc_process) : 255);\n"
	"}\n"
	"Bgproc\\JobManager::current();\n"
	"if ($bgproc_bootstrap !== null) {\n"
	"\trequire $bgproc_bootstrap;\n"
	"}\n"
	"Bgproc\\JobContext::run($bgproc_callable, $bgproc_arguments);\n";

/* ---- what is called ---- */

static bool good_name(const zval *name)
{
	return name && Z_TYPE_P(name) == IS_STRING && Z_STRLEN_P(name) > 0 && Z_STRLEN_P(name) < TARGET_MAX &&
		strlen(Z_STRVAL_P(name)) == Z_STRLEN_P(name) && bgproc_utf8_valid(Z_STRVAL_P(name), Z_STRLEN_P(name));
}

/* The name of the callable: "function" or "Class::method"; NULL with an exception pending. */
static zend_string *name_of(const zval *callable)
{
	if (Z_TYPE_P(callable) == IS_STRING && good_name(callable)) {
		return zend_string_copy(Z_STR_P(callable));
	}
	if (Z_TYPE_P(callable) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(callable)) == 2) {
		zval *class = zend_hash_index_find_deref(Z_ARRVAL_P(callable), 0);
		zval *method = zend_hash_index_find_deref(Z_ARRVAL_P(callable), 1);

		if (good_name(class) && good_name(method)) {
			return zend_strpprintf(0, "%s::%s", Z_STRVAL_P(class), Z_STRVAL_P(method));
		}
	}
	if (Z_TYPE_P(callable) != IS_STRING && Z_TYPE_P(callable) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(callable));
	} else {
		zend_argument_value_error(1,
			"must be \"function\", \"Class::method\" or [\"Class\", \"method\"]; objects and closures cannot travel");
	}
	return NULL;
}

/* Whether JSON can transfer the value to another process unchanged. If not, what describes the reason. */
static bool goes_through(const zval *value, int depth, const char **what)
{
	zend_string *key;
	zval *item;

	ZVAL_DEREF(value);
	switch (Z_TYPE_P(value)) {
		case IS_NULL:
		case IS_TRUE:
		case IS_FALSE:
		case IS_LONG:
			return true;
		case IS_DOUBLE:
			*what = "a number that JSON does not have";
			return isfinite(Z_DVAL_P(value));
		case IS_STRING:
			*what = "a string that is not UTF-8";
			/* Strings with NUL bytes are accepted here: JSON can contain them. */
			return Z_STRLEN_P(value) == 0 || memchr(Z_STRVAL_P(value), '\0', Z_STRLEN_P(value)) ||
				bgproc_utf8_valid(Z_STRVAL_P(value), Z_STRLEN_P(value));
		case IS_ARRAY:
			*what = "arrays that are nested too deep";
			if (depth == ARRAYS_MAX) {
				return false;
			}
			ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(value), key, item) {
				*what = "a key that is not UTF-8";
				if ((key && !bgproc_utf8_valid(ZSTR_VAL(key), ZSTR_LEN(key))) || !goes_through(item, depth + 1, what)) {
					return false;
				}
			}
			ZEND_HASH_FOREACH_END();
			return true;
		default:
			*what = zend_zval_type_name(value);
			return false;
	}
}

static bool check_arguments(HashTable *arguments)
{
	bool named = false;
	zend_ulong index;
	zend_string *key;
	zval *item;

	ZEND_HASH_FOREACH_KEY_VAL(arguments, index, key, item) {
		const char *what = "";

		if (!key && named) {
			zend_argument_value_error(2, "must not have an argument without a name behind one with a name");
			return false;
		}
		named = key != NULL;
		if (goes_through(item, 0, &what)) {
			continue;
		}
		if (key) {
			zend_argument_value_error(2, "must hold null, bool, int, float, UTF-8 strings, arrays of these; \"%s\" is %s",
				ZSTR_VAL(key), what);
		} else {
			zend_argument_value_error(2,
				"must hold null, bool, int, float, UTF-8 strings, arrays of these; item " ZEND_LONG_FMT " is %s",
				(zend_long) index, what);
		}
		return false;
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

/* ---- by what ---- */

/* The file of this module; NULL when it is built into the php program. The caller frees it. */
static char *module_file(void)
{
	Dl_info info;

	if (!dladdr((const void *) script_head, &info) || !info.dli_fname) {
		return NULL;
	}
#ifdef COMPILE_DL_BGPROC
	return realpath(info.dli_fname, NULL);
#else
	return NULL;
#endif
}

/* Used when this PHP is not the command line version (under a web server): finds a php program of the same version. */
static bool find_php(zval *words)
{
	char path[MAXPATHLEN];

	snprintf(path, sizeof path, "%s/php%d.%d", PHP_BINDIR, PHP_MAJOR_VERSION, PHP_MINOR_VERSION);
	if (access(path, X_OK) < 0) {
		snprintf(path, sizeof path, "%s/php", PHP_BINDIR);
	}
	if (access(path, X_OK) < 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, 0,
			"There is no %s to call a function in a process of its own; name one in option \"php_binary\"", path);
		return false;
	}
	add_next_index_string(words, path);
	return true;
}

/* The words of the command line before the script. */
static bool php_words(const struct bgproc_job_plan *plan, zval *words)
{
	zval *given = plan->given.php_binary, *item;

	array_init(words);
	if (given && Z_TYPE_P(given) == IS_ARRAY) {
		ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(given), item) {
			ZVAL_DEREF(item);
			add_next_index_str(words, zend_string_copy(Z_STR_P(item)));
		}
		ZEND_HASH_FOREACH_END();
	} else if (given) {
		add_next_index_str(words, zend_string_copy(Z_STR_P(given)));
	} else if ((strcmp(sapi_module.name, "cli") == 0 || strcmp(sapi_module.name, "cli-server") == 0) && PG(php_binary)) {
		add_next_index_string(words, PG(php_binary));
	} else {
		return find_php(words);
	}
	return true;
}

/* ---- the script ---- */

static bool add_bootstrap(const struct bgproc_job_plan *plan, zval *data)
{
	zend_string *given = plan->given.bootstrap, *absolute;

	if (!given) {
		add_next_index_null(data);
		return true;
	}
	if (!bgproc_path_allowed("Option \"bootstrap\"", ZSTR_VAL(given))) {
		return false;
	}
	absolute = bgproc_path_absolute(ZSTR_VAL(given));
	if (!absolute || access(ZSTR_VAL(absolute), R_OK) < 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot read %.300s (option \"bootstrap\")", ZSTR_VAL(given));
		if (absolute) {
			zend_string_release(absolute);
		}
		return false;
	}
	add_next_index_str(data, absolute);
	return true;
}

static bool write_script(struct bgproc_job_plan *plan, zval *callable, HashTable *arguments)
{
	smart_str json = {0}, script = {0};
	char *module = module_file();
	zend_string *encoded;
	zval data, copy;
	bool done;

	array_init(&data);
	Z_TRY_ADDREF(plan->commandline);
	add_next_index_zval(&data, &plan->commandline);
	if (module) {
		add_next_index_string(&data, module);
		free(module);
	} else {
		add_next_index_null(&data);
	}
	done = add_bootstrap(plan, &data);
	Z_TRY_ADDREF_P(callable);
	add_next_index_zval(&data, callable);
	ZVAL_ARR(&copy, zend_array_dup(arguments));
	add_next_index_zval(&data, &copy);
	if (done && (php_json_encode_ex(&json, &data, PHP_JSON_PRESERVE_ZERO_FRACTION, JSON_DEPTH) != SUCCESS || EG(exception))) {
		/* goes_through() accepts strings with NUL bytes without a check of their UTF-8. */
		zend_argument_value_error(2, "must hold null, bool, int, float, string (UTF-8) and arrays of these");
		done = false;
	}
	zval_ptr_dtor(&data);
	if (done) {
		smart_str_0(&json);
		encoded = php_base64_encode((const unsigned char *) ZSTR_VAL(json.s), ZSTR_LEN(json.s));
		smart_str_appendl(&script, script_head, sizeof script_head - 1);
		smart_str_append(&script, encoded);
		smart_str_appendl(&script, script_tail, sizeof script_tail - 1);
		smart_str_0(&script);
		zend_string_release(encoded);
		plan->script = script.s;
		plan->identity = zend_string_copy(json.s);
	}
	smart_str_free(&json);
	return done;
}

bool bgproc_job_call_plan(struct bgproc_job_plan *plan, zval *callable, HashTable *arguments)
{
	zval what, copy;

	plan->target = name_of(callable);
	if (!plan->target || !check_arguments(arguments) || !php_words(plan, &plan->commandline) ||
		!write_script(plan, callable, arguments)) {
		return false;
	}
	array_init(&what);
	Z_TRY_ADDREF_P(callable);
	add_assoc_zval(&what, "callable", callable);
	ZVAL_ARR(&copy, zend_array_dup(arguments));
	add_assoc_zval(&what, "arguments", &copy);
	return bgproc_job_save_request(plan, &what);
}

/* ---- a command ---- */

/* The command line as text for people. */
static zend_string *command_text(const zval *commandline)
{
	smart_str text = {0};
	zval *word;

	if (Z_TYPE_P(commandline) == IS_STRING) {
		smart_str_append(&text, Z_STR_P(commandline));
	} else {
		ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(commandline), word) {
			ZVAL_DEREF(word);
			if (text.s) {
				smart_str_appendc(&text, ' ');
			}
			smart_str_append(&text, Z_STR_P(word));
		}
		ZEND_HASH_FOREACH_END();
	}
	if (ZSTR_LEN(text.s) > TARGET_MAX) {
		char cut[TARGET_MAX + 1];

		bgproc_job_text_copy(cut, sizeof cut, ZSTR_VAL(text.s), ZSTR_LEN(text.s));
		smart_str_free(&text);
		return zend_string_init(cut, strlen(cut), 0);
	}
	smart_str_0(&text);
	return text.s;
}

bool bgproc_job_command_plan(struct bgproc_job_plan *plan, zval *commandline)
{
	zval what;

	bgproc_commandline_copy(&plan->commandline, commandline);
	plan->target = command_text(commandline);
	array_init(&what);
	return bgproc_job_save_request(plan, &what);
}
