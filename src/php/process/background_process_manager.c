/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/object.h"
#include "src/php/process/manager_object.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/object.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/filter.h"
#include "src/php/base/option_value.h"
#include "src/php/process/options/options.h"
#include "src/php/process/stop.h"
#include "src/php/process/refresh.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "src/core/key.h"
#include "src/platform/clock.h"

#include "stubs/background_process_manager_arginfo.h"

#include <string.h>

zend_class_entry *bgproc_ce_manager;
static zend_object_handlers handlers;

/* ---- values of the constructor and the setters ---- */

static bool refuse(uint32_t arg_num, const char *option, const char *rule, const zval *value)
{
	zend_string *given = bgproc_describe(value);

	if (option) {
		zend_argument_value_error(arg_num, "option \"%s\" must be %s, %s given", option, rule, ZSTR_VAL(given));
	} else {
		zend_argument_value_error(arg_num, "must be %s, %s given", rule, ZSTR_VAL(given));
	}
	zend_string_release(given);
	return false;
}

static bool set_string(zend_string **field, zend_string *value)
{
	if (*field) {
		zend_string_release(*field);
	}
	*field = value ? zend_string_copy(value) : NULL;
	return true;
}

static bool good_path(const zend_string *path)
{
	return ZSTR_LEN(path) > 0 && ZSTR_LEN(path) < MAXPATHLEN && strlen(ZSTR_VAL(path)) == ZSTR_LEN(path);
}

static bool set_directory(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value)
{
	if (Z_TYPE_P(value) != IS_STRING || !good_path(Z_STR_P(value))) {
		return refuse(arg_num, option, "a path that is not empty, not longer than the system allows and without NUL bytes",
			value);
	}
	/* It would depend on where the script runs; under a web server that is a directory whose files are served. */
	if (Z_STRVAL_P(value)[0] != '/') {
		return refuse(arg_num, option, "an absolute path", value);
	}
	return set_string(&manager->working_directory, Z_STR_P(value));
}

static bool set_prefix(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value)
{
	/* The digits that follow must fit; an empty prefix is allowed, it lists everything. */
	if (Z_TYPE_P(value) != IS_STRING || Z_STRLEN_P(value) > BGPROC_KEY_MAX - BGPROC_KEY_UNIQUE_LENGTH ||
		(Z_STRLEN_P(value) > 0 && !bgproc_key_valid(Z_STRVAL_P(value), Z_STRLEN_P(value)))) {
		return refuse(arg_num, option,
			"a string of at most 96 letters, digits, \".\", \"_\" or \"-\", not starting with a dot", value);
	}
	return set_string(&manager->key_prefix, Z_STR_P(value));
}

static bool set_error_log(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		return set_string(&manager->error_log, NULL);
	}
	if (Z_TYPE_P(value) != IS_STRING || !good_path(Z_STR_P(value))) {
		return refuse(arg_num, option,
			"null, or a path that is not empty, not longer than the system allows and without NUL bytes", value);
	}
	return set_string(&manager->error_log, Z_STR_P(value));
}

