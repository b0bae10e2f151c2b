/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/object.h"
#include "src/php/job/context/accept.h"
#include "src/php/job/context/object.h"
#include "src/php/job/context/run_callable.h"
#include "src/php/job/context/fatal_error.h"
#include "src/php/job/context/cancellation.h"
#include "src/php/job/context/send.h"

#include "SAPI.h"
#include "ext/json/php_json.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "stubs/job_context_arginfo.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define JSON_DEPTH 512

zend_class_entry *bgproc_ce_job_context;
static zend_object_handlers handlers;

/* ---- object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_job_context_obj *context = zend_object_alloc(sizeof *context, ce);

	zend_object_std_init(&context->std, ce);
	object_properties_init(&context->std, ce);
	context->std.handlers = &handlers;
	context->report.fd = -1;
	return &context->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_job_context_obj *context = bgproc_job_context_from_obj(object);

	bgproc_job_report_close(&context->report);
	bgproc_buf_free(&context->error_message);
	bgproc_buf_free(&context->error_file);
	if (context->id) {
		zend_string_release(context->id);
		zend_string_release(context->path);
	}
	if (context->claim) {
		zend_string_release(context->claim);
	}
	if (context->unsent_text) {
		zend_string_release(context->unsent_text);
	}
	zend_object_std_dtor(object);
}

static zend_function *get_constructor(zend_object *object)
{
	zend_throw_error(NULL, "Cannot directly construct %s, use Bgproc\\JobManager::current() instead", ZSTR_VAL(object->ce->name));
	return NULL;
}

void bgproc_job_context_create(zval *result, struct bgproc_job_report *report, zend_string *id, zend_string *path)
{
	struct bgproc_job_context_obj *context;
	struct stat st;

	object_init_ex(result, bgproc_ce_job_context);
	context = Z_BGPROC_JOB_CONTEXT_P(result);
	context->report = *report;
	*report = (struct bgproc_job_report) BGPROC_JOB_REPORT_INIT;
	context->id = zend_string_copy(id);
	context->path = zend_string_copy(path);
	context->owner = getpid();
	if (stat(ZSTR_VAL(path), &st) == 0) {
		context->device = st.st_dev;
		context->inode = st.st_ino;
	}
}

/* The context of $this; NULL with an exception pending. */
static struct bgproc_job_context_obj *fetch(zval *this)
{
	struct bgproc_job_context_obj *context = Z_BGPROC_JOB_CONTEXT_P(this);

	if (!context->id) {
		zend_throw_error(NULL, "This context was not made by Bgproc\\JobManager::current()");
		return NULL;
	}
	return context;
}

bool bgproc_job_context_is_owner(const struct bgproc_job_context_obj *context)
{
	return context->owner == getpid();
}

/* ---- the end that came from outside ---- */

/* Once it is over it stays over. True: it goes on. */
static bool look(struct bgproc_job_context_obj *context)
{
	struct stat st;

	if (context->over == BGPROC_JOB_GOES_ON && context->inode &&
		(stat(ZSTR_VAL(context->path), &st) < 0 || st.st_ino != context->inode || st.st_dev != context->device)) {
		bgproc_job_over_find_out(context);
	}
	return context->over == BGPROC_JOB_GOES_ON;
}

static bool check_number(double number, uint32_t arg_num)
{
	if (isnan(number)) {
		zend_argument_value_error(arg_num, "must be a number");
		return false;
	}
	return true;
}

/* ---- methods ---- */

/* Of a method without arguments. */
#define CONTEXT_OR_THROW(context) \
	struct bgproc_job_context_obj *context; \
\
	ZEND_PARSE_PARAMETERS_NONE(); \
	context = fetch(ZEND_THIS); \
	if (!context) { \
		RETURN_THROWS(); \
	}

