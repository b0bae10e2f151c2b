/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/settle.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/call/exception_codec.h"
#include "src/php/worker/call/handlers.h"
#include "src/php/worker/fleet/workers.h"
#include "src/php/worker/future_object.h"

#include "zend_exceptions.h"

/* ---- output of the workers ---- */

static void show_line(struct bgproc_pool_obj *pool, pid_t pid, const char *line, size_t length)
{
	zval arguments[2], result;

	if (Z_TYPE(pool->options.on_output.callable) == IS_UNDEF) {
		php_output_write(line, length);
		return;
	}
	if (length > 0 && line[length - 1] == '\n') {
		length--;
	}
	ZVAL_LONG(&arguments[0], pid);
	ZVAL_STRINGL(&arguments[1], line, length);
	bgproc_callback_call(&pool->options.on_output, 2, arguments, NULL, &result);
	zval_ptr_dtor(&arguments[1]);
	zval_ptr_dtor(&result);
}

/*
 * Shows the lines from shown on. An exception may stop it, also that this is a child which on_output has forked; shown is then
 * behind the line that was shown.
 */
static void show_lines(struct bgproc_pool_obj *pool, struct bgproc_pool_output *output)
{
	while (output->shown < output->length && !EG(exception) && bgproc_pool_mine(pool)) {
		const char *line = output->bytes + output->shown;
		const char *end = memchr(line, '\n', output->length - output->shown);
		size_t length = end ? (size_t) (end - line) + 1 : output->length - output->shown;

		output->shown += length;
		show_line(pool, output->pid, line, length);
	}
}

/* False with an exception pending; what was not shown yet is kept for the next time. */
static bool show_output(struct bgproc_pool_obj *pool)
{
	struct bgproc_pool_output *output;

	while (!EG(exception) && (output = pool->output)) {
		/* Not in the list meanwhile: the code that runs may come here again. */
		pool->output = output->next;
		if (!pool->output) {
			pool->last_output = NULL;
		}
		show_lines(pool, output);
		if (output->shown == output->length) {
			efree(output);
			continue;
		}
		output->next = pool->output;
		pool->output = output;
		if (!pool->last_output) {
			pool->last_output = output;
		}
	}
	return !EG(exception);
}

/* ---- the end of a call ---- */

static void succeed(struct bgproc_pool_obj *pool, struct bgproc_call *call, zval *value)
{
	bgproc_call_end(call, BGPROC_CALL_SUCCEEDED, value);
	pool->counts.completed++;
}

static void fail(struct bgproc_pool_obj *pool, struct bgproc_call *call, zend_object *exception)
{
	if (call->answer == BGPROC_ANSWER_SOFT_TIMEOUT) {
		bgproc_call_fail(call, BGPROC_CALL_TIMED_OUT, exception);
		pool->counts.timed_out++;
	} else {
		bgproc_call_fail(call, BGPROC_CALL_FAILED, exception);
		pool->counts.failed++;
	}
}

/* The call that has arrived ends. Decoding its answer may run code of the user; exit() and fatal errors stay pending. */
static void end_by_answer(struct bgproc_pool_obj *pool, struct bgproc_call *call)
{
	enum bgproc_serializer serializer = pool->options.serializer;
	zend_object *exception;
	zval value;

	if (call->answer == BGPROC_ANSWER_DECODED) {
		ZVAL_COPY_VALUE(&value, &call->value);
		succeed(pool, call, &value);
	} else if (call->answer != BGPROC_ANSWER_VALUE) {
		fail(pool, call, bgproc_exception_decode(call->bytes, call->length, serializer));
	} else if (bgproc_value_decode(call->bytes, call->length, serializer, "The result", &value)) {
		succeed(pool, call, &value);
	} else if ((exception = bgproc_exception_take())) {
		fail(pool, call, exception);
	} else {
		bgproc_settle_cancelled(call, "the script was ended while its result was read");
	}
}

