/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/options/command_line.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/object.h"
#include "src/php/job/object.h"
#include "src/php/job/start/call.h"
#include "src/php/job/context/object.h"
#include "src/php/job/signing_keys.h"
#include "src/php/job/manager_object.h"
#include "src/php/job/start/request.h"
#include "src/php/job/start/retry.h"
#include "src/php/job/start/plan.h"
#include "src/php/job/status.h"
#include "src/php/process/manager_store.h"
#include "src/php/base/option_value.h"
#include "src/php/process/filter.h"
#include "src/php/process/refresh.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/files.h"
#include "src/store/store.h"

#include "stubs/job_manager_arginfo.h"

#include <string.h>

#define DEFAULT_DIRECTORY "/tmp/php/bgproc_job"
#define DEFAULT_PREFIX "job."

zend_class_entry *bgproc_ce_job_manager;
static zend_object_handlers handlers;

/* ---- object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_job_manager_obj *manager = zend_object_alloc(sizeof *manager, ce);

	zend_object_std_init(&manager->std, ce);
	object_properties_init(&manager->std, ce);
	manager->std.handlers = &handlers;
	ZVAL_UNDEF(&manager->processes);
	ZVAL_UNDEF(&manager->options);
	return &manager->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_job_manager_obj *manager = bgproc_job_manager_from_obj(object);

	zval_ptr_dtor(&manager->processes);
	zval_ptr_dtor(&manager->options);
	if (manager->scope) {
		zend_string_release(manager->scope);
	}
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_job_manager_obj *manager = bgproc_job_manager_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &manager->processes);
	zend_get_gc_buffer_add_zval(buffer, &manager->options);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

static struct bgproc_job_manager_obj *fetch(zval *this)
{
	struct bgproc_job_manager_obj *manager = Z_BGPROC_JOB_MANAGER_P(this);

	if (Z_ISUNDEF(manager->processes)) {
		zend_throw_error(NULL, "The constructor of %s was not called", ZSTR_VAL(Z_OBJCE_P(this)->name));
		return NULL;
	}
	return manager;
}

static struct bgproc_manager_obj *processes_of(const struct bgproc_job_manager_obj *manager)
{
	return Z_BGPROC_MANAGER_P(&manager->processes);
}

static void add_string_or(zval *options, const char *name, zend_string *value, const char *otherwise)
{
	if (value) {
		add_assoc_str(options, name, zend_string_copy(value));
	} else {
		add_assoc_string(options, name, otherwise);
	}
}

PHP_METHOD(Bgproc_JobManager, __construct)
{
	struct bgproc_job_manager_obj *manager = Z_BGPROC_JOB_MANAGER_P(ZEND_THIS);
	HashTable *options = (HashTable *) &zend_empty_array;
	struct bgproc_job_options given;
	zval for_processes;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (!Z_ISUNDEF(manager->processes)) {
		zend_throw_error(NULL, "The constructor of Bgproc\\JobManager was called twice");
		RETURN_THROWS();
	}
	options = bgproc_options_settled(options);
	if (!bgproc_job_options_parse(options, BGPROC_JOB_OF_MANAGER, &given) || !bgproc_job_options_check_process(options)) {
		zend_array_release(options);
		RETURN_THROWS();
	}
	array_init(&for_processes);
	add_string_or(&for_processes, "working_directory", given.working_directory, DEFAULT_DIRECTORY);
	add_string_or(&for_processes, "key_prefix", given.key_prefix, DEFAULT_PREFIX);
	add_assoc_null(&for_processes, "error_log");
	if (bgproc_manager_create(&manager->processes, Z_ARRVAL(for_processes), 1)) {
		ZVAL_ARR(&manager->options, options);
		GC_ADDREF(options);
		manager->scope = given.scope ? zend_string_copy(given.scope) : NULL;
		if (given.key) {
			bgproc_job_keys_remember(given.key, processes_of(manager)->working_directory);
		}
	}
	zval_ptr_dtor(&for_processes);
	zend_array_release(options);
}

/* ---- starting ---- */

