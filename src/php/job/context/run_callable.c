/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/context/run_callable.h"
#include "src/php/base/pending_exception.h"
#include "src/php/job/context/result.h"
#include "src/php/job/context/send.h"

#include "ext/json/php_json.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "zend_smart_str.h"

#include <stdio.h>
#include <string.h>

/*
 * Drops an exception that was thrown while another one is read for the report. The properties and __toString() of the user's
 * exception may contain any value or run any code; only the exception that is reported matters.
 */
static void drop_exception(void)
{
	if (EG(exception)) {
		bgproc_exception_clear();
	}
}

static zval *property_of(zend_object *exception, const char *name, zval *space)
{
	return zend_read_property(zend_get_exception_base(exception), exception, name, strlen(name), true, space);
}

static zend_string *text_of(zend_object *exception, const char *name)
{
	zval space;
	zend_string *text = zval_get_string(property_of(exception, name, &space));

	drop_exception();
	return text;
}

static zend_string *text_by(zend_object *exception, const char *method)
{
	zval result;

	ZVAL_UNDEF(&result);
	zend_call_method_with_0_params(exception, exception->ce, NULL, method, &result);
	drop_exception();
	if (Z_TYPE(result) != IS_STRING) {
		zval_ptr_dtor(&result);
		drop_exception();
		return ZSTR_EMPTY_ALLOC();
	}
	return Z_STR(result);
}

/* Usually a number, but PDOException uses strings. Empty when JSON cannot contain it. */
static void code_of(zend_object *exception, smart_str *code)
{
	zval space;

	if (php_json_encode(code, property_of(exception, "code", &space), 0) != SUCCESS || EG(exception)) {
		smart_str_free(code);
	}
	drop_exception();
	smart_str_0(code);
}

static void report_exception(struct bgproc_job_context_obj *context, zend_object *exception)
{
	zend_string *message = text_of(exception, "message"), *file = text_of(exception, "file");
	zend_string *line = text_of(exception, "line"), *trace = text_by(exception, "gettraceasstring");
	smart_str code = {0};
	struct bgproc_job_failure failure = {
		.type = ZSTR_VAL(exception->ce->name),
		.message = ZSTR_VAL(message),
		.message_length = ZSTR_LEN(message),
		.file = ZSTR_VAL(file),
		.line = (uint32_t) ZEND_STRTOL(ZSTR_VAL(line), NULL, 10),
		.trace = ZSTR_VAL(trace),
		.trace_length = ZSTR_LEN(trace),
	};

	code_of(exception, &code);
	failure.code = code.s && ZSTR_LEN(code.s) < 256 ? ZSTR_VAL(code.s) : NULL;
	bgproc_job_send_unsent(context);
	if (bgproc_job_message_failure(&context->message, &failure, BGPROC_JOB_PATIENCE_MS) == BGPROC_JOB_SENT) {
		context->decided = true;
	}
	smart_str_free(&code);
	zend_string_release(trace);
	zend_string_release(line);
	zend_string_release(file);
	zend_string_release(message);
}

/*
 * Ends the script after an exception that has left the callable, as PHP does for an uncaught exception. In a forked child of
 * the function the exception is only printed to the error output, and not reported.
 */
static void end_by_exception(struct bgproc_job_context_obj *context)
{
	zend_object *exception = EG(exception);
	zend_string *text;

	if (zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception)) {
		return;
	}
	GC_ADDREF(exception);
	bgproc_exception_clear();
	if (!context->decided && bgproc_job_context_is_owner(context)) {
		report_exception(context, exception);
	}
	text = text_by(exception, "__tostring");
	fprintf(stderr, "Uncaught %s\n", ZSTR_VAL(text));
	zend_string_release(text);
	EG(exit_status) = 255;
	/* The trace contains arguments, whose destructors may throw. Such an exception ends the script too, and PHP reports it. */
	OBJ_RELEASE(exception);
	if (!EG(exception)) {
		zend_throw_unwind_exit();
	}
}

static void call(struct bgproc_job_context_obj *context, zval *callable, HashTable *arguments)
{
	zend_fcall_info_cache cache;
	zend_fcall_info info;
	char *problem = NULL;
	zval result;

	if (zend_fcall_info_init(callable, 0, &info, &cache, NULL, &problem) == FAILURE) {
		if (!EG(exception)) {
			zend_throw_exception_ex(
				bgproc_ce_job_exception, 0, "The job cannot be called: %s", problem ? problem : "no such function");
		}
	} else {
		ZVAL_UNDEF(&result);
		info.retval = &result;
		info.named_params = arguments;
		zend_call_function(&info, &cache);
		if (!EG(exception) && !context->decided && bgproc_job_context_is_owner(context)) {
			bgproc_job_context_finish(context, &result);
		}
		zval_ptr_dtor(&result);
	}
	if (problem) {
		efree(problem);
	}
}

void bgproc_job_run_callable(struct bgproc_job_context_obj *context, zval *callable, HashTable *arguments)
{
	/*
	 * Tells the supervisor that the function is called now: a script that ends before, for example in the bootstrap, has failed.
	 */
	bgproc_job_message_begin(&context->message);
	bgproc_job_message_raw(&context->message, "accepted", ZEND_STRL("true"));
	bgproc_job_message_send(&context->message, BGPROC_JOB_PATIENCE_MS);
	call(context, callable, arguments);
	if (EG(exception)) {
		end_by_exception(context);
	}
}
