/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/background_process_manager.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "php_bgproc.h"
#include "src/core/key.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/option_value.h"
#include "src/php/process/filter.h"
#include "src/php/process/list.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/object.h"
#include "src/php/process/refresh.h"
#include "src/php/process/stop.h"
#include "src/platform/clock.h"

#include "stubs/background_process_manager_arginfo.h"

PHP_METHOD(BackgroundProcessManager, __construct)
{
	HashTable *options = NULL;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();

	if (options) {
		bgproc_manager_configure(Z_BGPROC_MANAGER_P(ZEND_THIS), options, 1);
	}
}

PHP_METHOD(BackgroundProcessManager, listProcesses)
{
	HashTable *options = NULL;
	struct bgproc_process_filter filter;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();

	if (!bgproc_process_filter_parse(&filter, options, ZSTR_VAL(Z_BGPROC_MANAGER_P(ZEND_THIS)->key_prefix)) ||
		!bgproc_process_list(ZEND_THIS, &filter, return_value)) {
		/* Here and below the engine frees what the result already contains. */
		RETURN_THROWS();
	}
}

PHP_METHOD(BackgroundProcessManager, loadProcess)
{
	struct bgproc_manager_obj *manager = Z_BGPROC_MANAGER_P(ZEND_THIS);
	struct bgproc_record *record;
	struct bgproc_held *held;
	zend_string *key;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(key)
	ZEND_PARSE_PARAMETERS_END();

	if (!bgproc_key_valid(ZSTR_VAL(key), ZSTR_LEN(key))) {
		RETURN_NULL();
	}
	if (!bgproc_manager_get_record(manager, ZSTR_VAL(key), &record, &held)) {
		RETURN_THROWS();
	}
	if (!record) {
		RETURN_NULL();
	}
	bgproc_process_from_record(return_value, ZEND_THIS, record);
	bgproc_manager_free_record(record, held);
	if (!Z_BGPROC_PROCESS_P(return_value)->ended && bgproc_process_hold(Z_BGPROC_PROCESS_P(return_value)) &&
		Z_BGPROC_PROCESS_P(return_value)->record_fd < 0) {
		/* The process ended and its record was removed after the read: no process has the key any more. */
		zval_ptr_dtor(return_value);
		RETURN_NULL();
	}
	if (EG(exception)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(BackgroundProcessManager, createProcess)
{
	zval *commandline;
	HashTable *options = NULL;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ZVAL(commandline)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();

	object_init_ex(return_value, bgproc_ce_process);
	if (!bgproc_process_init(return_value, commandline, ZEND_THIS, options)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(BackgroundProcessManager, setWorkingDirectory)
{
	zval value;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(Z_STR(value))
	ZEND_PARSE_PARAMETERS_END();
	Z_TYPE_INFO(value) = IS_STRING;
	bgproc_manager_set_directory(Z_BGPROC_MANAGER_P(ZEND_THIS), 1, NULL, &value);
}

PHP_METHOD(BackgroundProcessManager, getWorkingDirectory)
{
	BGPROC_SURPLUS_IGNORED();
	RETURN_STR_COPY(Z_BGPROC_MANAGER_P(ZEND_THIS)->working_directory);
}

PHP_METHOD(BackgroundProcessManager, setKeyPrefix)
{
	zval value;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(Z_STR(value))
	ZEND_PARSE_PARAMETERS_END();
	Z_TYPE_INFO(value) = IS_STRING;
	bgproc_manager_set_prefix(Z_BGPROC_MANAGER_P(ZEND_THIS), 1, NULL, &value);
}

PHP_METHOD(BackgroundProcessManager, getKeyPrefix)
{
	BGPROC_SURPLUS_IGNORED();
	RETURN_STR_COPY(Z_BGPROC_MANAGER_P(ZEND_THIS)->key_prefix);
}

PHP_METHOD(BackgroundProcessManager, setErrorLog)
{
	zend_string *path;
	zval value;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR_OR_NULL(path)
	ZEND_PARSE_PARAMETERS_END();
	if (path) {
		ZVAL_STR(&value, path);
	} else {
		ZVAL_NULL(&value);
	}
	bgproc_manager_set_error_log(Z_BGPROC_MANAGER_P(ZEND_THIS), 1, NULL, &value);
}

PHP_METHOD(BackgroundProcessManager, getErrorLog)
{
	zend_string *path;

	BGPROC_SURPLUS_IGNORED();
	path = bgproc_manager_error_log(Z_BGPROC_MANAGER_P(ZEND_THIS));
	if (!path) {
		RETURN_NULL();
	}
	RETURN_STR(path);
}

PHP_METHOD(BackgroundProcessManager, prune)
{
	struct bgproc_manager_obj *manager = Z_BGPROC_MANAGER_P(ZEND_THIS);
	struct bgproc_process_filter filter = {.prefix = ZSTR_VAL(manager->key_prefix)};
	zend_long older_than = 0, removed = 0;
	struct bgproc_store *store;
	zval processes, *item;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_LONG(older_than)
	ZEND_PARSE_PARAMETERS_END();
	if (older_than < 0 || older_than > 1000000000) {
		zend_argument_value_error(1, "must be a number of seconds from 0 to 1000000000");
		RETURN_THROWS();
	}
	if (!bgproc_process_list(ZEND_THIS, &filter, &processes) || !bgproc_manager_open_store(manager, false, &store)) {
		zval_ptr_dtor(&processes);
		RETURN_THROWS();
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(processes), item) {
		struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(item);
		struct bgproc_error err = BGPROC_ERROR_INIT;

		if (!store || !bgproc_process_refresh(process)) {
			break;
		}
		/* The time is read after the refresh, because a process that the refresh has found lost ended just now. */
		if (process->ended && process->record.ended_us + (uint64_t) older_than * 1000000 <= bgproc_wall_us() &&
			store->ops->remove(store, ZSTR_VAL(process->key), &err) == BGPROC_OK) {
			removed++;
		}
	}
	ZEND_HASH_FOREACH_END();
	zval_ptr_dtor(&processes);
	if (store) {
		store->ops->sweep(store);
		bgproc_manager_close_store(store);
	}
	RETURN_LONG(removed);
}

PHP_METHOD(BackgroundProcessManager, removeProcess)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record record;
	struct bgproc_store *store;
	enum bgproc_status status;
	bool found = false;
	zend_string *key;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(key)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_key_valid(ZSTR_VAL(key), ZSTR_LEN(key))) {
		RETURN_FALSE;
	}
	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(ZEND_THIS), false, &store)) {
		RETURN_THROWS();
	}
	if (!store) {
		RETURN_FALSE;
	}
	status = store->ops->get(store, ZSTR_VAL(key), &record, &found, &err);
	if (found) {
		bgproc_record_free(&record);
		/* remove() checks under the lock whether the process has ended. */
		status = store->ops->remove(store, ZSTR_VAL(key), &err);
	}
	bgproc_manager_close_store(store);
	if (status != BGPROC_OK) {
		bgproc_throw(&err);
		RETURN_THROWS();
	}
	RETURN_BOOL(found);
}

PHP_METHOD(BackgroundProcessManager, stopAll)
{
	struct bgproc_process_filter filter = {.prefix = ZSTR_VAL(Z_BGPROC_MANAGER_P(ZEND_THIS)->key_prefix)};
	double grace = 10.0;
	int64_t grace_ms;
	zval processes;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE(grace)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_seconds(grace, 1, &grace_ms)) {
		RETURN_THROWS();
	}
	if (bgproc_process_list(ZEND_THIS, &filter, &processes)) {
		RETVAL_LONG(bgproc_process_stop_all(Z_ARRVAL(processes), grace_ms));
	}
	zval_ptr_dtor(&processes);
}

void bgproc_manager_register(void)
{
	bgproc_manager_object_register(register_class_BackgroundProcessManager());
	if (BGPROC_G(compat)) {
		zend_register_class_alias("Kohkimakimoto\\BackgroundProcess\\BackgroundProcessManager", bgproc_ce_manager);
	}
}