PHP_METHOD(Bgproc_JobManager, start)
{
	struct bgproc_job_plan plan;
	HashTable *options = NULL;
	zval *request;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ZVAL(request)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (!fetch(ZEND_THIS)) {
		RETURN_THROWS();
	}
	if (!bgproc_job_plan_init(&plan, BGPROC_JOB_FASTCGI, BGPROC_JOB_OF_REQUEST, ZEND_THIS, options) ||
		!bgproc_job_request_plan(&plan, request) || !bgproc_job_start(&plan, return_value)) {
		bgproc_job_plan_free(&plan);
		RETURN_THROWS();
	}
	bgproc_job_plan_free(&plan);
}

PHP_METHOD(Bgproc_JobManager, startCommand)
{
	struct bgproc_job_plan plan;
	HashTable *options = NULL;
	zval *commandline;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ZVAL(commandline)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (Z_TYPE_P(commandline) != IS_STRING && Z_TYPE_P(commandline) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(commandline));
		RETURN_THROWS();
	}
	if (!fetch(ZEND_THIS) || !bgproc_commandline_check(commandline, 1)) {
		RETURN_THROWS();
	}
	if (!bgproc_job_plan_init(&plan, BGPROC_JOB_COMMAND, BGPROC_JOB_OF_COMMAND, ZEND_THIS, options) ||
		!bgproc_job_command_plan(&plan, commandline) || !bgproc_job_start(&plan, return_value)) {
		bgproc_job_plan_free(&plan);
		RETURN_THROWS();
	}
	bgproc_job_plan_free(&plan);
}

PHP_METHOD(Bgproc_JobManager, startCall)
{
	struct bgproc_job_plan plan;
	HashTable *arguments = (HashTable *) &zend_empty_array, *options = NULL;
	zval *callable;

	ZEND_PARSE_PARAMETERS_START(1, 3)
	Z_PARAM_ZVAL(callable)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(arguments)
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (!fetch(ZEND_THIS)) {
		RETURN_THROWS();
	}
	if (!bgproc_job_plan_init(&plan, BGPROC_JOB_CALL, BGPROC_JOB_OF_CALL, ZEND_THIS, options) ||
		!bgproc_job_call_plan(&plan, callable, arguments) || !bgproc_job_start(&plan, return_value)) {
		bgproc_job_plan_free(&plan);
		RETURN_THROWS();
	}
	bgproc_job_plan_free(&plan);
}

/* ---- finding ---- */

/* Whether a record is a job that may be seen. */
static bool visible(const struct bgproc_job_manager_obj *manager, const struct bgproc_record *record, zend_string *scope)
{
	const char *its = record->scope ? record->scope : "";

	return record->job != BGPROC_JOB_NONE && (!scope || zend_string_equals_cstr(scope, its, strlen(its))) &&
		(!manager->scope || zend_string_equals_cstr(manager->scope, its, strlen(its)));
}

bool bgproc_job_manager_find(zval *this, zend_string *id, zend_string *scope, zval *result)
{
	struct bgproc_job_manager_obj *manager = fetch(this);
	struct bgproc_record *record;
	struct bgproc_held *held;
	zval process;

	ZVAL_NULL(result);
	if (!manager) {
		return false;
	}
	if (!bgproc_key_valid(ZSTR_VAL(id), ZSTR_LEN(id))) {
		return true;
	}
	if (!bgproc_manager_get_record(processes_of(manager), ZSTR_VAL(id), &record, &held) || !record) {
		return !EG(exception);
	}
	if (visible(manager, record, scope)) {
		bgproc_process_from_record(&process, &manager->processes, record);
		bgproc_job_create(result, this, &process, false);
		zval_ptr_dtor(&process);
	}
	bgproc_manager_free_record(record, held);
	return true;
}

PHP_METHOD(Bgproc_JobManager, find)
{
	zend_string *id, *scope = NULL;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_STR(id)
	Z_PARAM_OPTIONAL
	Z_PARAM_STR_OR_NULL(scope)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_manager_find(ZEND_THIS, id, scope, return_value)) {
		RETURN_THROWS();
	}
}

struct listing {
	zval *this;
	zval *result;
	struct bgproc_process_filter *filter;
};