/* The three options of the manager itself; the others become defaults of its processes. The table is ours alone. */
static bool take_settled(struct bgproc_manager_obj *manager, HashTable *options, uint32_t arg_num)
{
	struct bgproc_process_options checked;
	bool done = true;
	zend_string *name;
	zval *value, defaults;

	if (!bgproc_process_options_parse(options, true, &checked)) {
		return false;
	}
	ZVAL_ARR(&defaults, zend_array_dup(Z_ARRVAL(manager->defaults)));
	ZEND_HASH_FOREACH_STR_KEY_VAL(options, name, value) {
		if (zend_string_equals_literal(name, "working_directory")) {
			done = set_directory(manager, arg_num, ZSTR_VAL(name), value);
		} else if (zend_string_equals_literal(name, "key_prefix")) {
			done = set_prefix(manager, arg_num, ZSTR_VAL(name), value);
		} else if (zend_string_equals_literal(name, "error_log")) {
			done = set_error_log(manager, arg_num, ZSTR_VAL(name), value);
		} else {
			Z_TRY_ADDREF_P(value);
			zend_hash_update(Z_ARRVAL(defaults), name, value);
		}
		if (!done) {
			zval_ptr_dtor(&defaults);
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	bgproc_field_replace(&manager->defaults, &defaults);
	zval_ptr_dtor(&defaults);
	return true;
}

static bool configure(struct bgproc_manager_obj *manager, HashTable *options, uint32_t arg_num)
{
	HashTable *settled = bgproc_options_settled(options);
	bool done = take_settled(manager, settled, arg_num);

	zend_array_release(settled);
	return done;
}

bool bgproc_manager_create(zval *result, HashTable *options, uint32_t arg_num)
{
	object_init_ex(result, bgproc_ce_manager);
	if (!configure(Z_BGPROC_MANAGER_P(result), options, arg_num)) {
		zval_ptr_dtor(result);
		ZVAL_UNDEF(result);
		return false;
	}
	return true;
}

/* ---- paths ---- */

zend_string *bgproc_manager_error_log(const struct bgproc_manager_obj *manager)
{
	if (!manager->error_log) {
		return NULL;
	}
	if (ZSTR_VAL(manager->error_log)[0] == '/') {
		return zend_string_copy(manager->error_log);
	}
	return zend_string_concat3(ZSTR_VAL(manager->working_directory), ZSTR_LEN(manager->working_directory), "/", 1,
		ZSTR_VAL(manager->error_log), ZSTR_LEN(manager->error_log));
}

/* ---- object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_manager_obj *manager = zend_object_alloc(sizeof *manager, ce);

	zend_object_std_init(&manager->std, ce);
	object_properties_init(&manager->std, ce);
	manager->std.handlers = &handlers;
	/* Usable even if a subclass forgets to call our constructor. */
	manager->working_directory = zend_string_init(BGPROC_G(working_directory), strlen(BGPROC_G(working_directory)), 0);
	manager->key_prefix = zend_string_init(ZEND_STRL("process."), 0);
	manager->error_log = zend_string_init(ZEND_STRL("err.log"), 0);
	array_init(&manager->defaults);
	return &manager->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_manager_obj *manager = bgproc_manager_from_obj(object);

	set_string(&manager->working_directory, NULL);
	set_string(&manager->key_prefix, NULL);
	set_string(&manager->error_log, NULL);
	zval_ptr_dtor(&manager->defaults);
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_manager_obj *manager = bgproc_manager_from_obj(object);

	*table = &manager->defaults;
	*count = 1;
	return zend_std_get_properties(object);
}

/* ---- methods ---- */

PHP_METHOD(BackgroundProcessManager, __construct)
{
	HashTable *options = NULL;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();

	if (options) {
		configure(Z_BGPROC_MANAGER_P(ZEND_THIS), options, 1);
	}
}

struct listing {
	zval *manager;
	zval *result;
	struct bgproc_process_filter *filter;
};

static bool list_one(struct bgproc_record *record, void *context)
{
	struct listing *listing = context;
	zval process;

	if (!bgproc_process_filter_accepts_record(listing->filter, record)) {
		return true;
	}
	bgproc_process_from_record(&process, listing->manager, record);
	if (!bgproc_process_filter_accepts_state(listing->filter, Z_BGPROC_PROCESS_P(&process))) {
		zval_ptr_dtor(&process);
	} else {
		add_next_index_zval(listing->result, &process);
	}
	return !EG(exception);
}

/* Fills result with the processes the filter lets through; false with an exception pending. */
static bool list(zval *this, struct bgproc_process_filter *filter, zval *result)
{
	struct bgproc_manager_obj *manager = Z_BGPROC_MANAGER_P(this);
	struct listing listing = {this, result, filter};
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_store *store;
	enum bgproc_status status;

	array_init(result);
	if (!bgproc_manager_open_store(manager, false, &store)) {
		return false;
	}
	if (!store) {
		return true;
	}
	status = store->ops->list(store, filter->prefix, list_one, &listing, &err);
	bgproc_manager_close_store(store);
	if (status != BGPROC_OK) {
		bgproc_throw(&err);
	}
	return !EG(exception);
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
		!list(ZEND_THIS, &filter, return_value)) {
		/* What the result holds by now is freed by the engine, here and below. */
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
		/* It went while we looked: nobody has the key any more. */
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
	set_directory(Z_BGPROC_MANAGER_P(ZEND_THIS), 1, NULL, &value);
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
	set_prefix(Z_BGPROC_MANAGER_P(ZEND_THIS), 1, NULL, &value);
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
	set_error_log(Z_BGPROC_MANAGER_P(ZEND_THIS), 1, NULL, &value);
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
	if (!list(ZEND_THIS, &filter, &processes) || !bgproc_manager_open_store(manager, false, &store)) {
		zval_ptr_dtor(&processes);
		RETURN_THROWS();
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(processes), item) {
		struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(item);
		struct bgproc_error err = BGPROC_ERROR_INIT;

		if (!store || !bgproc_process_refresh(process)) {
			break;
		}
		/* Asked now, not before: one that we have just found lost has ended just now. */
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
		/* It checks under the lock whether the process has ended. */
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
	if (!bgproc_seconds_to_ms(grace, false, &grace_ms)) {
		zend_argument_value_error(1, "must be a number of seconds from 0 to 1000000000");
		RETURN_THROWS();
	}
	if (list(ZEND_THIS, &filter, &processes)) {
		RETVAL_LONG(bgproc_process_stop_all(Z_ARRVAL(processes), grace_ms));
	}
	zval_ptr_dtor(&processes);
}

void bgproc_manager_register(void)
{
	bgproc_ce_manager = register_class_BackgroundProcessManager();
	bgproc_ce_manager->create_object = create;
	memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
	handlers.offset = XtOffsetOf(struct bgproc_manager_obj, std);
	handlers.free_obj = destroy;
	handlers.get_gc = get_gc;
	handlers.clone_obj = NULL;
	handlers.compare = bgproc_handle_compare;
	if (BGPROC_G(compat)) {
		zend_register_class_alias("Kohkimakimoto\\BackgroundProcess\\BackgroundProcessManager", bgproc_ce_manager);
	}
}