static struct bgproc_callback *callback_for(struct bgproc_pool_obj *pool, const struct bgproc_call *call)
{
	if (!bgproc_call_failed(call)) {
		return &pool->on_return;
	}
	if (call->state == BGPROC_CALL_TIMED_OUT && Z_TYPE(pool->on_timeout.callable) != IS_UNDEF) {
		return &pool->on_timeout;
	}
	return &pool->on_error;
}

/* The callback of the pool. What it throws is left pending. */
static void tell_callback(struct bgproc_pool_obj *pool, struct bgproc_call *call)
{
	struct bgproc_callback *callback = callback_for(pool, call), copy;
	zval arguments[2], keep, result;

	if (call->derived || call->state == BGPROC_CALL_CANCELLED || Z_TYPE(callback->callable) == IS_UNDEF) {
		return;
	}
	call->seen = true;
	/* The callback may replace itself. */
	copy = *callback;
	ZVAL_COPY(&keep, &copy.callable);
	ZVAL_COPY(&arguments[0], &call->value);
	bgproc_future_create(&arguments[1], call, NULL);
	bgproc_callback_call(&copy, 2, arguments, NULL, &result);
	zval_ptr_dtor(&arguments[0]);
	zval_ptr_dtor(&arguments[1]);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&keep);
}

static void derived_ended(void *context, struct bgproc_call *derived)
{
	struct bgproc_call_list *ended = context;

	bgproc_call_list_add(ended, bgproc_call_ref(derived));
}

/* Tells everybody who waits for the call, and lets it go. Exceptions are left pending. */
static void tell(struct bgproc_pool_obj *pool, struct bgproc_call *call)
{
	zend_object *thrown;

	call->pool = NULL;
	bgproc_future_ended(call);
	if (call->ended) {
		call->ended(call->context, call);
	}
	tell_callback(pool, call);
	thrown = EG(exception) ? bgproc_exception_take() : NULL;
	if (call->handlers && !EG(exception)) {
		bgproc_handlers_run(call, derived_ended, &pool->ended);
	}
	if (!call->future && !call->ended && call->refs == 1 && !EG(exception)) {
		bgproc_call_warn_unseen(call);
	}
	if (thrown) {
		zend_throw_exception_internal(thrown);
	}
	bgproc_call_release(call);
}

int bgproc_settle(struct bgproc_pool_obj *pool)
{
	struct bgproc_call *call;
	int count = 0;

	if (pool->output && !show_output(pool)) {
		return -1;
	}
	while ((call = bgproc_call_list_take(&pool->ended))) {
		count += !call->derived;
		if (call->state == BGPROC_CALL_ARRIVED) {
			end_by_answer(pool, call);
		}
		tell(pool, call);
		/* In a child that a handler has forked, the other calls are the parent's. */
		if (EG(exception) || !bgproc_pool_mine(pool)) {
			return -1;
		}
	}
	return count;
}

/* ---- cancelling ---- */

void bgproc_settle_cancelled(struct bgproc_call *call, const char *reason)
{
	zend_string *text = zend_strpprintf(0, "The call was cancelled: %s", reason);

	bgproc_call_fail(call, BGPROC_CALL_CANCELLED, bgproc_exception_create(bgproc_ce_cancelled_exception, text));
	zend_string_release(text);
}

bool bgproc_settle_cancel(struct bgproc_pool_obj *pool, struct bgproc_call *call, const char *reason)
{
	if (call->state == BGPROC_CALL_SENT) {
		bgproc_worker_take_back(pool, pool->slots[call->slot]);
	}
	if (call->state != BGPROC_CALL_PENDING) {
		return false;
	}
	bgproc_call_list_remove(&pool->pending, call);
	bgproc_settle_cancelled(call, reason);
	bgproc_call_list_add(&pool->ended, call);
	return true;
}

void bgproc_settle_handlers(struct bgproc_call *call)
{
	struct bgproc_call_list ended = {0};
	struct bgproc_call *derived;

	bgproc_handlers_run(call, derived_ended, &ended);
	while ((derived = bgproc_call_list_take(&ended))) {
		derived->pool = NULL;
		bgproc_future_ended(derived);
		if (!EG(exception)) {
			bgproc_handlers_run(derived, derived_ended, &ended);
		}
		bgproc_call_release(derived);
	}
}