static bool list_one(struct bgproc_record *record, void *context)
{
	struct listing *listing = context;
	struct bgproc_job_manager_obj *manager = Z_BGPROC_JOB_MANAGER_P(listing->this);
	zval process, job;

	if (!visible(manager, record, NULL) || !bgproc_process_filter_accepts_record(listing->filter, record)) {
		return true;
	}
	bgproc_process_from_record(&process, &manager->processes, record);
	if (bgproc_process_filter_accepts_state(listing->filter, Z_BGPROC_PROCESS_P(&process))) {
		bgproc_job_create(&job, listing->this, &process, false);
		add_next_index_zval(listing->result, &job);
	}
	zval_ptr_dtor(&process);
	return !EG(exception);
}

PHP_METHOD(Bgproc_JobManager, list)
{
	struct bgproc_job_manager_obj *manager;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_process_filter filter;
	HashTable *options = NULL;
	struct bgproc_store *store;
	enum bgproc_status status;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	manager = fetch(ZEND_THIS);
	if (!manager ||
		!bgproc_process_filter_parse(&filter, options, ZSTR_VAL(processes_of(manager)->key_prefix)) ||
		!bgproc_manager_open_store(processes_of(manager), false, &store)) {
		RETURN_THROWS();
	}
	array_init(return_value);
	if (!store) {
		return;
	}
	status = store->ops->list(
		store, filter.prefix, list_one, &(struct listing) {ZEND_THIS, return_value, &filter}, &err);
	bgproc_manager_close_store(store);
	if (status != BGPROC_OK) {
		bgproc_throw(&err);
	}
	if (EG(exception)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_JobManager, getStatus)
{
	zend_string *id, *scope = NULL;
	zval job;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_STR(id)
	Z_PARAM_OPTIONAL
	Z_PARAM_STR_OR_NULL(scope)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_manager_find(ZEND_THIS, id, scope, &job)) {
		RETURN_THROWS();
	}
	if (Z_TYPE(job) == IS_OBJECT) {
		bgproc_job_status(Z_BGPROC_JOB_P(&job), return_value);
		zval_ptr_dtor(&job);
	}
}

PHP_METHOD(Bgproc_JobManager, jobExists)
{
	zend_string *id, *scope = NULL;
	zval job;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_STR(id)
	Z_PARAM_OPTIONAL
	Z_PARAM_STR_OR_NULL(scope)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_manager_find(ZEND_THIS, id, scope, &job)) {
		RETURN_THROWS();
	}
	RETVAL_BOOL(Z_TYPE(job) == IS_OBJECT);
	zval_ptr_dtor(&job);
}

PHP_METHOD(Bgproc_JobManager, getScope)
{
	zend_string *id;
	zval job;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(id)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_manager_find(ZEND_THIS, id, NULL, &job)) {
		RETURN_THROWS();
	}
	if (Z_TYPE(job) == IS_OBJECT) {
		const char *scope = bgproc_job_process(Z_BGPROC_JOB_P(&job))->record.scope;

		RETVAL_STRING(scope ? scope : "");
		zval_ptr_dtor(&job);
	}
}

/* ---- ending ---- */

PHP_METHOD(Bgproc_JobManager, cancel)
{
	double grace = 10.0;
	int64_t grace_ms;
	int result = 0;
	zend_string *id;
	zval job;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_STR(id)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE(grace)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_seconds(grace, 2, &grace_ms)) {
		RETURN_THROWS();
	}
	if (!bgproc_job_manager_find(ZEND_THIS, id, NULL, &job)) {
		RETURN_THROWS();
	}
	if (Z_TYPE(job) == IS_OBJECT) {
		result = bgproc_job_cancel(Z_BGPROC_JOB_P(&job), grace_ms);
		zval_ptr_dtor(&job);
	}
	if (result < 0) {
		RETURN_THROWS();
	}
	RETURN_BOOL(result);
}

PHP_METHOD(Bgproc_JobManager, retry)
{
	HashTable *options = NULL;
	zend_string *id;
	zval job;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_STR(id)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_manager_find(ZEND_THIS, id, NULL, &job)) {
		RETURN_THROWS();
	}
	if (Z_TYPE(job) == IS_OBJECT) {
		bgproc_job_retry(ZEND_THIS, Z_BGPROC_JOB_P(&job), options, return_value);
		zval_ptr_dtor(&job);
	}
}

