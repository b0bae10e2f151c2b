/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/feed.h"
#include "src/php/worker/fleet/circuit.h"
#include "src/php/worker/fleet/spawn.h"
#include "src/php/worker/fleet/workers.h"

#include "src/ipc/frame.h"

/* Without the option, as many calls wait in a worker as it carries out in this time, but at most so many. */
#define PREFETCH_NS 1000000.0
#define PREFETCH_MAX 64

/* A call that has waited so long behind another one is given to an idle worker. */
#define LEVEL_NS UINT64_C(1000000)
#define LEVEL_MS 1

/* How much may be queued for a worker before it is sent. */
#define QUEUED_MAX (64u * 1024)

static bool can_take(const struct bgproc_worker *worker)
{
	return worker->state == BGPROC_WORKER_READY && !worker->writing;
}

/* How many calls a worker may have, with the one that runs. */
static size_t depth(const struct bgproc_pool_obj *pool)
{
	double mean = pool->counts.duration_mean_ns;

	if (pool->options.prefetch >= 0) {
		return (size_t) pool->options.prefetch + 1;
	}
	if (mean <= 0) {
		return 1;
	}
	return mean * PREFETCH_MAX <= PREFETCH_NS ? PREFETCH_MAX + 1 : (size_t) (PREFETCH_NS / mean) + 1;
}

/* ---- sending ---- */

void bgproc_feed_flush(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	bool full = false;

	worker->dirty = false;
	switch (bgproc_ipc_channel_flush(&worker->channel, false)) {
		case BGPROC_IPC_FULL:
			full = true;
			break;
		case BGPROC_IPC_FAILED:
			bgproc_worker_gone(pool, worker, "nothing can be sent to it");
			return;
		default:
			/* If the peer is gone, what it has sent before is still to be read; the end is seen there. */
			break;
	}
	if (full == worker->writing) {
		return;
	}
	worker->writing = full;
	bgproc_poll_set_want_write(pool->set, worker->fd, worker->slot, full);
	if (full) {
		bgproc_worker_not_idle(pool, worker);
	} else {
		bgproc_feed_worker(pool, worker);
	}
}

void bgproc_feed_flush_all(struct bgproc_pool_obj *pool)
{
	if (!pool->dirty) {
		return;
	}
	pool->dirty = false;
	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		if (pool->slots[slot] && pool->slots[slot]->dirty) {
			bgproc_feed_flush(pool, pool->slots[slot]);
		}
	}
}

static void hand_out(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, struct bgproc_call *call)
{
	struct bgproc_ipc_message message = {
		.type = BGPROC_IPC_CALL, .method = call->method, .bytes = call->bytes, .length = call->length};

	call->state = BGPROC_CALL_SENT;
	call->slot = worker->slot;
	call->number = message.call_id = ++worker->last_sent;
	bgproc_call_list_add(&worker->calls, call);
	pool->running++;
	pool->counts.bytes_sent += call->length;
	if (worker->calls.count == 1) {
		worker->head_ns = bgproc_stopwatch_ns();
	}
	bgproc_board_sent(&pool->board, &pool->board.slots[worker->slot], call->number);
	/* If this fails, the call is taken back when the end of the worker is reported. */
	if (!bgproc_ipc_channel_queue(&worker->channel, &message, call->block) && worker->channel.sending == BGPROC_IPC_OK) {
		bgproc_worker_gone(pool, worker, "no memory is left for its calls");
		return;
	}
	worker->dirty = pool->dirty = true;
}

/* ---- who gets what ---- */

/* Takes a worker without calls off the list of idle ones, and those that have ended or got calls with it. NULL: none. */
static struct bgproc_worker *take_idle(struct bgproc_pool_obj *pool)
{
	while (pool->idle_count > 0) {
		struct bgproc_worker *worker = pool->slots[pool->idle[--pool->idle_count]];

		worker->idle = false;
		if (can_take(worker) && worker->calls.count == 0) {
			return worker;
		}
	}
	return NULL;
}

void bgproc_feed_worker(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	size_t most = depth(pool);

	while (can_take(worker) && pool->pending.count > 0 && worker->calls.count < most) {
		hand_out(pool, worker, bgproc_call_list_take(&pool->pending));
		if (worker->channel.outbox.waiting > QUEUED_MAX) {
			bgproc_feed_flush(pool, worker);
		}
	}
	if (worker->calls.count == 0) {
		bgproc_worker_idle(pool, worker);
	}
}

void bgproc_feed(struct bgproc_pool_obj *pool)
{
	struct bgproc_worker *worker;

	while (pool->pending.count > 0 && (worker = take_idle(pool))) {
		bgproc_feed_worker(pool, worker);
	}
	if (pool->pending.count > 0) {
		bgproc_circuit_apply(pool);
		bgproc_spawn_more(pool);
	}
}

void bgproc_feed_call(struct bgproc_pool_obj *pool, struct bgproc_call *call)
{
	struct bgproc_worker *worker;

	if (bgproc_circuit_open(pool)) {
		bgproc_circuit_refuse(pool, call);
		return;
	}
	if (pool->pending.count == 0 && (worker = take_idle(pool))) {
		hand_out(pool, worker, call);
		if (worker->state == BGPROC_WORKER_READY) {
			bgproc_feed_flush(pool, worker);
		}
		return;
	}
	call->state = BGPROC_CALL_PENDING;
	bgproc_call_list_add(&pool->pending, call);
	bgproc_spawn_more(pool);
}

/* ---- calls behind a long one ---- */

/* Gives the calls that the worker has not begun to others. What these do not take, it gets again. */
static void level(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, uint64_t now)
{
	worker->head_ns = now;
	bgproc_worker_take_back(pool, worker);
	/* It may be idle now, and would be the first to get them: it may be stopped, or wait for a processor. */
	bgproc_worker_not_idle(pool, worker);
	bgproc_feed(pool);
	if (worker->calls.count == 0) {
		bgproc_worker_idle(pool, worker);
		bgproc_feed(pool);
	}
}

struct bgproc_deadline bgproc_feed_level(struct bgproc_pool_obj *pool)
{
	struct bgproc_deadline next = BGPROC_NEVER;
	uint64_t now;

	if (pool->idle_count == 0 || pool->pending.count > 0 || pool->running <= 1) {
		return next;
	}
	now = bgproc_stopwatch_ns();
	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		struct bgproc_worker *worker = pool->slots[slot];

		if (!worker || worker->calls.count < 2 || worker->state == BGPROC_WORKER_GONE) {
			continue;
		}
		if (now - worker->head_ns >= LEVEL_NS) {
			level(pool, worker, now);
		}
		if (pool->idle_count == 0) {
			return BGPROC_NEVER;
		}
		/* Also if it was levelled: another one may have got all of them, or it has got them again. */
		next = bgproc_deadline_in(LEVEL_MS);
	}
	return next;
}
