/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/call/call.h"
#include "src/ipc/outbox.h"
#include "src/php/base/uncaught.h"

#include "zend_exceptions.h"

/* Longer bytes are allocated on their own, so that they can be freed before the call. */
#define INLINE_MAX 192

static void forget_bytes(struct bgproc_call *call)
{
	if (call->block) {
		bgproc_ipc_block_release(call->block);
		call->block = NULL;
	} else if (call->bytes != call->inline_bytes) {
		efree(call->bytes);
	}
	call->bytes = call->inline_bytes;
	call->length = 0;
}

static struct bgproc_call *make_call(uint64_t id, size_t inline_length)
{
	struct bgproc_call *call = emalloc(sizeof *call + inline_length);

	memset(call, 0, sizeof *call);
	call->refs = 1;
	call->id = id;
	ZVAL_UNDEF(&call->value);
	call->bytes = call->inline_bytes;
	return call;
}

struct bgproc_call *bgproc_call_new(uint64_t id, struct bgproc_buf *arguments)
{
	size_t length = arguments->length;
	struct bgproc_call *call = make_call(id, length <= INLINE_MAX ? length : 0);

	call->length = length;
	if (length > BGPROC_IPC_COPIED_MAX && (call->block = bgproc_ipc_block_take(arguments))) {
		call->bytes = call->block->bytes;
		return call;
	}
	if (length > INLINE_MAX) {
		call->bytes = emalloc(length);
	}
	if (length > 0) {
		memcpy(call->bytes, arguments->data, length);
	}
	return call;
}

struct bgproc_call *bgproc_call_derive(uint64_t id)
{
	struct bgproc_call *call = make_call(id, 0);

	call->derived = true;
	return call;
}

void bgproc_call_release(struct bgproc_call *call)
{
	struct bgproc_handler *handler;

	if (--call->refs > 0) {
		return;
	}
	while ((handler = bgproc_call_take_handler(call))) {
		bgproc_handler_free(handler);
	}
	forget_bytes(call);
	zval_ptr_dtor(&call->value);
	efree(call);
}

void bgproc_call_arrive(struct bgproc_call *call, enum bgproc_call_answer answer, const char *bytes, size_t length)
{
	char *copy = emalloc(length);

	memcpy(copy, bytes, length);
	forget_bytes(call);
	call->bytes = copy;
	call->length = length;
	call->answer = answer;
	call->state = BGPROC_CALL_ARRIVED;
}

void bgproc_call_arrive_decoded(struct bgproc_call *call, zval *value)
{
	forget_bytes(call);
	ZVAL_COPY_VALUE(&call->value, value);
	call->answer = BGPROC_ANSWER_DECODED;
	call->state = BGPROC_CALL_ARRIVED;
}

void bgproc_call_end(struct bgproc_call *call, enum bgproc_call_state state, zval *value)
{
	/* Of all pools of the process, which are on its main thread. */
	static uint64_t ended;

	forget_bytes(call);
	call->order = ++ended;
	call->state = state;
	ZVAL_COPY_VALUE(&call->value, value);
}

void bgproc_call_fail(struct bgproc_call *call, enum bgproc_call_state state, zend_object *exception)
{
	zval value;

	ZVAL_OBJ(&value, exception);
	bgproc_call_end(call, state, &value);
}

void bgproc_call_warn_unseen(struct bgproc_call *call)
{
	zend_string *text;

	if (call->seen || !bgproc_call_failed(call) || call->state == BGPROC_CALL_CANCELLED) {
		return;
	}
	call->seen = true;
	text = bgproc_uncaught_text(Z_OBJ(call->value));
	php_error_docref(NULL, E_WARNING, "Call " ZEND_ULONG_FMT " of a pool has failed, and nobody has asked for its result: %s",
		(zend_ulong) call->id, ZSTR_VAL(text));
	zend_string_release(text);
}

/* ---- handlers ---- */

struct bgproc_handler *bgproc_call_take_handler(struct bgproc_call *call)
{
	struct bgproc_handler *handler = call->handlers;

	if (handler) {
		call->handlers = handler->next;
		if (!call->handlers) {
			call->last_handler = NULL;
		}
	}
	return handler;
}

void bgproc_handler_free(struct bgproc_handler *handler)
{
	bgproc_callback_free(&handler->callback);
	bgproc_call_release(handler->derived);
	efree(handler);
}

void bgproc_call_gc(struct bgproc_call *call, zend_get_gc_buffer *buffer)
{
	zend_get_gc_buffer_add_zval(buffer, &call->value);
	for (struct bgproc_handler *handler = call->handlers; handler; handler = handler->next) {
		bgproc_callback_gc(&handler->callback, buffer);
		/* If it has a future too, that one may live on. */
		if (handler->derived->refs == 1) {
			bgproc_call_gc(handler->derived, buffer);
		}
	}
}

/* ---- lists ---- */

void bgproc_call_list_add(struct bgproc_call_list *list, struct bgproc_call *call)
{
	call->next = NULL;
	call->previous = list->last;
	if (list->last) {
		list->last->next = call;
	} else {
		list->first = call;
	}
	list->last = call;
	list->count++;
}

void bgproc_call_list_add_first(struct bgproc_call_list *list, struct bgproc_call *call)
{
	call->previous = NULL;
	call->next = list->first;
	if (list->first) {
		list->first->previous = call;
	} else {
		list->last = call;
	}
	list->first = call;
	list->count++;
}

void bgproc_call_list_remove(struct bgproc_call_list *list, struct bgproc_call *call)
{
	if (call->previous) {
		call->previous->next = call->next;
	} else {
		list->first = call->next;
	}
	if (call->next) {
		call->next->previous = call->previous;
	} else {
		list->last = call->previous;
	}
	call->next = call->previous = NULL;
	list->count--;
}

struct bgproc_call *bgproc_call_list_take(struct bgproc_call_list *list)
{
	struct bgproc_call *call = list->first;

	if (call) {
		bgproc_call_list_remove(list, call);
	}
	return call;
}