PHP_METHOD(Bgproc_JobContext, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(Bgproc_JobContext, id)
{
	CONTEXT_OR_THROW(context)
	RETURN_STR_COPY(context->id);
}

PHP_METHOD(Bgproc_JobContext, attempt)
{
	CONTEXT_OR_THROW(context)
	RETURN_LONG(context->report.attempt);
}

PHP_METHOD(Bgproc_JobContext, update)
{
	struct bgproc_job_context_obj *context;
	zval *progress = NULL;
	zend_string *text = NULL;
	double number = 0;

	ZEND_PARSE_PARAMETERS_START(0, 2)
	Z_PARAM_OPTIONAL
	Z_PARAM_NUMBER_OR_NULL(progress)
	Z_PARAM_STR_OR_NULL(text)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	number = progress ? zval_get_double(progress) : 0;
	if (!context || !check_number(number, 1)) {
		RETURN_THROWS();
	}
	bgproc_job_send_update(context, progress != NULL, number, text);
}

PHP_METHOD(Bgproc_JobContext, incrementProgress)
{
	struct bgproc_job_context_obj *context;
	zval *by = NULL;
	zend_string *text = NULL;
	double number;

	ZEND_PARSE_PARAMETERS_START(0, 2)
	Z_PARAM_OPTIONAL
	Z_PARAM_NUMBER(by)
	Z_PARAM_STR_OR_NULL(text)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	number = by ? zval_get_double(by) : 1;
	if (!context || !check_number(number, 1)) {
		RETURN_THROWS();
	}
	bgproc_job_send_update(context, true, context->progress + number, text);
}

PHP_METHOD(Bgproc_JobContext, getProgress)
{
	CONTEXT_OR_THROW(context)
	RETURN_DOUBLE(context->progress);
}

PHP_METHOD(Bgproc_JobContext, log)
{
	struct bgproc_job_context_obj *context;
	zend_string *line;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(line)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	if (!context) {
		RETURN_THROWS();
	}
	bgproc_job_send_log(context, line);
}

/* The JSON of a result. NULL with an exception pending. */
static zend_string *encode(zval *value)
{
	smart_str json = {0};
	static const struct {
		int code;
		const char *why;
	} reasons[] = {
		{PHP_JSON_ERROR_DEPTH, "it is nested too deep"},
		{PHP_JSON_ERROR_RECURSION, "it contains itself"},
		{PHP_JSON_ERROR_INF_OR_NAN, "it holds a number that is infinite or none at all"},
		{PHP_JSON_ERROR_UTF8, "it holds a string that is not UTF-8"},
		{PHP_JSON_ERROR_UNSUPPORTED_TYPE, "it holds a value of a type that JSON does not have"},
	};
	const char *why = "it cannot be encoded";

	if (php_json_encode_ex(&json, value,
			PHP_JSON_UNESCAPED_SLASHES | PHP_JSON_UNESCAPED_UNICODE | PHP_JSON_PRESERVE_ZERO_FRACTION, JSON_DEPTH) == SUCCESS &&
		JSON_G(error_code) == PHP_JSON_ERROR_NONE && !EG(exception)) {
		smart_str_0(&json);
		return json.s;
	}
	smart_str_free(&json);
	if (!EG(exception)) {
		for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
			why = reasons[i].code == (int) JSON_G(error_code) ? reasons[i].why : why;
		}
		zend_value_error("The result of a job must be a value that JSON can hold: %s", why);
	}
	return NULL;
}

/* A forked child has a copy of the context; how the job ends is up to the process that has asked for it. */
static bool may_decide(const struct bgproc_job_context_obj *context)
{
	if (bgproc_job_context_is_owner(context)) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STATE, 0,
		"Only process %ld, which asked for job %s, may end the job; this is process %ld, a forked child", (long) context->owner,
		ZSTR_VAL(context->id), (long) getpid());
	return false;
}

void bgproc_job_context_finish(struct bgproc_job_context_obj *context, zval *result)
{
	zend_string *json;

	if (!may_decide(context) || !(json = encode(result))) {
		return;
	}
	if (ZSTR_LEN(json) > BGPROC_JOB_REPORT_MAX) {
		zend_value_error("The result of a job must be at most %d bytes of JSON, these are %zu; give the name of a file",
			BGPROC_JOB_REPORT_MAX, ZSTR_LEN(json));
	} else {
		bgproc_job_send_finish(context, Z_TYPE_P(result) == IS_NULL ? NULL : json);
	}
	zend_string_release(json);
}

PHP_METHOD(Bgproc_JobContext, finish)
{
	struct bgproc_job_context_obj *context;
	zval *result = NULL, none;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ZVAL(result)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	if (!context) {
		RETURN_THROWS();
	}
	ZVAL_NULL(&none);
	bgproc_job_context_finish(context, result ? result : &none);
}

PHP_METHOD(Bgproc_JobContext, fail)
{
	struct bgproc_job_context_obj *context;
	zend_string *reason;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_STR(reason)
	ZEND_PARSE_PARAMETERS_END();
	context = fetch(ZEND_THIS);
	if (!context || !may_decide(context)) {
		RETURN_THROWS();
	}
	if (bgproc_job_send_fail(context, reason)) {
		EG(exit_status) = 1;
		zend_throw_unwind_exit();
	}
}

