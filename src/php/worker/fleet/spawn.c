/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/spawn.h"
#include "src/php/worker/fleet/circuit.h"
#include "src/php/worker/fleet/workers.h"

#include "src/ipc/frame.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/socket/pair.h"

#include <errno.h>
#include <string.h>

/* After a failure without pause it is tried again after this time. */
#define AGAIN_MS 100

/* False with errno; nothing is left then. */
static bool order(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, int64_t delay_ms)
{
	struct bgproc_order order = {.verb = BGPROC_ORDER_SPAWN,
		.slot = worker->slot,
		.generation = worker->generation,
		.delay_ms = (uint32_t) delay_ms};
	int ends[2], problem = 0;
	bool stream;

	if (bgproc_socket_pair(ends, &stream) != 0) {
		return false;
	}
	worker->fd = ends[0];
	bgproc_ipc_channel_open(&worker->channel, ends[0], stream, worker->generation, BGPROC_IPC_MESSAGE_MAX);
	if (bgproc_poll_set_add(pool->set, ends[0], worker->slot) != 0) {
		problem = errno;
	} else if (!bgproc_control_order(&pool->control, &order, ends[1])) {
		problem = errno;
	}
	bgproc_fd_close(&ends[1]);
	errno = problem;
	return problem == 0;
}

static bool spawn(struct bgproc_pool_obj *pool, int64_t delay_ms)
{
	struct bgproc_worker *worker = bgproc_worker_new(pool);
	int problem;

	if (!worker) {
		/* All slots are taken by workers that are about to end. */
		pool->spawn_at = bgproc_deadline_in(AGAIN_MS);
		return true;
	}
	if (!order(pool, worker, delay_ms)) {
		problem = errno;
		bgproc_worker_forget(pool, worker);
		errno = problem;
		return false;
	}
	return true;
}

void bgproc_spawn_failed(struct bgproc_pool_obj *pool, int sys_errno)
{
	bgproc_circuit_crash(pool, zend_strpprintf(0, "a worker cannot be started: %s", strerror(sys_errno)));
	pool->spawn_at = bgproc_deadline_in(MAX(pool->circuit.pause_ms, AGAIN_MS));
}

struct bgproc_deadline bgproc_spawn_again(struct bgproc_pool_obj *pool)
{
	if (pool->spawn_at.ms != 0 && bgproc_deadline_passed(pool->spawn_at)) {
		pool->spawn_at.ms = 0;
		bgproc_spawn_fill(pool);
		if (pool->pending.count > 0) {
			bgproc_spawn_more(pool);
		}
	}
	return pool->spawn_at.ms == 0 ? BGPROC_NEVER : pool->spawn_at;
}

/*
 * How many places are taken. The successor of a worker that has gone starts when its end is reported: only then it is known
 * whether the circuit opens. A successor may start while one that retires runs its teardown, but each place waits for the second
 * one: teardowns that do not end must not fill the machine with processes.
 */
static zend_long occupied(const struct bgproc_pool_obj *pool)
{
	const zend_long *in_state = pool->in_state;

	return bgproc_pool_living(pool) + in_state[BGPROC_WORKER_GONE] + MAX(0, in_state[BGPROC_WORKER_RETIRING] - pool->wanted);
}

/* Whether one may be ordered now: spawn_at is set while a start that has failed is put off. */
static bool may_spawn(const struct bgproc_pool_obj *pool)
{
	return pool->control.fd >= 0 && !pool->closing && pool->spawn_at.ms == 0;
}

static void spawn_one(struct bgproc_pool_obj *pool, int64_t delay_ms)
{
	if (!spawn(pool, delay_ms)) {
		bgproc_spawn_failed(pool, errno);
	}
}

/* With an open circuit one worker is tried at a time, after a pause. Those that were there before may still serve meanwhile. */
static void try_one(struct bgproc_pool_obj *pool, zend_long goal)
{
	if (may_spawn(pool) && pool->in_state[BGPROC_WORKER_STARTING] == 0 && occupied(pool) < goal) {
		spawn_one(pool, pool->circuit.pause_ms);
	}
}

void bgproc_spawn_fill(struct bgproc_pool_obj *pool)
{
	zend_long floor = MIN(pool->options.min_workers, pool->wanted);

	if (pool->circuit.pause_ms > 0) {
		try_one(pool, pool->pending.count > 0 ? pool->wanted : floor);
		return;
	}
	/* A start that fails opens the circuit, or is put off. */
	while (may_spawn(pool) && occupied(pool) < floor) {
		spawn_one(pool, 0);
	}
}

void bgproc_spawn_more(struct bgproc_pool_obj *pool)
{
	try_one(pool, pool->wanted);
}
