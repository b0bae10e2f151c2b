/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/uncaught.h"
#include "src/php/deferred/queue.h"
#include "src/php/deferred/results.h"
#include "src/php/deferred/run.h"

#include "zend_closures.h"
#include "zend_exceptions.h"

/* The functions of stubs/deferred.stub.php, which src/php/module.c registers. */

static bool is_closure(const zval *value)
{
	return Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == zend_ce_closure;
}

ZEND_FUNCTION(background_processing_add)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	HashTable *named;
	zval *task, *args;
	uint32_t argc;
	zend_long number;

	/* A fast path: nearly every task is a closure, and parsing it as any callable takes as long as the rest of the call. */
	if (ZEND_NUM_ARGS() > 0 && is_closure(ZEND_CALL_ARG(execute_data, 1)) &&
		bgproc_callback_resolve_closure(ZEND_CALL_ARG(execute_data, 1), &fci, &fcc)) {
		ZEND_PARSE_PARAMETERS_START(1, -1)
		Z_PARAM_ZVAL(task)
		Z_PARAM_VARIADIC_WITH_NAMED(args, argc, named)
		ZEND_PARSE_PARAMETERS_END();
	} else {
		ZEND_PARSE_PARAMETERS_START(1, -1)
		Z_PARAM_FUNC(fci, fcc)
		Z_PARAM_VARIADIC_WITH_NAMED(args, argc, named)
		ZEND_PARSE_PARAMETERS_END();
	}

	number = bgproc_deferred_add(&fci, &fcc, argc, args, named);
	if (number == 0) {
		RETURN_THROWS();
	}
	RETURN_LONG(number);
}

ZEND_FUNCTION(background_processing_run)
{
	struct bgproc_deferred *deferred = bgproc_deferred_enter();
	struct bgproc_drain drain = {0};

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_BOOL(drain.stop_timing)
	ZEND_PARSE_PARAMETERS_END();

	if (deferred->draining) {
		php_error_docref(NULL, E_WARNING, "Post-response tasks are being run already");
		RETURN_FALSE;
	}
	bgproc_deferred_drain(deferred, &drain);
	RETURN_BOOL(deferred->client.released);
}

ZEND_FUNCTION(background_processing_finish)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(bgproc_deferred_finish(bgproc_deferred_enter()));
}

ZEND_FUNCTION(background_processing_can_finish)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(bgproc_client_function() != NULL);
}

ZEND_FUNCTION(background_processing_status)
{
	ZEND_PARSE_PARAMETERS_NONE();
	bgproc_deferred_status(bgproc_deferred_enter(), return_value);
}

ZEND_FUNCTION(background_processing_cancel)
{
	struct bgproc_deferred *deferred = bgproc_deferred_enter();
	struct bgproc_task *task;
	zend_object *exception;
	zend_long number;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_LONG(number)
	ZEND_PARSE_PARAMETERS_END();

	task = bgproc_deferred_remove(deferred, number);
	if (!task) {
		RETURN_FALSE;
	}
	bgproc_deferred_end_unrun(deferred, task, BGPROC_TASK_CANCELLED, NULL);
	exception = bgproc_task_free(task);
	if (exception && EG(exception)) {
		bgproc_uncaught_report(exception, "Cancelling a post-response task");
	} else if (exception) {
		zend_throw_exception_internal(exception);
	}
	RETURN_TRUE;
}