PHP_METHOD(Bgproc_JobContext, isCancelled)
{
	CONTEXT_OR_THROW(context)
	RETURN_BOOL(!look(context));
}

PHP_METHOD(Bgproc_JobContext, throwIfCancelled)
{
	struct bgproc_job_context_obj *context;

	ZEND_PARSE_PARAMETERS_NONE();
	context = fetch(ZEND_THIS);
	if (context && !look(context)) {
		bgproc_job_throw_over(context);
	}
}

PHP_METHOD(Bgproc_JobContext, run)
{
	HashTable *arguments;
	zval *callable, current;

	ZEND_PARSE_PARAMETERS_START(2, 2)
	Z_PARAM_ZVAL(callable)
	Z_PARAM_ARRAY_HT(arguments)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_job_context_current(&current)) {
		RETURN_THROWS();
	}
	if (Z_TYPE(current) != IS_OBJECT) {
		zend_throw_exception_ex(bgproc_ce_job_exception, 0, "This script is part of no job, or the job has ended");
		RETURN_THROWS();
	}
	/* A child that the bootstrap has forked does not call the function a second time. */
	if (may_decide(Z_BGPROC_JOB_CONTEXT_P(&current))) {
		bgproc_job_function_run(Z_BGPROC_JOB_CONTEXT_P(&current), callable, arguments);
	}
	zval_ptr_dtor(&current);
}

/* ---- the request ---- */

/* Letting go of it may run code of the user (a WeakMap), which may ask for the context of now. */
static void forget(void)
{
	zval old;

	ZVAL_COPY_VALUE(&old, &BGPROC_G(job_context));
	ZVAL_UNDEF(&BGPROC_G(job_context));
	zval_ptr_dtor(&old);
}

bool bgproc_job_context_current(zval *result)
{
	zval *known = &BGPROC_G(job_context);
	bool final = true;

	if (Z_TYPE_P(known) == IS_OBJECT && Z_BGPROC_JOB_CONTEXT_P(known)->claim) {
		zend_string *header = bgproc_job_accept_header();

		/* A server that keeps the script between requests: this is another one, or the same once more, which is refused. */
		if (!header || !zend_string_equals(header, Z_BGPROC_JOB_CONTEXT_P(known)->claim) ||
			Z_BGPROC_JOB_CONTEXT_P(known)->request_time != sapi_get_request_time()) {
			forget();
		}
	}
	if (Z_TYPE_P(known) == IS_OBJECT || Z_TYPE_P(known) == IS_NULL) {
		ZVAL_COPY(result, known);
		return true;
	}
	if (!bgproc_job_accept(result, &final)) {
		return false;
	}
	if (Z_TYPE_P(result) == IS_OBJECT || final) {
		ZVAL_COPY(known, result);
	}
	return true;
}

/* ---- the end of the script ---- */

/*
 * The script of a request has failed before it asked for its job: the job is told why all the same. When there is no memory left
 * the job knows only that the answer was an HTTP 500.
 */
static void take_up_late(void)
{
	zval worker;

	zend_try
	{
		if (bgproc_job_accept_parameters(&worker) && Z_TYPE(worker) == IS_OBJECT) {
			ZVAL_COPY_VALUE(&BGPROC_G(job_context), &worker);
		}
	}
	zend_end_try();
	if (EG(exception)) {
		zend_clear_exception();
	}
}

void bgproc_job_context_rshutdown(void)
{
	if (Z_TYPE(BGPROC_G(job_context)) == IS_UNDEF && bgproc_job_last_words_wanted()) {
		take_up_late();
	}
	if (Z_TYPE(BGPROC_G(job_context)) == IS_OBJECT) {
		bgproc_job_last_words(Z_BGPROC_JOB_CONTEXT_P(&BGPROC_G(job_context)));
	}
	forget();
}

void bgproc_job_context_register(int type)
{
	bgproc_ce_job_context = register_class_Bgproc_JobContext();
	bgproc_ce_job_context->create_object = create;
	memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
	handlers.offset = XtOffsetOf(struct bgproc_job_context_obj, std);
	handlers.free_obj = destroy;
	handlers.get_constructor = get_constructor;
	handlers.clone_obj = NULL;
	handlers.compare = bgproc_handle_compare;
	if (type == MODULE_PERSISTENT) {
		/* It cannot be taken back, so not by a module that may go before PHP does. */
		bgproc_job_last_words_observe();
	}
}
