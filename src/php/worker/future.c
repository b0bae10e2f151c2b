/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/future.h"
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/option_value.h"
#include "src/php/base/state.h"
#include "src/php/worker/await.h"
#include "src/php/worker/future_object.h"
#include "src/php/worker/call/handlers.h"
#include "src/php/worker/pool_object.h"
#include "src/php/worker/settle.h"
#include "src/php/worker/turn.h"

#include "zend_exceptions.h"
#include "stubs/future_arginfo.h"

/* The methods of class Bgproc\Future. */

PHP_METHOD(Bgproc_Future, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

/* The call of this future, which has not ended in another process. NULL with an exception pending. */
static struct bgproc_call *call_of(zval *this)
{
	struct bgproc_future_obj *future = Z_BGPROC_FUTURE_P(this);

	if (!bgproc_call_done(future->call) && !Z_ISUNDEF(future->pool) && !bgproc_pool_fetch_any(&future->pool)) {
		return NULL;
	}
	return future->call;
}

PHP_METHOD(Bgproc_Future, await)
{
	struct bgproc_deadline deadline;
	bool forever = true;
	double timeout = 0;
	struct bgproc_call *call;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE_OR_NULL(timeout, forever)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_deadline(timeout, ZEND_NUM_ARGS() == 0 || forever, 1, &deadline) || !(call = call_of(ZEND_THIS))) {
		RETURN_THROWS();
	}
	switch (bgproc_await(Z_BGPROC_FUTURE_P(ZEND_THIS), deadline)) {
		case 0:
			bgproc_throw_status(BGPROC_ERR_TIMEOUT, 0, "Call " ZEND_ULONG_FMT " has not ended within %g s; it goes on",
				(zend_ulong) call->id, timeout);
			RETURN_THROWS();
		case 1:
			bgproc_await_result(call, return_value);
	}
}

PHP_METHOD(Bgproc_Future, isDone)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(bgproc_call_done(Z_BGPROC_FUTURE_P(ZEND_THIS)->call));
}

PHP_METHOD(Bgproc_Future, cancel)
{
	struct bgproc_call *call;

	ZEND_PARSE_PARAMETERS_NONE();
	call = call_of(ZEND_THIS);
	if (!call) {
		RETURN_THROWS();
	}
	if (bgproc_call_done(call) || call->derived || !call->pool) {
		RETURN_FALSE;
	}
	RETVAL_BOOL(bgproc_settle_cancel(call->pool, call, "cancel() was called"));
	bgproc_turn_alarm(call->pool);
}

PHP_METHOD(Bgproc_Future, getState)
{
	/* Of a call that has arrived, nobody knows yet how it ends. */
	static const enum bgproc_state states[] = {
		[BGPROC_CALL_PENDING] = BGPROC_STATE_DELAYED,
		[BGPROC_CALL_SENT] = BGPROC_STATE_RUNNING,
		[BGPROC_CALL_ARRIVED] = BGPROC_STATE_RUNNING,
		[BGPROC_CALL_SUCCEEDED] = BGPROC_STATE_SUCCEEDED,
		[BGPROC_CALL_FAILED] = BGPROC_STATE_FAILED,
		[BGPROC_CALL_TIMED_OUT] = BGPROC_STATE_TIMED_OUT,
		[BGPROC_CALL_LOST] = BGPROC_STATE_LOST,
		[BGPROC_CALL_CANCELLED] = BGPROC_STATE_STOPPED,
	};

	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_OBJ_COPY(bgproc_state_case(states[Z_BGPROC_FUTURE_P(ZEND_THIS)->call->state]));
}

PHP_METHOD(Bgproc_Future, getError)
{
	struct bgproc_call *call = Z_BGPROC_FUTURE_P(ZEND_THIS)->call;

	ZEND_PARSE_PARAMETERS_NONE();
	if (bgproc_call_failed(call)) {
		call->seen = true;
		RETURN_COPY(&call->value);
	}
}

static void add_handler(INTERNAL_FUNCTION_PARAMETERS, enum bgproc_handler_kind kind)
{
	struct bgproc_future_obj *future = Z_BGPROC_FUTURE_P(ZEND_THIS);
	struct bgproc_call *derived;
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_FUNC(fci, fcc)
	ZEND_PARSE_PARAMETERS_END();
	if (!call_of(ZEND_THIS)) {
		RETURN_THROWS();
	}
	derived = bgproc_call_derive(future->call->id);
	derived->pool = future->call->pool;
	bgproc_handlers_add(future->call, kind, &fci, &fcc, derived);
	bgproc_future_create(return_value, derived, Z_ISUNDEF(future->pool) ? NULL : Z_OBJ(future->pool));
	if (bgproc_call_done(future->call) && !future->call->pool) {
		/* Its pool has forgotten it, so nobody else will. */
		bgproc_settle_handlers(future->call);
	}
	bgproc_call_release(derived);
}

PHP_METHOD(Bgproc_Future, then)
{
	add_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU, BGPROC_HANDLER_THEN);
}

PHP_METHOD(Bgproc_Future, catch)
{
	add_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU, BGPROC_HANDLER_CATCH);
}

PHP_METHOD(Bgproc_Future, finally)
{
	add_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU, BGPROC_HANDLER_FINALLY);
}

PHP_METHOD(Bgproc_Future, all)
{
	struct bgproc_deadline deadline;
	bool forever = true;
	double timeout = 0;
	zval *futures;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ITERABLE(futures)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE_OR_NULL(timeout, forever)
	ZEND_PARSE_PARAMETERS_END();
	if (bgproc_argument_deadline(timeout, ZEND_NUM_ARGS() < 2 || forever, 2, &deadline)) {
		bgproc_await_many(futures, BGPROC_AWAIT_ALL, deadline, return_value);
	}
}

PHP_METHOD(Bgproc_Future, any)
{
	zval *futures;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_ITERABLE(futures)
	ZEND_PARSE_PARAMETERS_END();
	bgproc_await_many(futures, BGPROC_AWAIT_ANY, BGPROC_NEVER, return_value);
}

PHP_METHOD(Bgproc_Future, race)
{
	zval *futures;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_ITERABLE(futures)
	ZEND_PARSE_PARAMETERS_END();
	bgproc_await_many(futures, BGPROC_AWAIT_RACE, BGPROC_NEVER, return_value);
}

void bgproc_future_register(void)
{
	bgproc_future_object_register(register_class_Bgproc_Future());
}
