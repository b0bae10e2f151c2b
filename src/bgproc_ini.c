/* SPDX-License-Identifier: Apache-2.0 */
#include "php.h"
#include "php_ini.h"
#include "ext/standard/info.h"

#include "php_bgproc.h"
#include "src/bgproc_ini.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/*
 * Every entry with its default and its validation. A value that is not valid is refused: at start-up PHP then keeps the
 * default, ini_set() returns false. What matters for security is PHP_INI_SYSTEM.
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

/* 31 years; as for the options of a process. */
#define SECONDS_MAX 1000000000

/* A whole number >= least, without the quantity suffixes that would hide typing errors. */
static bool parse_number(zend_string *value, zend_long least, zend_long most, zend_long *number)
{
	double unused;

	return value &&
		is_numeric_string_ex(ZSTR_VAL(value), ZSTR_LEN(value), number, &unused, false, NULL, NULL) == IS_LONG &&
		*number >= least && *number <= most;
}

/* A number of seconds. */
static ZEND_INI_MH(update_duration)
{
	zend_long number;

	if (!parse_number(new_value, 0, SECONDS_MAX, &number)) {
		return FAILURE;
	}
	*(zend_long *) field(GLOBALS_BASE(mh_arg2), mh_arg1) = number;
	return SUCCESS;
}

/* At least 1: a queue or an output of nothing is a mistake. */
static ZEND_INI_MH(update_positive)
{
	zend_long number;

	if (!parse_number(new_value, 1, ZEND_LONG_MAX / 4, &number)) {
		return FAILURE;
	}
	*(zend_long *) field(GLOBALS_BASE(mh_arg2), mh_arg1) = number;
	return SUCCESS;
}

/* -1 means: leave it to PHP. */
static ZEND_INI_MH(update_time_limit)
{
	zend_long number;

	if (!parse_number(new_value, -1, SECONDS_MAX, &number)) {
		return FAILURE;
	}
	*(zend_long *) field(GLOBALS_BASE(mh_arg2), mh_arg1) = number;
	return SUCCESS;
}

static ZEND_INI_MH(update_seconds)
{
	zend_long whole;
	double seconds;
	zend_uchar type;

	if (!new_value) {
		return FAILURE;
	}
	type = is_numeric_string_ex(ZSTR_VAL(new_value), ZSTR_LEN(new_value), &whole, &seconds, false, NULL, NULL);
	if (type == IS_LONG) {
		seconds = (double) whole;
	} else if (type != IS_DOUBLE) {
		return FAILURE;
	}
	if (!(seconds >= 0) || isinf(seconds)) {
		return FAILURE;
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
		return FAILURE;
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
		return FAILURE;
	}
	return SUCCESS;
}

/* An absolute path, or empty. */
static ZEND_INI_MH(update_path)
{
	if (new_value && ZSTR_LEN(new_value) > 0 &&
		(ZSTR_VAL(new_value)[0] != '/' || strlen(ZSTR_VAL(new_value)) != ZSTR_LEN(new_value))) {
		return FAILURE;
	}
	return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
}

#define ENTRY(name, value, access, handler, member) \
	STD_PHP_INI_ENTRY("bgproc." name, value, access, handler, member, zend_bgproc_globals, bgproc_globals)
#define SWITCH(name, value, access, member) \
	STD_PHP_INI_BOOLEAN("bgproc." name, value, access, OnUpdateBool, member, zend_bgproc_globals, bgproc_globals)

PHP_INI_BEGIN()
	SWITCH("allow_processes", "1", PHP_INI_SYSTEM, allow_processes)
	SWITCH("compat", "1", PHP_INI_SYSTEM, compat)
	ENTRY("supervisor", "", PHP_INI_SYSTEM, update_path, supervisor)
	ENTRY("working_directory", "/tmp/php/background_process", PHP_INI_SYSTEM | PHP_INI_PERDIR, update_path, working_directory)
	ENTRY("keep", "0", PHP_INI_ALL, update_duration, keep)
	ENTRY("keep_lost", "86400", PHP_INI_ALL, update_duration, keep_lost)
	ENTRY("output_limit", "1048576", PHP_INI_ALL, update_positive, output_limit)
	SWITCH("auto_run", "1", PHP_INI_ALL, auto_run)
	ENTRY("auto_run_on_fatal", "run", PHP_INI_ALL, update_on_fatal, auto_run_on_fatal)
	ENTRY("run_position", "before", PHP_INI_ALL, update_run_position, run_position)
	ENTRY("max_tasks", "1000", PHP_INI_ALL, update_positive, max_tasks)
	ENTRY("task_time_limit", "-1", PHP_INI_ALL, update_time_limit, task_time_limit)
	ENTRY("task_budget", "0", PHP_INI_ALL, update_seconds, task_budget)
	SWITCH("silence_output", "1", PHP_INI_ALL, silence_output)
	SWITCH("fallback_close", "0", PHP_INI_ALL, fallback_close)
	SWITCH("apm", "1", PHP_INI_ALL, apm)
	SWITCH("allow_user_finish", "0", PHP_INI_SYSTEM, allow_user_finish)
PHP_INI_END()

/* The macros need type, too: without it PHP would look for the module in a list that, after dl(), holds freed ones. */
void bgproc_ini_register(int type, int module_number)
{
	REGISTER_INI_ENTRIES();
}

void bgproc_ini_unregister(int type, int module_number)
{
	UNREGISTER_INI_ENTRIES();
}
