/* SPDX-License-Identifier: Apache-2.0 */
#include "php.h"
#include "php_ini.h"
#include "ext/standard/info.h"

#include "php_bgproc.h"
#include "src/php/ini.h"
#include "src/php/base/option_value.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/*
 * All INI entries with their defaults and validation. A value that is not valid is refused and the previous value is kept. At
 * the start of PHP, of a request or of a pool there is a warning; ini_set() returns false. Entries that are relevant to
 * security are PHP_INI_SYSTEM.
 */

static void *field(void *base, void *offset)
{
	return (char *) base + (size_t) offset;
}

#ifdef ZTS
# define GLOBALS_BASE(arg) ts_resource(*((int *) (arg)))
#else
# define GLOBALS_BASE(arg) (arg)
#endif

/* 31 years, the same limit as for the options of a process. */
#define SECONDS_MAX 1000000000

/* Whether the value comes from a configuration file. Its author sees no return value and so gets a warning. */
static bool is_configured(int stage)
{
	return stage == ZEND_INI_STAGE_STARTUP || stage == ZEND_INI_STAGE_ACTIVATE || stage == ZEND_INI_STAGE_HTACCESS;
}

/* Refuses a value, with a warning if it comes from a configuration file. Always returns FAILURE. */
static int refuse(const zend_ini_entry *entry, const zend_string *value, int stage, const char *rule)
{
	if (is_configured(stage)) {
		/* At the start of PHP the entry has no value yet, and gets its default. */
		php_error_docref(NULL, E_WARNING, "INI %s must be %s, \"%s\" given; %s is used instead", ZSTR_VAL(entry->name), rule,
			value ? ZSTR_VAL(value) : "", entry->value ? ZSTR_VAL(entry->value) : "the default");
	}
	return FAILURE;
}

/* A whole number from least to most. Suffixes such as "K" are not accepted, because they would hide typing errors. */
static int update_number(const zend_ini_entry *entry, zend_string *value, int stage, zend_long least, zend_long most,
	const char *what, zend_long *field)
{
	zend_long number;
	double unused;

	if (!value ||
		is_numeric_string_ex(ZSTR_VAL(value), ZSTR_LEN(value), &number, &unused, false, NULL, NULL) != IS_LONG ||
		number < least || number > most) {
		char rule[128];

		snprintf(rule, sizeof rule, "a whole number%s from " ZEND_LONG_FMT " to " ZEND_LONG_FMT, what, least, most);
		return refuse(entry, value, stage, rule);
	}
	*field = number;
	return SUCCESS;
}

/* A number of seconds. */
static ZEND_INI_MH(update_duration)
{
	return update_number(entry, new_value, stage, 0, SECONDS_MAX, " of seconds", field(GLOBALS_BASE(mh_arg2), mh_arg1));
}

/* At least 1: a limit of 0 bytes is a mistake. */
static ZEND_INI_MH(update_bytes)
{
	return update_number(entry, new_value, stage, 1, BGPROC_OUTPUT_LIMIT_MAX, " of bytes", field(GLOBALS_BASE(mh_arg2), mh_arg1));
}

/* At least 1: a queue for 0 tasks is a mistake. */
static ZEND_INI_MH(update_count)
{
	return update_number(entry, new_value, stage, 1, ZEND_LONG_MAX / 4, "", field(GLOBALS_BASE(mh_arg2), mh_arg1));
}

/* -1: PHP's own limit is not changed. */
static ZEND_INI_MH(update_time_limit)
{
	return update_number(entry, new_value, stage, -1, SECONDS_MAX, " of seconds (-1: as PHP has it)",
		field(GLOBALS_BASE(mh_arg2), mh_arg1));
}

static ZEND_INI_MH(update_seconds)
{
	zend_long whole = 0;
	double seconds = 0;
	zend_uchar type = 0;

	if (new_value) {
		type = is_numeric_string_ex(ZSTR_VAL(new_value), ZSTR_LEN(new_value), &whole, &seconds, false, NULL, NULL);
	}
	if (type == IS_LONG) {
		seconds = (double) whole;
	}
	if (type == 0 || !(seconds >= 0) || isinf(seconds)) {
		return refuse(entry, new_value, stage, "a number of seconds, 0 or more");
	}
	*(double *) field(GLOBALS_BASE(mh_arg2), mh_arg1) = seconds;
	return SUCCESS;
}

/* "before" or "after" */
static ZEND_INI_MH(update_run_position)
{
	zend_long *position = field(GLOBALS_BASE(mh_arg2), mh_arg1);

	if (new_value && zend_string_equals_literal_ci(new_value, "before")) {
		*position = BGPROC_RUN_BEFORE;
	} else if (new_value && zend_string_equals_literal_ci(new_value, "after")) {
		*position = BGPROC_RUN_AFTER;
	} else {
		return refuse(entry, new_value, stage, "before or after");
	}
	return SUCCESS;
}

