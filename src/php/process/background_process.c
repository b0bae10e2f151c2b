/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/object.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/options/command_line.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/php_file.h"
#include "src/php/base/object.h"
#include "src/php/process/facts.h"
#include "src/php/process/record_array.h"
#include "src/php/base/option_value.h"
#include "src/php/process/options/options.h"
#include "src/php/process/start/start.h"
#include "src/php/process/stop.h"
#include "src/php/process/refresh.h"
#include "src/php/base/state.h"

#include "ext/random/php_random.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/files.h"
#include "src/platform/signal/signals.h"

#include "stubs/background_process_arginfo.h"

#include <string.h>

zend_class_entry *bgproc_ce_process;
static zend_object_handlers handlers;

/* ---- object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_process_obj *process = zend_object_alloc(sizeof *process, ce);

	zend_object_std_init(&process->std, ce);
	object_properties_init(&process->std, ce);
	process->std.handlers = &handlers;
	ZVAL_UNDEF(&process->commandline);
	ZVAL_UNDEF(&process->manager);
	ZVAL_UNDEF(&process->options);
	ZVAL_UNDEF(&process->meta);
	process->record_fd = process->outcome_fd = process->capture_fds[0] = process->capture_fds[1] = -1;
	process->output.cut_fd = -1;
	return &process->std;
}

/* The process itself goes on: a handle owns descriptors and memory, never the command. */
static void destroy(zend_object *object)
{
	struct bgproc_process_obj *process = bgproc_process_from_obj(object);

	bgproc_fd_close(&process->record_fd);
	bgproc_fd_close(&process->outcome_fd);
	bgproc_fd_close(&process->capture_fds[0]);
	bgproc_fd_close(&process->capture_fds[1]);
	bgproc_fd_close(&process->output.cut_fd);
	bgproc_buf_free(&process->text);
	bgproc_record_free(&process->record);
	zval_ptr_dtor(&process->commandline);
	zval_ptr_dtor(&process->manager);
	zval_ptr_dtor(&process->options);
	zval_ptr_dtor(&process->meta);
	if (process->key) {
		zend_string_release(process->key);
	}
	if (process->error_tail) {
		zend_string_release(process->error_tail);
	}
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_process_obj *process = bgproc_process_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &process->commandline);
	zend_get_gc_buffer_add_zval(buffer, &process->manager);
	zend_get_gc_buffer_add_zval(buffer, &process->options);
	zend_get_gc_buffer_add_zval(buffer, &process->meta);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

struct bgproc_process_obj *bgproc_process_fetch(zval *this)
{
	struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(this);

	if (Z_ISUNDEF(process->manager) || !process->key) {
		zend_throw_error(NULL, "The parent constructor of %s was not called", ZSTR_VAL(Z_OBJCE_P(this)->name));
		return NULL;
	}
	return process;
}

struct bgproc_process_obj *bgproc_process_fetch_started(zval *this)
{
	struct bgproc_process_obj *process = bgproc_process_fetch(this);

	if (process && !process->started) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "Process %s has not been started: call run() first", ZSTR_VAL(process->key));
		return NULL;
	}
	return process;
}

/* For what must not change under a process that runs. */
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

/* The command line, made of the record where the process was not started here. */
static zval *commandline_of(struct bgproc_process_obj *process)
{
	if (Z_ISUNDEF(process->commandline)) {
		bgproc_meta_commandline(&process->commandline, &process->record);
	}
	return &process->commandline;
}

/* ---- construction ---- */

/* False with an exception pending. */
static bool generate_key(struct bgproc_process_obj *process, char key[BGPROC_KEY_MAX + 1])
{
	zend_string *prefix = Z_BGPROC_MANAGER_P(&process->manager)->key_prefix;
	unsigned char random[10];

	if (php_random_bytes_throw(random, sizeof random) == FAILURE) {
		return false;
	}
	/* Cannot fail: the manager accepts only prefixes that leave room. */
	return bgproc_key_format(key, ZSTR_VAL(prefix), ZSTR_LEN(prefix), bgproc_wall_us(), random);
}

