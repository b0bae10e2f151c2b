/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/turn.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/interruptible_poll.h"
#include "src/php/worker/fleet/feed.h"
#include "src/php/worker/fleet/receive.h"
#include "src/php/worker/fleet/reports.h"
#include "src/php/worker/fleet/spawn.h"
#include "src/php/worker/fleet/workers.h"
#include "src/php/worker/settle.h"
#include "src/platform/process/pid.h"

#include <errno.h>

#define EVENTS_MAX 64

/*
 * A wait begins without the care that no signal of the script is missed, which costs three system calls. So a signal that arrives
 * at the wrong moment is handled later by this time.
 */
#define FIRST_WAIT_MS 10

/* ---- waiting ---- */

/* Returns the number of events; 0: none yet, or a signal was handled; -1 with an exception pending. */
static int wait_for_events(
	struct bgproc_pool_obj *pool, struct bgproc_poll_event *events, struct bgproc_deadline deadline)
{
	int left = bgproc_deadline_poll(deadline), count;

	if (!zend_atomic_bool_load(&EG(vm_interrupt))) {
		count = bgproc_poll_set_wait(
			pool->set, events, EVENTS_MAX, left < 0 || left > FIRST_WAIT_MS ? FIRST_WAIT_MS : left);
		if (count > 0 || (count == 0 && left >= 0 && left <= FIRST_WAIT_MS)) {
			return count;
		}
		if (count < 0 && errno != EINTR) {
			bgproc_throw_status(BGPROC_ERR_INTERNAL, errno, "Cannot wait for the workers");
			return -1;
		}
	}
	/* Without a descriptor for the whole set, this only runs the handlers of signals. */
	count = bgproc_interruptible_poll(bgproc_poll_set_fd(pool->set),
		bgproc_poll_set_fd(pool->set) < 0 ? bgproc_deadline_in(0) : deadline);
	if (count < 0) {
		return -1;
	}
	/* A handler may have closed the pool. */
	return count == 1 && pool->open ? MAX(0, bgproc_poll_set_wait(pool->set, events, EVENTS_MAX, 0)) : 0;
}

static void serve_event(struct bgproc_pool_obj *pool, const struct bgproc_poll_event *event)
{
	struct bgproc_worker *worker;

	if (event->key == BGPROC_POOL_CONTROL_KEY) {
		if (pool->control.fd >= 0) {
			bgproc_reports_receive(pool);
		}
		return;
	}
	/* It may have ended by an earlier event of the same wait. */
	worker = pool->slots[event->key];
	if (!worker || worker->state == BGPROC_WORKER_GONE) {
		return;
	}
	if (event->writable) {
		bgproc_feed_flush(pool, worker);
	}
	if (event->readable && worker->state != BGPROC_WORKER_GONE) {
		bgproc_receive(pool, worker);
	}
}

/* Messages that are in our memory: no descriptor is readable because of them. */
static void receive_held(struct bgproc_pool_obj *pool)
{
	pool->more = false;
	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		struct bgproc_worker *worker = pool->slots[slot];

		if (worker && worker->state != BGPROC_WORKER_GONE && bgproc_ipc_channel_holds(&worker->channel)) {
			bgproc_receive(pool, worker);
		}
	}
}

/* Does what the time demands, and sends what was handed out. Returns when that is to be done again. */
static struct bgproc_deadline serve_time(struct bgproc_pool_obj *pool)
{
	struct bgproc_deadline soon = bgproc_deadline_earlier(bgproc_feed_level(pool), bgproc_spawn_again(pool));

	bgproc_feed_flush_all(pool);
	return bgproc_deadline_earlier(soon, bgproc_workers_overdue(pool));
}

