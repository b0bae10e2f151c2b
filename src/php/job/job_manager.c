/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/job_manager.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/option_value.h"
#include "src/php/job/context/current.h"
#include "src/php/job/list.h"
#include "src/php/job/manager_object.h"
#include "src/php/job/object.h"
#include "src/php/job/serve_status.h"
#include "src/php/job/start/call.h"
#include "src/php/job/start/plan.h"
#include "src/php/job/start/request.h"
#include "src/php/job/start/retry.h"
#include "src/php/job/start/start.h"
#include "src/php/job/status.h"
#include "src/php/process/filter.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/options/command_line.h"

#include "stubs/job_manager_arginfo.h"

PHP_METHOD(Bgproc_JobManager, __construct)
{
	struct bgproc_job_manager_obj *manager = Z_BGPROC_JOB_MANAGER_P(ZEND_THIS);
	HashTable *options = (HashTable *) &zend_empty_array;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (!Z_ISUNDEF(manager->processes)) {
		zend_throw_error(NULL, "The constructor of Bgproc\\JobManager was called twice");
		RETURN_THROWS();
	}
	bgproc_job_manager_configure(manager, options);
}

/* ---- starting ---- */

/* Starts the planned job, and frees the plan. planned: the plan is complete; otherwise an exception is pending. */
static void start(struct bgproc_job_plan *plan, bool planned, zval *return_value)
{
	if (planned) {
		bgproc_job_start(plan, return_value);
	}
	bgproc_job_plan_free(plan);
}

PHP_METHOD(Bgproc_JobManager, start)
{
	struct bgproc_job_plan plan;
	HashTable *options = NULL;
	zval *request;
	bool planned;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ZVAL(request)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_manager_fetch(ZEND_THIS)) {
		RETURN_THROWS();
	}
	planned = bgproc_job_plan_init(&plan, BGPROC_JOB_FASTCGI, BGPROC_JOB_OF_REQUEST, ZEND_THIS, options) &&
		bgproc_job_request_plan(&plan, request);
	start(&plan, planned, return_value);
}

PHP_METHOD(Bgproc_JobManager, startCommand)
{
	struct bgproc_job_plan plan;
	HashTable *options = NULL;
	zval *commandline;
	bool planned;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ZVAL(commandline)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (Z_TYPE_P(commandline) != IS_STRING && Z_TYPE_P(commandline) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(commandline));
		RETURN_THROWS();
	}
	if (!bgproc_job_manager_fetch(ZEND_THIS) || !bgproc_commandline_check(commandline, 1)) {
		RETURN_THROWS();
	}
	planned = bgproc_job_plan_init(&plan, BGPROC_JOB_COMMAND, BGPROC_JOB_OF_COMMAND, ZEND_THIS, options) &&
		bgproc_job_command_plan(&plan, commandline);
	start(&plan, planned, return_value);
}

PHP_METHOD(Bgproc_JobManager, startCall)
{
	struct bgproc_job_plan plan;
	HashTable *arguments = (HashTable *) &zend_empty_array, *options = NULL;
	zval *callable;
	bool planned;

	ZEND_PARSE_PARAMETERS_START(1, 3)
	Z_PARAM_ZVAL(callable)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(arguments)
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_manager_fetch(ZEND_THIS)) {
		RETURN_THROWS();
	}
	planned = bgproc_job_plan_init(&plan, BGPROC_JOB_CALL, BGPROC_JOB_OF_CALL, ZEND_THIS, options) &&
		bgproc_job_call_plan(&plan, callable, arguments);
	start(&plan, planned, return_value);
}

/* ---- finding ---- */

PHP_METHOD(Bgproc_JobManager, find)
{
	zend_string *id, *scope = NULL;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_STR(id)
	Z_PARAM_OPTIONAL
	Z_PARAM_STR_OR_NULL(scope)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_find(ZEND_THIS, id, scope, return_value)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_JobManager, list)
{
	struct bgproc_job_manager_obj *manager;
	struct bgproc_process_filter filter;
	HashTable *options = NULL;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	manager = bgproc_job_manager_fetch(ZEND_THIS);
	if (!manager ||
		!bgproc_process_filter_parse(&filter, options, ZSTR_VAL(bgproc_job_manager_processes(manager)->key_prefix)) ||
		!bgproc_job_list(ZEND_THIS, &filter, return_value)) {
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
	if (!bgproc_job_find(ZEND_THIS, id, scope, &job)) {
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
	if (!bgproc_job_find(ZEND_THIS, id, scope, &job)) {
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
	if (!bgproc_job_find(ZEND_THIS, id, NULL, &job)) {
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
	if (!bgproc_job_find(ZEND_THIS, id, NULL, &job)) {
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
	if (!bgproc_job_find(ZEND_THIS, id, NULL, &job)) {
		RETURN_THROWS();
	}
	if (Z_TYPE(job) == IS_OBJECT) {
		bgproc_job_retry(ZEND_THIS, Z_BGPROC_JOB_P(&job), options, return_value);
		zval_ptr_dtor(&job);
	}
}

PHP_METHOD(Bgproc_JobManager, cleanup)
{
	struct bgproc_job_manager_obj *manager;
	zend_long removed;

	ZEND_PARSE_PARAMETERS_NONE();
	manager = bgproc_job_manager_fetch(ZEND_THIS);
	if (!manager || !bgproc_job_cleanup(manager, &removed)) {
		RETURN_THROWS();
	}
	RETURN_LONG(removed);
}

/* ---- the request ---- */

PHP_METHOD(Bgproc_JobManager, current)
{
	ZEND_PARSE_PARAMETERS_NONE();
	if (!bgproc_job_context_current(return_value)) {
		RETURN_THROWS();
	}
}

/* $_GET["id"]; NULL when it is not a string. */
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
	if (!bgproc_job_manager_fetch(ZEND_THIS) || (id && !bgproc_job_find(ZEND_THIS, id, scope, &job))) {
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
	bgproc_job_manager_object_register(register_class_Bgproc_JobManager());
}
