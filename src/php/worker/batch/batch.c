/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/batch/batch.h"
#include "src/php/base/exceptions.h"
#include "src/php/worker/settle.h"
#include "src/php/worker/submit.h"
#include "src/php/worker/turn.h"
#include "src/platform/process/pid.h"

bool bgproc_batch_open(struct bgproc_batch *batch, struct bgproc_pool_obj *pool, zend_string *method)
{
	memset(batch, 0, sizeof *batch);
	batch->pool = pool;
	return method ? bgproc_target_method(&pool->target, method, &batch->method)
				  : bgproc_target_default(&pool->target, &batch->method);
}

static void unlink_entry(struct bgproc_batch *batch, struct bgproc_batch_entry *entry)
{
	if (entry->previous) {
		entry->previous->next = entry->next;
	} else {
		batch->first = entry->next;
	}
	if (entry->next) {
		entry->next->previous = entry->previous;
	} else {
		batch->last = entry->previous;
	}
	entry->next = entry->previous = NULL;
	batch->running--;
}

static void entry_ended(void *context, struct bgproc_call *call)
{
	struct bgproc_batch_entry *entry = context;
	struct bgproc_batch *batch = entry->batch;

	call->seen = true;
	unlink_entry(batch, entry);
	if (batch->last_ended) {
		batch->last_ended->next = entry;
	} else {
		batch->ended = entry;
	}
	batch->last_ended = entry;
	batch->waiting++;
}

/* In place of entry_ended() when nobody wants to know any more. */
static void forget(void *context, struct bgproc_call *call)
{
	(void) context;
	call->seen = true;
}

static void prepare(void *context, struct bgproc_call *call)
{
	call->ended = entry_ended;
	call->context = context;
}

bool bgproc_batch_add(struct bgproc_batch *batch, zval *key, zval *value, zend_long number)
{
	struct bgproc_batch_entry *entry = ecalloc(1, sizeof *entry);

	entry->batch = batch;
	entry->number = number;
	ZVAL_COPY_VALUE(&entry->key, key);
	/* In its place before the call is made: submitting may drive the pool until the call has ended. */
	entry->previous = batch->last;
	if (batch->last) {
		batch->last->next = entry;
	} else {
		batch->first = entry;
	}
	batch->last = entry;
	batch->running++;
	entry->call = bgproc_submit(batch->pool, batch->method, 1, value, NULL, prepare, entry);
	zval_ptr_dtor(value);
	if (!entry->call) {
		unlink_entry(batch, entry);
		bgproc_batch_entry_free(entry);
		return false;
	}
	return true;
}

struct bgproc_batch_entry *bgproc_batch_take(struct bgproc_batch *batch)
{
	struct bgproc_batch_entry *entry = batch->ended;

	if (entry) {
		batch->waiting--;
		batch->ended = entry->next;
		if (!batch->ended) {
			batch->last_ended = NULL;
		}
	}
	return entry;
}

void bgproc_batch_entry_free(struct bgproc_batch_entry *entry)
{
	if (entry->call) {
		bgproc_call_release(entry->call);
	}
	zval_ptr_dtor(&entry->key);
	efree(entry);
}

bool bgproc_batch_drive(struct bgproc_batch *batch)
{
	while (!batch->ended && batch->running > 0) {
		if (bgproc_settle(batch->pool) < 0) {
			return false;
		}
		if (!batch->ended && bgproc_turn_idle(batch->pool)) {
			/* One of the calls is being ended by a caller of this function. */
			bgproc_turn_never();
			return false;
		}
		if (!batch->ended && bgproc_turn_pump(batch->pool, BGPROC_NEVER) < 0) {
			return false;
		}
	}
	return true;
}

void bgproc_batch_drop(struct bgproc_batch *batch)
{
	struct bgproc_batch_entry *entry;
	bool tried = false;

	while ((entry = batch->first)) {
		unlink_entry(batch, entry);
		if (entry->call) {
			entry->call->ended = forget;
			entry->call->context = NULL;
			if (entry->call->pool && batch->pool->owner == bgproc_pid()) {
				bgproc_settle_cancel(batch->pool, entry->call, "its result is not wanted any more");
				tried = true;
			}
		}
		bgproc_batch_entry_free(entry);
	}
	if (tried) {
		bgproc_turn_alarm(batch->pool);
	}
	while ((entry = bgproc_batch_take(batch))) {
		bgproc_batch_entry_free(entry);
	}
}
