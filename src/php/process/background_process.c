/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/background_process.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "php_bgproc.h"
#include "src/core/key.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/object.h"
#include "src/php/base/option_value.h"
#include "src/php/base/state.h"
#include "src/php/base/usage.h"
#include "src/php/process/facts.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/object.h"
#include "src/php/process/options/command_line.h"
#include "src/php/process/php_file.h"
#include "src/php/process/record_array.h"
#include "src/php/process/refresh.h"
#include "src/php/process/start/start.h"

#include "stubs/background_process_arginfo.h"

#include <string.h>

/*
 * For a method without arguments that the PHP library also had: declares process, or ends the method with an exception
 * pending.
 */
#define PROCESS_OR_THROW(process) \
	struct bgproc_process_obj *process; \
\
	BGPROC_SURPLUS_IGNORED(); \
	process = bgproc_process_fetch(ZEND_THIS); \
	if (!process) { \
		RETURN_THROWS(); \
	}

/* ---- construction ---- */

/* Takes an array of meta data: the object becomes a handle for the process that the array describes. */
static bool take_meta(struct bgproc_process_obj *process, zval *meta)
{
	zval *key = zend_hash_str_find_deref(Z_ARRVAL_P(meta), ZEND_STRL("key"));
	zval *pid = zend_hash_str_find_deref(Z_ARRVAL_P(meta), ZEND_STRL("pid"));

	if (!key || Z_TYPE_P(key) != IS_STRING || !bgproc_key_valid(Z_STRVAL_P(key), Z_STRLEN_P(key))) {
		zend_argument_value_error(3, "must have a \"key\" that is a valid key of a process");
		return false;
	}
	zend_string_release(process->key);
	process->key = zend_string_copy(Z_STR_P(key));
	process->key_chosen = true;
	process->knows_options = false;
	process->started = pid && Z_TYPE_P(pid) == IS_LONG && Z_LVAL_P(pid) > 1;
	ZVAL_COPY(&process->meta, meta);
	return true;
}

PHP_METHOD(BackgroundProcess, __construct)
{
	zval *commandline, *options = NULL, *meta = NULL, manager;

	ZEND_PARSE_PARAMETERS_START(1, 3)
	Z_PARAM_ZVAL(commandline)
	Z_PARAM_OPTIONAL
	Z_PARAM_ZVAL(options)
	Z_PARAM_ARRAY(meta)
	ZEND_PARSE_PARAMETERS_END();

	if (options && Z_TYPE_P(options) == IS_OBJECT && instanceof_function(Z_OBJCE_P(options), bgproc_ce_manager)) {
		ZVAL_COPY(&manager, options);
	} else if (!options || Z_TYPE_P(options) == IS_ARRAY) {
		if (!bgproc_manager_create(&manager, options ? Z_ARRVAL_P(options) : (HashTable *) &zend_empty_array, 2)) {
			RETURN_THROWS();
		}
	} else {
		zend_argument_type_error(
			2, "must be of type BackgroundProcessManager|array, %s given", zend_zval_type_name(options));
		RETURN_THROWS();
	}
	if (bgproc_process_init(ZEND_THIS, commandline, &manager, NULL) && meta &&
		zend_hash_num_elements(Z_ARRVAL_P(meta)) > 0) {
		take_meta(Z_BGPROC_PROCESS_P(ZEND_THIS), meta);
	}
	zval_ptr_dtor(&manager);
}

/* ---- starting ---- */

PHP_METHOD(BackgroundProcess, run)
{
	PROCESS_OR_THROW(process)
	if (process->started) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "Process %s was started already", ZSTR_VAL(process->key));
		RETURN_THROWS();
	}
	bgproc_process_start(process, NULL);
}

/* ---- what it is ---- */

/* For settings that must not change while the process runs. */
static struct bgproc_process_obj *fetch_not_started(zval *this, const char *what)
{
	struct bgproc_process_obj *process = bgproc_process_fetch(this);

	if (process && process->started) {
		bgproc_throw_status(
			BGPROC_ERR_STATE, 0, "The %s of process %s cannot be changed after its start", what, ZSTR_VAL(process->key));
		return NULL;
	}
	return process;
}

PHP_METHOD(BackgroundProcess, getKey)
{
	PROCESS_OR_THROW(process)
	RETURN_STR_COPY(process->key);
}

PHP_METHOD(BackgroundProcess, setKey)
{
	struct bgproc_process_obj *process;
	zend_string *key;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(key)
	ZEND_PARSE_PARAMETERS_END();
	process = fetch_not_started(ZEND_THIS, "key");
	if (!process) {
		RETURN_THROWS();
	}
	if (!bgproc_key_valid(ZSTR_VAL(key), ZSTR_LEN(key))) {
		zval given;
		zend_string *text;

		ZVAL_STR(&given, key);
		text = bgproc_describe(&given);
		zend_argument_value_error(1, BGPROC_KEY_RULE ", %s given", ZSTR_VAL(text));
		zend_string_release(text);
		RETURN_THROWS();
	}
	zend_string_release(process->key);
	process->key = zend_string_copy(key);
	process->key_chosen = true;
}

PHP_METHOD(BackgroundProcess, getCommandline)
{
	PROCESS_OR_THROW(process)
	RETURN_COPY(bgproc_process_commandline(process));
}

PHP_METHOD(BackgroundProcess, setCommandline)
{
	struct bgproc_process_obj *process;
	zval *commandline;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_ZVAL(commandline)
	ZEND_PARSE_PARAMETERS_END();
	process = fetch_not_started(ZEND_THIS, "command line");
	if (!process) {
		RETURN_THROWS();
	}
	if (Z_TYPE_P(commandline) != IS_STRING && Z_TYPE_P(commandline) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(commandline));
		RETURN_THROWS();
	}
	if (!bgproc_commandline_check(commandline, 1)) {
		RETURN_THROWS();
	}
	zval_ptr_dtor(&process->commandline);
	bgproc_commandline_copy(&process->commandline, commandline);
}

