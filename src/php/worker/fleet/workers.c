/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/workers.h"
#include "src/php/worker/fleet/zygote_process.h"

#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <signal.h>

/* A worker whose channel is closed but which has not ended by then is killed. */
#define GONE_MS 1000

/* How long a worker may take to end after its last call when it is replaced: teardown() runs then. */
#define TEARDOWN_MS 10000

/* If even that is not reported by then, the zygote is killed. */
#define ZYGOTE_MS 10000

/* ---- slots ---- */

struct bgproc_worker *bgproc_worker_new(struct bgproc_pool_obj *pool)
{
	struct bgproc_worker *worker;
	uint32_t slot = 0;

	while (slot < BGPROC_POOL_SLOTS && pool->slots[slot]) {
		slot++;
	}
	if (slot == BGPROC_POOL_SLOTS) {
		errno = EAGAIN;
		return NULL;
	}
	worker = ecalloc(1, sizeof *worker);
	worker->slot = slot;
	worker->generation = ++pool->generation;
	worker->since_ns = bgproc_stopwatch_ns();
	worker->fd = -1;
	worker->ready_until = worker->gone_until = BGPROC_NEVER;
	pool->slots[slot] = worker;
	pool->in_state[worker->state]++;
	if (slot >= pool->slots_used) {
		pool->slots_used = slot + 1;
	}
	return worker;
}

void bgproc_worker_forget(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	bgproc_worker_not_idle(pool, worker);
	if (worker->fd >= 0) {
		bgproc_poll_set_remove(pool->set, worker->fd);
		bgproc_ipc_channel_close(&worker->channel);
		bgproc_fd_close(&worker->fd);
	}
	pool->in_state[worker->state]--;
	pool->slots[worker->slot] = NULL;
	while (pool->slots_used > 0 && !pool->slots[pool->slots_used - 1]) {
		pool->slots_used--;
	}
	if (worker->last_words) {
		zend_string_release(worker->last_words);
	}
	efree(worker);
}

void bgproc_worker_words(struct bgproc_worker *worker, zend_string *words)
{
	if (worker->last_words) {
		zend_string_release(worker->last_words);
	}
	worker->last_words = words;
}

/* ---- idle workers ---- */

void bgproc_worker_idle(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	if (!worker->idle && !worker->writing && worker->state == BGPROC_WORKER_READY) {
		worker->idle = true;
		pool->idle[pool->idle_count++] = worker->slot;
	}
}

void bgproc_worker_not_idle(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	uint32_t kept = 0;

	if (!worker->idle) {
		return;
	}
	worker->idle = false;
	for (uint32_t i = 0; i < pool->idle_count; i++) {
		if (pool->idle[i] != worker->slot) {
			pool->idle[kept++] = pool->idle[i];
		}
	}
	pool->idle_count = kept;
}

/* ---- states ---- */

void bgproc_worker_enter(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, enum bgproc_worker_state state)
{
	bgproc_worker_not_idle(pool, worker);
	pool->in_state[worker->state]--;
	worker->state = state;
	pool->in_state[state]++;
	bgproc_worker_may_end(worker);
}

void bgproc_worker_may_end(struct bgproc_worker *worker)
{
	if (worker->state == BGPROC_WORKER_RETIRING && worker->calls.count == 0) {
		worker->gone_until = bgproc_deadline_in(TEARDOWN_MS);
	}
}

void bgproc_worker_take_back(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	struct bgproc_call *call;
	uint32_t started;

	if (worker->calls.count == 0) {
		return;
	}
	started = bgproc_board_take_back(&pool->board.slots[worker->slot], worker->last_sent);
	while ((call = worker->calls.last) && call->number > started) {
		bgproc_call_list_remove(&worker->calls, call);
		call->state = BGPROC_CALL_PENDING;
		pool->running--;
		bgproc_call_list_add_first(&pool->pending, call);
	}
	if (worker->calls.count == 0) {
		bgproc_worker_idle(pool, worker);
	}
}

void bgproc_worker_kill(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	struct bgproc_order order = {.verb = BGPROC_ORDER_SIGNAL,
		.slot = worker->slot,
		.generation = worker->generation,
		.signal_number = SIGKILL};

	if (!worker->hopeless && pool->control.fd >= 0) {
		worker->hopeless = true;
		bgproc_control_order(&pool->control, &order, -1);
	}
}

void bgproc_worker_gone(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, const char *problem)
{
	if (worker->state == BGPROC_WORKER_GONE) {
		return;
	}
	bgproc_worker_enter(pool, worker, BGPROC_WORKER_GONE);
	bgproc_poll_set_remove(pool->set, worker->fd);
	worker->gone_until = bgproc_deadline_in(GONE_MS);
	if (problem && !worker->last_words) {
		worker->last_words = zend_strpprintf(0, "it has broken the protocol: %s", problem);
	}
	if (problem) {
		bgproc_worker_kill(pool, worker);
	}
}

/* When the worker is overdue; NEVER: it may be as it is. */
static struct bgproc_deadline overdue_at(const struct bgproc_pool_obj *pool, const struct bgproc_worker *worker)
{
	if (worker->state == BGPROC_WORKER_GONE) {
		return worker->gone_until;
	}
	/* close() has a time of its own. */
	if (worker->state == BGPROC_WORKER_RETIRING) {
		return pool->closing ? BGPROC_NEVER : worker->gone_until;
	}
	return worker->state == BGPROC_WORKER_STARTING && !worker->hopeless ? worker->ready_until : BGPROC_NEVER;
}

static void serve_overdue(struct bgproc_pool_obj *pool, struct bgproc_worker *worker)
{
	if (worker->state == BGPROC_WORKER_STARTING) {
		bgproc_worker_words(worker, zend_string_init(ZEND_STRL("it was not ready within the timeout of a call"), false));
		bgproc_worker_kill(pool, worker);
	} else if (!worker->hopeless) {
		bgproc_worker_kill(pool, worker);
		worker->gone_until = bgproc_deadline_in(ZYGOTE_MS);
	} else {
		/* The workers end with it. */
		bgproc_zygote_kill(pool);
		worker->gone_until = bgproc_deadline_in(ZYGOTE_MS);
	}
}

struct bgproc_deadline bgproc_workers_overdue(struct bgproc_pool_obj *pool)
{
	struct bgproc_deadline next = BGPROC_NEVER;
	const zend_long *in_state = pool->in_state;

	if (in_state[BGPROC_WORKER_GONE] + in_state[BGPROC_WORKER_RETIRING] == 0 &&
		(in_state[BGPROC_WORKER_STARTING] == 0 || pool->options.timeout_ms < 0)) {
		return next;
	}
	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		struct bgproc_worker *worker = pool->slots[slot];

		if (worker && bgproc_deadline_passed(overdue_at(pool, worker))) {
			serve_overdue(pool, worker);
		}
		if (worker) {
			next = bgproc_deadline_earlier(next, overdue_at(pool, worker));
		}
	}
	return next;
}