static bool take_options(struct bgproc_process_obj *process, HashTable *options)
{
	HashTable *defaults = Z_ARRVAL(Z_BGPROC_MANAGER_P(&process->manager)->defaults);
	struct bgproc_process_options checked;

	if (!options || zend_hash_num_elements(options) == 0) {
		ZVAL_ARR(&process->options, zend_array_dup(defaults));
		return true;
	}
	ZVAL_ARR(&process->options, bgproc_options_settled(options));
	if (!bgproc_process_options_parse(Z_ARRVAL(process->options), false, &checked)) {
		return false;
	}
	/* false: what the process says itself goes before the manager's word. */
	zend_hash_merge(Z_ARRVAL(process->options), defaults, zval_add_ref, false);
	/* Each alone was good; together they may contradict. */
	return bgproc_process_options_parse(Z_ARRVAL(process->options), false, &checked);
}

bool bgproc_process_init(zval *object, zval *commandline, zval *manager, HashTable *options)
{
	struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(object);
	char key[BGPROC_KEY_MAX + 1];

	if (Z_TYPE_P(commandline) != IS_STRING && Z_TYPE_P(commandline) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(commandline));
		return false;
	}
	if (!Z_ISUNDEF(process->manager)) {
		zend_throw_error(NULL, "The constructor of BackgroundProcess was called twice");
		return false;
	}
	if (!bgproc_commandline_check(commandline, 1)) {
		return false;
	}
	process->knows_options = true;
	bgproc_commandline_copy(&process->commandline, commandline);
	ZVAL_COPY(&process->manager, manager);
	if (!take_options(process, options) || !generate_key(process, key)) {
		return false;
	}
	process->key = zend_string_init(key, strlen(key), 0);
	return true;
}

/* A handle for the process that an array of meta data speaks of. */
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

void bgproc_process_from_record(zval *result, zval *manager, struct bgproc_record *record)
{
	struct bgproc_process_obj *process;

	object_init_ex(result, bgproc_ce_process);
	process = Z_BGPROC_PROCESS_P(result);
	/* First of all: whatever happens now, the object frees it. */
	process->record = *record;
	memset(record, 0, sizeof *record);
	process->has_record = process->started = true;
	process->ended = bgproc_state_is_final(process->record.state);
	process->key = zend_string_init(process->record.key, strlen(process->record.key), 0);
	ZVAL_COPY(&process->manager, manager);
	/* Lists may be long: what few ask for is made when it is asked for. */
	ZVAL_EMPTY_ARRAY(&process->options);
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
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	if (process->started) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "Process %s was started already", ZSTR_VAL(process->key));
		RETURN_THROWS();
	}
	bgproc_process_start(process);
}

/* ---- what it is ---- */

PHP_METHOD(BackgroundProcess, getKey)
{
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
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
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	RETURN_COPY(commandline_of(process));
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
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
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
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	if (process->started && !process->meta_replaced) {
		if (!bgproc_process_refresh(process)) {
			RETURN_THROWS();
		}
		/* An object made of meta data alone has no more than that once the record is gone. */
		if (process->record.argc > 0 || Z_ISUNDEF(process->meta)) {
			bgproc_meta_array(return_value, &process->record);
			return;
		}
	}
	if (!Z_ISUNDEF(process->meta)) {
		RETURN_COPY(&process->meta);
	}
	array_init(return_value);
	add_assoc_str(return_value, "key", zend_string_copy(process->key));
	Z_TRY_ADDREF_P(commandline_of(process));
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
	if (!process || !generate_key(process, key)) {
		RETURN_THROWS();
	}
	RETURN_STRING(key);
}

/* ---- the executable PHP file ---- */

PHP_METHOD(BackgroundProcess, getExecutablePHPFilePath)
{
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	RETURN_STR(bgproc_executable_file_path(process));
}

PHP_METHOD(BackgroundProcess, writeExecutablePHPFile)
{
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process || !bgproc_executable_file_write(process, commandline_of(process))) {
		RETURN_THROWS();
	}
	RETURN_STR_COPY(process->key);
}