PHP_METHOD(BackgroundProcess, getManager)
{
	PROCESS_OR_THROW(process)
	RETURN_COPY(&process->manager);
}

PHP_METHOD(BackgroundProcess, setManager)
{
	struct bgproc_process_obj *process;
	zval *manager;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_OBJECT_OF_CLASS(manager, bgproc_ce_manager)
	ZEND_PARSE_PARAMETERS_END();
	process = fetch_not_started(ZEND_THIS, "manager");
	if (!process) {
		RETURN_THROWS();
	}
	bgproc_field_replace(&process->manager, manager);
}

PHP_METHOD(BackgroundProcess, getMeta)
{
	PROCESS_OR_THROW(process)
	if (process->started && !process->meta_replaced) {
		if (!bgproc_process_refresh(process)) {
			RETURN_THROWS();
		}
		/* An object made from meta data alone knows no more than that array once the record is removed. */
		if (process->record.argc > 0 || Z_ISUNDEF(process->meta)) {
			bgproc_record_array(return_value, &process->record);
			return;
		}
	}
	if (!Z_ISUNDEF(process->meta)) {
		RETURN_COPY(&process->meta);
	}
	array_init(return_value);
	add_assoc_str(return_value, "key", zend_string_copy(process->key));
	Z_TRY_ADDREF_P(bgproc_process_commandline(process));
	add_assoc_zval(return_value, "commandline", &process->commandline);
}

PHP_METHOD(BackgroundProcess, setMeta)
{
	struct bgproc_process_obj *process;
	zval *meta;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_ARRAY(meta)
	ZEND_PARSE_PARAMETERS_END();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	process->meta_replaced = true;
	bgproc_field_replace(&process->meta, meta);
}

PHP_METHOD(BackgroundProcess, generateKey)
{
	struct bgproc_process_obj *process;
	char key[BGPROC_KEY_MAX + 1];

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process || !bgproc_process_generate_key(process, key)) {
		RETURN_THROWS();
	}
	RETURN_STRING(key);
}

/* ---- the executable PHP file ---- */

PHP_METHOD(BackgroundProcess, getExecutablePHPFilePath)
{
	PROCESS_OR_THROW(process)
	RETURN_STR(bgproc_php_file_path(process));
}

PHP_METHOD(BackgroundProcess, writeExecutablePHPFile)
{
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process || !bgproc_php_file_write(process, bgproc_process_commandline(process))) {
		RETURN_THROWS();
	}
	RETURN_STR_COPY(process->key);
}

PHP_METHOD(BackgroundProcess, getBackgroundProcessingRunCommand)
{
	PROCESS_OR_THROW(process)
	RETURN_STR(bgproc_php_file_command(process));
}

/* ---- how it is ---- */

/* The up-to-date record of a process; NULL with an exception pending. */
static const struct bgproc_record *current(zval *this)
{
	struct bgproc_process_obj *process = bgproc_process_fetch_started(this);

	return process && bgproc_process_refresh(process) ? &process->record : NULL;
}

/* For a method without arguments: declares record, up to date, or ends the method with an exception pending. */
#define RECORD_OR_THROW(record) \
	const struct bgproc_record *record; \
\
	ZEND_PARSE_PARAMETERS_NONE(); \
	record = current(ZEND_THIS); \
	if (!record) { \
		RETURN_THROWS(); \
	}

PHP_METHOD(BackgroundProcess, getPid)
{
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process || (process->started && !bgproc_process_need_record(process))) {
		RETURN_THROWS();
	}
	if (!process->started || process->record.supervisor.pid == 0) {
		RETURN_NULL();
	}
	RETURN_LONG(process->record.supervisor.pid);
}

PHP_METHOD(BackgroundProcess, getState)
{
	RECORD_OR_THROW(record)
	RETURN_OBJ_COPY(bgproc_state_case(record->state));
}

PHP_METHOD(BackgroundProcess, isRunning)
{
	struct bgproc_process_obj *process;

	ZEND_PARSE_PARAMETERS_NONE();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process || (process->started && !bgproc_process_refresh(process))) {
		RETURN_THROWS();
	}
	RETURN_BOOL(process->started && !process->ended);
}

PHP_METHOD(BackgroundProcess, getExitCode)
{
	RECORD_OR_THROW(record)
	if (!bgproc_state_is_final(record->state) || !record->end.exited) {
		RETURN_NULL();
	}
	RETURN_LONG(record->end.exit_code);
}

PHP_METHOD(BackgroundProcess, getTermSignal)
{
	RECORD_OR_THROW(record)
	if (!bgproc_state_is_final(record->state) || record->end.term_signal == 0) {
		RETURN_NULL();
	}
	RETURN_LONG(record->end.term_signal);
}

PHP_METHOD(BackgroundProcess, getUsage)
{
	RECORD_OR_THROW(record)
	if (!bgproc_state_is_final(record->state) || record->state == BGPROC_STATE_LOST) {
		RETURN_NULL();
	}
	bgproc_usage_array(return_value, &record->end.usage);
}

void bgproc_process_register(void)
{
	zend_object_handlers *handlers = bgproc_process_object_register(register_class_BackgroundProcess());

	handlers->get_properties_for = bgproc_process_debug;
	if (BGPROC_G(compat)) {
		zend_register_class_alias("Kohkimakimoto\\BackgroundProcess\\BackgroundProcess", bgproc_ce_process);
	}
}