struct counting {
	const char *prefix;
	zend_long count;
};

static bool count_one(const char *name, void *context)
{
	struct counting *counting = context;
	size_t length = strlen(name);

	if (strncmp(name, counting->prefix, strlen(counting->prefix)) == 0 && length > 5 &&
		strcmp(name + length - 5, ".json") == 0) {
		counting->count++;
	}
	return true;
}

static bool settle_one(struct bgproc_record *record, void *context)
{
	struct bgproc_store *store = context;
	bool removed;

	if (record->job != BGPROC_JOB_NONE && !bgproc_state_is_final(record->state)) {
		store->ops->settle(store, record, &removed, NULL);
	}
	return true;
}

PHP_METHOD(Bgproc_JobManager, cleanup)
{
	struct bgproc_job_manager_obj *manager;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct counting before = {0}, after = {0};
	struct bgproc_store *store;
	enum bgproc_status status;

	ZEND_PARSE_PARAMETERS_NONE();
	manager = fetch(ZEND_THIS);
	if (!manager || !bgproc_manager_open_store(processes_of(manager), false, &store)) {
		RETURN_THROWS();
	}
	if (!store) {
		RETURN_LONG(0);
	}
	before.prefix = after.prefix = ZSTR_VAL(processes_of(manager)->key_prefix);
	bgproc_directory_each(store->dir_fd, count_one, &before);
	/* A look at a record whose time is over removes it. */
	status = store->ops->list(store, before.prefix, settle_one, store, &err);
	bgproc_directory_each(store->dir_fd, count_one, &after);
	store->ops->sweep(store);
	bgproc_manager_close_store(store);
	if (status != BGPROC_OK) {
		bgproc_throw(&err);
		RETURN_THROWS();
	}
	/* Jobs that others have started meanwhile are none that were removed. */
	RETURN_LONG(before.count > after.count ? before.count - after.count : 0);
}

/* ---- the request ---- */

PHP_METHOD(Bgproc_JobManager, current)
{
	ZEND_PARSE_PARAMETERS_NONE();
	if (!bgproc_job_context_current(return_value)) {
		RETURN_THROWS();
	}
}

/* $_GET["id"]; NULL when it is no string. */
static zend_string *id_of_query(void)
{
	zval *get = zend_hash_str_find_deref(&EG(symbol_table), ZEND_STRL("_GET"));
	zval *id = get && Z_TYPE_P(get) == IS_ARRAY ? zend_hash_str_find_deref(Z_ARRVAL_P(get), ZEND_STRL("id")) : NULL;

	return id && Z_TYPE_P(id) == IS_STRING ? Z_STR_P(id) : NULL;
}

PHP_METHOD(Bgproc_JobManager, serveStatus)
{
	zend_string *id = NULL, *scope = NULL;
	bool events = false, served;
	zval job;

	ZEND_PARSE_PARAMETERS_START(0, 3)
	Z_PARAM_OPTIONAL
	Z_PARAM_STR_OR_NULL(id)
	Z_PARAM_STR_OR_NULL(scope)
	Z_PARAM_BOOL(events)
	ZEND_PARSE_PARAMETERS_END();
	id = id ? id : id_of_query();
	ZVAL_NULL(&job);
	if (!fetch(ZEND_THIS) || (id && !bgproc_job_manager_find(ZEND_THIS, id, scope, &job))) {
		RETURN_THROWS();
	}
	served = bgproc_job_serve(Z_TYPE(job) == IS_OBJECT ? Z_BGPROC_JOB_P(&job) : NULL, events);
	RETVAL_BOOL(Z_TYPE(job) == IS_OBJECT);
	zval_ptr_dtor(&job);
	if (!served) {
		RETURN_THROWS();
	}
}

void bgproc_job_manager_register(void)
{
	bgproc_ce_job_manager = register_class_Bgproc_JobManager();
	bgproc_ce_job_manager->create_object = create;
	memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
	handlers.offset = XtOffsetOf(struct bgproc_job_manager_obj, std);
	handlers.free_obj = destroy;
	handlers.get_gc = get_gc;
	handlers.clone_obj = NULL;
	handlers.compare = bgproc_handle_compare;
}