/* "drop" or "run"; 0 and 1 mean the same. */
static ZEND_INI_MH(update_on_fatal)
{
	zend_long *choice = field(GLOBALS_BASE(mh_arg2), mh_arg1);

	if (new_value && (zend_string_equals_literal_ci(new_value, "drop") || zend_string_equals_literal(new_value, "0"))) {
		*choice = BGPROC_ON_FATAL_DROP;
	} else if (new_value &&
		(zend_string_equals_literal_ci(new_value, "run") || zend_string_equals_literal(new_value, "1"))) {
		*choice = BGPROC_ON_FATAL_RUN;
	} else {
		return refuse(entry, new_value, stage, "run or drop");
	}
	return SUCCESS;
}

static bool good_path(const zend_string *value)
{
	return ZSTR_LEN(value) > 0 && ZSTR_VAL(value)[0] == '/' && strlen(ZSTR_VAL(value)) == ZSTR_LEN(value);
}

/* An absolute path, or empty. */
static ZEND_INI_MH(update_path)
{
	if (new_value && ZSTR_LEN(new_value) > 0 && !good_path(new_value)) {
		return refuse(entry, new_value, stage, "an absolute path, or empty");
	}
	return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

static ZEND_INI_MH(update_directory)
{
	if (!new_value || !good_path(new_value)) {
		return refuse(entry, new_value, stage, "an absolute path");
	}
	return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

/* Whether PHP accepts the word as a boolean value. Any number is accepted, too. */
static bool is_switch(const zend_string *value)
{
	static const char *const words[] = {"", "on", "off", "yes", "no", "true", "false", "none"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (zend_string_equals_cstr(value, words[i], strlen(words[i])) || strcasecmp(ZSTR_VAL(value), words[i]) == 0) {
			return true;
		}
	}
	return is_numeric_string_ex(ZSTR_VAL(value), ZSTR_LEN(value), NULL, NULL, false, NULL, NULL) != 0;
}

/* A word that PHP treats as "off" stays "off": a typing error must not turn on a switch whose "off" protects. */
static ZEND_INI_MH(update_switch)
{
	if (new_value && is_configured(stage) && !is_switch(new_value)) {
		php_error_docref(NULL, E_WARNING, "INI %s must be 1 or 0, \"%s\" given; 0 is used instead", ZSTR_VAL(entry->name),
			ZSTR_VAL(new_value));
	}
	return OnUpdateBool(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

#define ENTRY(name, value, access, handler, member) \
	STD_PHP_INI_ENTRY("bgproc." name, value, access, handler, member, zend_bgproc_globals, bgproc_globals)
#define SWITCH(name, value, access, member) \
	STD_PHP_INI_BOOLEAN("bgproc." name, value, access, update_switch, member, zend_bgproc_globals, bgproc_globals)

PHP_INI_BEGIN()
	SWITCH("allow_processes", "1", PHP_INI_SYSTEM, allow_processes)
	SWITCH("compat", "1", PHP_INI_SYSTEM, compat)
	ENTRY("supervisor", "", PHP_INI_SYSTEM, update_path, supervisor)
	ENTRY("working_directory", "/tmp/php/background_process", PHP_INI_SYSTEM | PHP_INI_PERDIR, update_directory,
		working_directory)
	ENTRY("keep", "0", PHP_INI_ALL, update_duration, keep)
	ENTRY("keep_lost", "86400", PHP_INI_ALL, update_duration, keep_lost)
	ENTRY("output_limit", "1048576", PHP_INI_ALL, update_bytes, output_limit)
	SWITCH("auto_run", "1", PHP_INI_ALL, auto_run)
	ENTRY("auto_run_on_fatal", "run", PHP_INI_ALL, update_on_fatal, auto_run_on_fatal)
	ENTRY("run_position", "before", PHP_INI_ALL, update_run_position, run_position)
	ENTRY("max_tasks", "1000", PHP_INI_ALL, update_count, max_tasks)
	ENTRY("task_time_limit", "-1", PHP_INI_ALL, update_time_limit, task_time_limit)
	ENTRY("task_budget", "0", PHP_INI_ALL, update_seconds, task_budget)
	SWITCH("silence_output", "1", PHP_INI_ALL, silence_output)
	SWITCH("fallback_close", "0", PHP_INI_ALL, fallback_close)
	SWITCH("apm", "1", PHP_INI_ALL, apm)
	SWITCH("allow_user_finish", "0", PHP_INI_SYSTEM, allow_user_finish)
PHP_INI_END()

/* The macros also use type. Without it PHP would search the module in a list that may contain freed modules after dl(). */
void bgproc_ini_register(int type, int module_number)
{
	REGISTER_INI_ENTRIES();
}

void bgproc_ini_unregister(int type, int module_number)
{
	UNREGISTER_INI_ENTRIES();
}