int bgproc_turn_pump(struct bgproc_pool_obj *pool, struct bgproc_deadline deadline)
{
	struct bgproc_poll_event events[EVENTS_MAX];
	struct bgproc_deadline soon;
	int count;

	if (!pool->open) {
		return 1;
	}
	if (!bgproc_pool_mine(pool)) {
		return -1;
	}
	/* Calls that were taken back since, for example because one was cancelled. */
	bgproc_feed(pool);
	soon = serve_time(pool);
	count = wait_for_events(pool, events, pool->more ? bgproc_deadline_in(0) : bgproc_deadline_earlier(deadline, soon));
	if (count < 0 || !pool->open) {
		return count < 0 ? -1 : 1;
	}
	/* A signal handler may have forked. */
	if (!bgproc_pool_mine(pool)) {
		return -1;
	}
	if (pool->more) {
		receive_held(pool);
	}
	for (int i = 0; i < count; i++) {
		serve_event(pool, &events[i]);
	}
	bgproc_feed(pool);
	bgproc_feed_flush_all(pool);
	return count > 0 || pool->ended.count > 0 || !bgproc_deadline_passed(deadline);
}

/* ---- the stream ---- */

void bgproc_turn_alarm(struct bgproc_pool_obj *pool)
{
	struct bgproc_deadline at;

	/* A forked child shares the set and the alarm with the owner. */
	if (!pool->has_stream || !pool->open || pool->owner != bgproc_pid()) {
		return;
	}
	bgproc_feed(pool);
	at = serve_time(pool);
	if (pool->ended.count > 0 || pool->output || pool->more) {
		at = bgproc_deadline_in(0);
	}
	bgproc_poll_set_alarm(pool->set, at);
}

/* ---- until ---- */

void bgproc_turn_never(void)
{
	bgproc_throw_status(BGPROC_ERR_STATE, 0, "The future can never end: it waits for itself, or its pool is closed");
}

bool bgproc_turn_idle(const struct bgproc_pool_obj *pool)
{
	return pool->pending.count == 0 && pool->running == 0 && pool->ended.count == 0;
}

/* Until the call has ended, or with NULL until the pool is idle: 1; 0, -1 and 2 as in turn.h. */
static int drive(struct bgproc_pool_obj *pool, struct bgproc_call *call, struct bgproc_deadline deadline)
{
	int result = 1;

	for (;;) {
		if (bgproc_settle(pool) < 0) {
			return -1;
		}
		if (call ? bgproc_call_done(call) : bgproc_turn_idle(pool)) {
			return 1;
		}
		if (result == 0) {
			return 0;
		}
		if (bgproc_turn_idle(pool)) {
			return 2;
		}
		result = bgproc_turn_pump(pool, deadline);
		if (result < 0) {
			return -1;
		}
	}
}

static int until(struct bgproc_pool_obj *pool, struct bgproc_call *call, struct bgproc_deadline deadline)
{
	int result = drive(pool, call, deadline);

	bgproc_turn_alarm(pool);
	return result;
}

int bgproc_turn_until_done(struct bgproc_pool_obj *pool, struct bgproc_call *call, struct bgproc_deadline deadline)
{
	return until(pool, call, deadline);
}

int bgproc_turn_until_idle(struct bgproc_pool_obj *pool, struct bgproc_deadline deadline)
{
	return until(pool, NULL, deadline);
}

int bgproc_turn_dispatch(struct bgproc_pool_obj *pool, struct bgproc_deadline deadline)
{
	int count = bgproc_settle(pool), more, result;

	if (count != 0 || bgproc_turn_idle(pool)) {
		/* What has arrived meanwhile is handled too, but nothing is waited for. */
		deadline = bgproc_deadline_in(0);
	}
	while (count >= 0 && pool->open) {
		result = bgproc_turn_pump(pool, deadline);
		more = result < 0 ? -1 : bgproc_settle(pool);
		count = more < 0 ? -1 : count + more;
		if (result == 0 || count != 0 || bgproc_turn_idle(pool) || bgproc_deadline_passed(deadline)) {
			break;
		}
	}
	bgproc_turn_alarm(pool);
	return count;
}
