/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/call/handlers.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"
#include "src/php/worker/future_object.h"

#include "zend_exceptions.h"

void bgproc_handlers_add(struct bgproc_call *call, enum bgproc_handler_kind kind, const zend_fcall_info *fci,
	const zend_fcall_info_cache *fcc, struct bgproc_call *derived)
{
	struct bgproc_handler *handler = ecalloc(1, sizeof *handler);

	handler->kind = kind;
	handler->derived = bgproc_call_ref(derived);
	if (fci) {
		bgproc_callback_init(&handler->callback, fci, fcc);
	}
	if (call->last_handler) {
		call->last_handler->next = handler;
	} else {
		call->handlers = handler;
	}
	call->last_handler = handler;
	call->seen = true;
}

/* The derived call ends as the call did. */
static void pass_on(const struct bgproc_call *call, struct bgproc_call *derived)
{
	zval value;

	ZVAL_COPY(&value, &call->value);
	bgproc_call_end(derived, call->state, &value);
}

static bool concerns(const struct bgproc_handler *handler, const struct bgproc_call *call)
{
	switch (handler->kind) {
		case BGPROC_HANDLER_THEN:
			return !bgproc_call_failed(call);
		case BGPROC_HANDLER_CATCH:
			return bgproc_call_failed(call);
		case BGPROC_HANDLER_FINALLY:
			return true;
		case BGPROC_HANDLER_FOLLOW:
			break;
	}
	return false;
}

/* Whether the end of the call makes the other one end. */
static bool leads_to(const struct bgproc_call *call, const struct bgproc_call *other)
{
	for (const struct bgproc_handler *handler = call->handlers; handler; handler = handler->next) {
		if (handler->derived == other || leads_to(handler->derived, other)) {
			return true;
		}
	}
	return false;
}

/*
 * The derived call ends with what a handler has returned. False: it follows a future, and ends later. Takes ownership of
 * result.
 */
static bool end_with(struct bgproc_call *derived, zval *result)
{
	struct bgproc_call *other = bgproc_future_call_of(result);

	if (!other) {
		bgproc_call_end(derived, BGPROC_CALL_SUCCEEDED, result);
		return true;
	}
	if (other == derived || leads_to(derived, other)) {
		zend_string *text = zend_string_init(ZEND_STRL("The future waits for itself"), false);

		bgproc_call_fail(derived, BGPROC_CALL_FAILED, bgproc_exception_create(bgproc_ce_state_exception, text));
		zend_string_release(text);
		zval_ptr_dtor(result);
		return true;
	}
	other->seen = true;
	if (bgproc_call_done(other) && !other->handlers) {
		pass_on(other, derived);
		zval_ptr_dtor(result);
		return true;
	}
	bgproc_handlers_add(other, BGPROC_HANDLER_FOLLOW, NULL, NULL, derived);
	bgproc_future_follow(derived, other);
	zval_ptr_dtor(result);
	return false;
}

/* False: the derived call ends later, or never, because exit() or a fatal error is pending. */
static bool run_one(struct bgproc_call *call, struct bgproc_handler *handler)
{
	zend_object *exception;
	zval result;

	if (!concerns(handler, call)) {
		pass_on(call, handler->derived);
		return true;
	}
	bgproc_callback_call(&handler->callback, handler->kind == BGPROC_HANDLER_FINALLY ? 0 : 1, &call->value, NULL, &result);
	exception = bgproc_exception_take();
	if (exception) {
		zval_ptr_dtor(&result);
		bgproc_call_fail(handler->derived, BGPROC_CALL_FAILED, exception);
		return true;
	}
	if (EG(exception)) {
		zval_ptr_dtor(&result);
		return false;
	}
	if (handler->kind == BGPROC_HANDLER_FINALLY) {
		zval_ptr_dtor(&result);
		pass_on(call, handler->derived);
		return true;
	}
	return end_with(handler->derived, &result);
}

void bgproc_handlers_run(struct bgproc_call *call, void (*ended)(void *context, struct bgproc_call *derived), void *context)
{
	struct bgproc_handler *handler;

	while (!EG(exception) && (handler = bgproc_call_take_handler(call))) {
		if (!bgproc_call_done(handler->derived) && run_one(call, handler)) {
			ended(context, handler->derived);
		}
		bgproc_handler_free(handler);
	}
}
