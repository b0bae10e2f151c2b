/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/close.h"
#include "src/php/base/pending_exception.h"
#include "src/php/worker/fleet/lost.h"
#include "src/php/worker/fleet/receive.h"
#include "src/php/worker/fleet/retire.h"
#include "src/php/worker/fleet/workers.h"
#include "src/php/worker/fleet/zygote_process.h"
#include "src/php/worker/settle.h"
#include "src/php/worker/turn.h"

#include "zend_exceptions.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/process/pid.h"

static const char *const closed = "the pool was closed";

static void cancel_pending(struct bgproc_pool_obj *pool)
{
	struct bgproc_call *call;

	while ((call = bgproc_call_list_take(&pool->pending))) {
		bgproc_settle_cancelled(call, closed);
		bgproc_call_list_add(&pool->ended, call);
	}
}

/*
 * Tells who waits for calls. An exception of a handler is kept, and does not end the wait; exit() does, and that this is a child
 * which a handler has forked: then false.
 */
static bool settle(struct bgproc_pool_obj *pool, zend_object **thrown)
{
	while (bgproc_settle(pool) < 0) {
		*thrown = bgproc_exception_join(*thrown, bgproc_exception_take(), NULL);
		if (EG(exception) || pool->owner != bgproc_pid()) {
			return false;
		}
	}
	return true;
}

/* Lets the workers end by themselves. False: exit() or a fatal error is pending. */
static bool wait_for_workers(struct bgproc_pool_obj *pool, int64_t grace_ms, zend_object **thrown)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(grace_ms);

	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		if (pool->slots[slot]) {
			bgproc_retire(pool, pool->slots[slot], true);
		}
	}
	while (pool->open && pool->slots_used > 0 && !bgproc_deadline_passed(deadline)) {
		/* A signal handler of the script may throw, and need not wait for the grace. */
		if (bgproc_turn_pump(pool, deadline) < 0) {
			return false;
		}
		cancel_pending(pool);
		if (!settle(pool, thrown)) {
			return false;
		}
	}
	return true;
}

/* The process of the worker was killed. */
static void clear_worker(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	struct bgproc_worker_report report = {.kind = BGPROC_REPORT_EXITED, .pid = worker->pid};

	bgproc_receive_rest(pool, worker);
	if (worker->calls.count > 0) {
		bgproc_worker_words(worker, zend_string_init(closed, strlen(closed), 0));
	}
	bgproc_lost_calls(pool, worker, &report);
	bgproc_worker_forget(pool, worker);
}

/* Releases what is left when no worker is. */
static void release(struct bgproc_pool_obj *pool)
{
	pool->idle_count = 0;
	bgproc_poll_set_free(pool->set);
	pool->set = NULL;
	bgproc_board_close(&pool->board);
	bgproc_pools_remove(pool);
}

/* Ends all processes; their calls end too. */
static void shut(struct bgproc_pool_obj *pool)
{
	pool->closing = true;
	pool->open = false;
	bgproc_zygote_end(pool);
	while (pool->slots_used > 0) {
		clear_worker(pool, pool->slots[pool->slots_used - 1]);
	}
	cancel_pending(pool);
	/* A forked process may keep the alarm in the set, and somebody a copy of the set. */
	bgproc_poll_set_alarm(pool->set, BGPROC_NEVER);
	release(pool);
}

void bgproc_pool_close(struct bgproc_pool_obj *pool, int64_t grace_ms)
{
	zend_object *thrown = NULL;
	bool go_on = true;

	if (!pool->open || pool->closing) {
		return;
	}
	pool->closing = true;
	cancel_pending(pool);
	if (grace_ms > 0) {
		go_on = wait_for_workers(pool, grace_ms, &thrown);
	}
	thrown = bgproc_exception_join(thrown, bgproc_exception_take(), NULL);
	if (pool->owner != bgproc_pid()) {
		/* A handler has forked, and this is the child: the pool goes on in the parent. */
		bgproc_pool_abandon(pool);
		go_on = false;
	} else if (pool->open) {
		shut(pool);
	}
	if (go_on) {
		settle(pool, &thrown);
	}
	if (thrown && !EG(exception)) {
		zend_throw_exception_internal(thrown);
	} else if (thrown) {
		OBJ_RELEASE(thrown);
	}
}

static void release_calls(struct bgproc_call_list *list)
{
	struct bgproc_call *call;

	while ((call = bgproc_call_list_take(list))) {
		call->pool = NULL;
		bgproc_call_release(call);
	}
}

/*
 * No object may be made here: PHP may be about to free all of them. In a forked process the sockets, the set of descriptors
 * and the board are those of the owner, so only this process's copies are closed.
 */
void bgproc_pool_abandon(struct bgproc_pool_obj *pool)
{
	if (pool->open) {
		pool->open = false;
		if (pool->owner == bgproc_pid()) {
			bgproc_zygote_end(pool);
		} else {
			bgproc_control_close(&pool->control);
		}
		while (pool->slots_used > 0) {
			struct bgproc_worker *worker = pool->slots[pool->slots_used - 1];

			release_calls(&worker->calls);
			if (pool->owner != bgproc_pid()) {
				bgproc_ipc_channel_close(&worker->channel);
				bgproc_fd_close(&worker->fd);
			}
			bgproc_worker_forget(pool, worker);
		}
		release(pool);
	}
	release_calls(&pool->pending);
	release_calls(&pool->ended);
}
