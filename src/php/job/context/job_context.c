/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/context/job_context.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/context/cancellation.h"
#include "src/php/job/context/current.h"
#include "src/php/job/context/fatal_error.h"
#include "src/php/job/context/object.h"
#include "src/php/job/context/result.h"
#include "src/php/job/context/run_callable.h"
#include "src/php/job/context/send.h"

#include "stubs/job_context_arginfo.h"

#include <math.h>

static bool check_number(double number, uint32_t arg_num)
{
	if (isnan(number)) {
		zend_argument_value_error(arg_num, "must be a number");
		return false;
	}
	return true;
}

/* For a method without arguments: declares context, or ends the method with an exception pending. */
#define CONTEXT_OR_THROW(context) \
	struct bgproc_job_context_obj *context; \
\
	ZEND_PARSE_PARAMETERS_NONE(); \
	context = bgproc_job_context_fetch(ZEND_THIS); \
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
	RETURN_LONG(context->message.attempt);
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
	context = bgproc_job_context_fetch(ZEND_THIS);
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
	context = bgproc_job_context_fetch(ZEND_THIS);
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
	context = bgproc_job_context_fetch(ZEND_THIS);
	if (!context) {
		RETURN_THROWS();
	}
	bgproc_job_send_log(context, line);
}

PHP_METHOD(Bgproc_JobContext, finish)
{
	struct bgproc_job_context_obj *context;
	zval *result = NULL, none;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_ZVAL(result)
	ZEND_PARSE_PARAMETERS_END();
	context = bgproc_job_context_fetch(ZEND_THIS);
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
	context = bgproc_job_context_fetch(ZEND_THIS);
	if (!context || !bgproc_job_context_may_decide(context)) {
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
	RETURN_BOOL(!bgproc_job_goes_on(context));
}

PHP_METHOD(Bgproc_JobContext, throwIfCancelled)
{
	struct bgproc_job_context_obj *context;

	ZEND_PARSE_PARAMETERS_NONE();
	context = bgproc_job_context_fetch(ZEND_THIS);
	if (context && !bgproc_job_goes_on(context)) {
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
	/* A child that was forked by the bootstrap must not call the function a second time. */
	if (bgproc_job_context_may_decide(Z_BGPROC_JOB_CONTEXT_P(&current))) {
		bgproc_job_run_callable(Z_BGPROC_JOB_CONTEXT_P(&current), callable, arguments);
	}
	zval_ptr_dtor(&current);
}

void bgproc_job_context_register(int type)
{
	bgproc_job_context_object_register(register_class_Bgproc_JobContext());
	if (type == MODULE_PERSISTENT) {
		/* The registration cannot be undone, so a module that may be unloaded before the end of PHP must not make it. */
		bgproc_job_fatal_error_observe();
	}
}