PHP_METHOD(BackgroundProcess, getBackgroundProcessingRunCommand)
{
	struct bgproc_process_obj *process;

	BGPROC_SURPLUS_IGNORED();
	process = bgproc_process_fetch(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	RETURN_STR(bgproc_executable_file_command(process));
}

/* ---- how it is ---- */

/* The record of a process, up to date; NULL with an exception pending. */
static struct bgproc_record *current(zval *this)
{
	struct bgproc_process_obj *process = bgproc_process_fetch_started(this);

	return process && bgproc_process_refresh(process) ? &process->record : NULL;
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
	struct bgproc_record *record;

	ZEND_PARSE_PARAMETERS_NONE();
	record = current(ZEND_THIS);
	if (!record) {
		RETURN_THROWS();
	}
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

/* True when the argument is a signal of this system, else a \ValueError is pending. */
static bool check_signal(zend_long number, uint32_t arg_num)
{
	char name[16];

	if (number > 0 && number <= 128 && bgproc_signal_name((int) number, name)) {
		return true;
	}
	zend_argument_value_error(arg_num, "must be the number of a signal, " ZEND_LONG_FMT " given", number);
	return false;
}

PHP_METHOD(BackgroundProcess, stop)
{
	struct bgproc_process_obj *process;
	zend_long signal_number = SIGTERM;
	double grace = 10.0;
	int64_t grace_ms;

	ZEND_PARSE_PARAMETERS_START(0, 2)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE(grace)
	Z_PARAM_LONG(signal_number)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_seconds_to_ms(grace, false, &grace_ms)) {
		zend_argument_value_error(1, "must be a number of seconds from 0 to 1000000000");
		RETURN_THROWS();
	}
	if (!check_signal(signal_number, 2) || !(process = bgproc_process_fetch_started(ZEND_THIS))) {
		RETURN_THROWS();
	}
	RETURN_BOOL(bgproc_process_stop(process, grace_ms, (int) signal_number) > 0);
}

PHP_METHOD(BackgroundProcess, signal)
{
	struct bgproc_process_obj *process;
	zend_long signal_number;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_LONG(signal_number)
	ZEND_PARSE_PARAMETERS_END();
	if (!check_signal(signal_number, 1) || !(process = bgproc_process_fetch_started(ZEND_THIS))) {
		RETURN_THROWS();
	}
	bgproc_process_signal(process, (int) signal_number);
}

PHP_METHOD(BackgroundProcess, getExitCode)
{
	struct bgproc_record *record;

	ZEND_PARSE_PARAMETERS_NONE();
	record = current(ZEND_THIS);
	if (!record) {
		RETURN_THROWS();
	}
	if (!bgproc_state_is_final(record->state) || !record->end.exited) {
		RETURN_NULL();
	}
	RETURN_LONG(record->end.exit_code);
}

PHP_METHOD(BackgroundProcess, getTermSignal)
{
	struct bgproc_record *record;

	ZEND_PARSE_PARAMETERS_NONE();
	record = current(ZEND_THIS);
	if (!record) {
		RETURN_THROWS();
	}
	if (!bgproc_state_is_final(record->state) || record->end.term_signal == 0) {
		RETURN_NULL();
	}
	RETURN_LONG(record->end.term_signal);
}

PHP_METHOD(BackgroundProcess, getUsage)
{
	struct bgproc_record *record;

	ZEND_PARSE_PARAMETERS_NONE();
	record = current(ZEND_THIS);
	if (!record) {
		RETURN_THROWS();
	}
	if (!bgproc_state_is_final(record->state) || record->state == BGPROC_STATE_LOST) {
		RETURN_NULL();
	}
	bgproc_meta_usage(return_value, &record->end.usage);
}

void bgproc_process_register(void)
{
	bgproc_ce_process = register_class_BackgroundProcess();
	bgproc_ce_process->create_object = create;
	memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
	handlers.offset = XtOffsetOf(struct bgproc_process_obj, std);
	handlers.free_obj = destroy;
	handlers.get_gc = get_gc;
	handlers.clone_obj = NULL;
	handlers.get_properties_for = bgproc_process_debug;
	handlers.compare = bgproc_handle_compare;
	if (BGPROC_G(compat)) {
		zend_register_class_alias("Kohkimakimoto\\BackgroundProcess\\BackgroundProcess", bgproc_ce_process);
	}
}
