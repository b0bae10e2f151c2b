/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/submit.h"
#include "src/ipc/outbox.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/fleet/circuit.h"
#include "src/php/worker/fleet/feed.h"
#include "src/php/worker/future_object.h"
#include "src/php/worker/settle.h"
#include "src/php/worker/turn.h"

#include "zend_exceptions.h"

/* Memory for arguments that is kept for the next call; that of longer ones goes with their call. */
#define SCRATCH_KEPT (2 * BGPROC_IPC_COPIED_MAX)

static bool full(const struct bgproc_pool_obj *pool)
{
	return pool->pending.count >= (size_t) pool->options.max_pending;
}

/* Drives the pool until a place in the line is free. False with an exception pending. */
static bool wait_for_room(struct bgproc_pool_obj *pool)
{
	while (full(pool)) {
		if (bgproc_settle(pool) < 0) {
			return false;
		}
		if (full(pool) && bgproc_turn_pump(pool, BGPROC_NEVER) < 0) {
			return false;
		}
		if (!pool->open || pool->closing) {
			bgproc_throw_status(BGPROC_ERR_STATE, 0, "The pool was closed while a call was waiting for room");
			return false;
		}
	}
	return true;
}

static zend_object *queue_full(const struct bgproc_pool_obj *pool)
{
	zend_string *text =
		zend_strpprintf(0, ZEND_LONG_FMT " %s for a worker, which is \"max_pending\"", pool->options.max_pending,
			pool->options.max_pending == 1 ? "call waits" : "calls wait");
	zend_object *exception = bgproc_exception_create(bgproc_ce_queue_full_exception, text);

	zend_string_release(text);
	return exception;
}

/* There is no room. 1: the call may be queued now; 0: it is to be refused; -1: an exception is pending. */
static int overflow(struct bgproc_pool_obj *pool, enum bgproc_overflow what)
{
	switch (what) {
		case BGPROC_OVERFLOW_BLOCK:
			return wait_for_room(pool) ? 1 : -1;
		case BGPROC_OVERFLOW_THROW:
			zend_throw_exception_internal(queue_full(pool));
			return -1;
		case BGPROC_OVERFLOW_DROP_OLDEST:
			bgproc_settle_cancel(pool, pool->pending.first, "a newer call has taken its place");
			return 1;
		case BGPROC_OVERFLOW_REFUSE:
			break;
	}
	return 0;
}

/* The scratch memory goes back to the pool, unless it is too large or code of the user has made another one meanwhile. */
static void give_back(struct bgproc_pool_obj *pool, struct bgproc_buf *bytes)
{
	if (bytes->capacity > SCRATCH_KEPT || pool->scratch.data) {
		bgproc_buf_free(bytes);
		return;
	}
	bytes->length = 0;
	bytes->failed = false;
	pool->scratch = *bytes;
}

/*
 * After the code of the user that serializing may run: room is false if the call is to be refused. False with an exception
 * pending.
 */
static bool find_place(struct bgproc_pool_obj *pool, enum bgproc_overflow what, bool *room)
{
	int result = 1;

	if (!bgproc_pool_mine(pool) || (full(pool) && (result = overflow(pool, what)) < 0)) {
		return false;
	}
	/* The worker that is tried may have got ready meanwhile; a script that only submits would never learn it. */
	if (bgproc_circuit_open(pool) && bgproc_turn_pump(pool, bgproc_deadline_in(0)) < 0) {
		return false;
	}
	if (!pool->open || pool->closing) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "The pool was closed meanwhile");
		return false;
	}
	*room = result > 0;
	return true;
}

struct bgproc_call *bgproc_submit(struct bgproc_pool_obj *pool, uint16_t method, uint32_t count, zval *values, HashTable *named,
	void (*prepare)(void *context, struct bgproc_call *call), void *context)
{
	struct bgproc_buf bytes = pool->scratch;
	struct bgproc_call *call;
	bool room;

	pool->scratch = (struct bgproc_buf) {0};
	if (!bgproc_arguments_encode(&bytes, count, values, named, pool->options.serializer) ||
		!find_place(pool, prepare ? BGPROC_OVERFLOW_BLOCK : pool->options.overflow, &room)) {
		give_back(pool, &bytes);
		bgproc_turn_alarm(pool);
		return NULL;
	}
	call = bgproc_call_new(++pool->last_id, &bytes);
	give_back(pool, &bytes);
	call->method = method;
	call->retries = (uint32_t) pool->options.retries;
	call->pool = pool;
	if (prepare) {
		prepare(context, call);
	}
	bgproc_call_ref(call);
	if (room) {
		bgproc_feed_call(pool, call);
	} else {
		bgproc_call_fail(call, BGPROC_CALL_FAILED, queue_full(pool));
		pool->counts.failed++;
		bgproc_call_list_add(&pool->ended, call);
	}
	bgproc_turn_alarm(pool);
	return call;
}

void bgproc_submit_future(zval *return_value, struct bgproc_pool_obj *pool, uint16_t method, uint32_t count, zval *values,
	HashTable *named)
{
	struct bgproc_call *call = bgproc_submit(pool, method, count, values, named, NULL, NULL);

	if (call) {
		bgproc_future_create(return_value, call, &pool->std);
		bgproc_call_release(call);
	}
}
