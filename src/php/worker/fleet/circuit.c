/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/circuit.h"
#include "src/php/base/exceptions.h"

#define PAUSE_FIRST_MS 100
#define PAUSE_MAX_MS 30000

static void set_reason(struct bgproc_pool_circuit *circuit, zend_string *reason)
{
	if (circuit->reason) {
		zend_string_release(circuit->reason);
	}
	circuit->reason = reason;
}

void bgproc_circuit_crash(struct bgproc_pool_obj *pool, zend_string *reason)
{
	struct bgproc_pool_circuit *circuit = &pool->circuit;

	set_reason(circuit, reason);
	if (circuit->pause_ms > 0) {
		circuit->pause_ms = MIN(2 * circuit->pause_ms, PAUSE_MAX_MS);
	} else if (!bgproc_deadline_passed(circuit->crashes[(circuit->crash_next + 1) % BGPROC_CRASHES_MAX]) &&
		circuit->crashes[(circuit->crash_next + 1) % BGPROC_CRASHES_MAX].ms != 0) {
		/* With this one, as many as fit into the list are within the time. */
		circuit->pause_ms = PAUSE_FIRST_MS;
	}
	circuit->crashes[circuit->crash_next] = bgproc_deadline_in(BGPROC_CRASHES_WITHIN_MS);
	circuit->crash_next = (circuit->crash_next + 1) % BGPROC_CRASHES_MAX;
	bgproc_circuit_apply(pool);
}

void bgproc_circuit_break(struct bgproc_pool_obj *pool, const char *reason)
{
	set_reason(&pool->circuit, zend_string_init(reason, strlen(reason), 0));
	pool->circuit.pause_ms = PAUSE_MAX_MS;
	pool->circuit.broken = true;
	bgproc_circuit_apply(pool);
}

bool bgproc_circuit_close(struct bgproc_pool_obj *pool)
{
	bool was_open = pool->circuit.pause_ms > 0;

	memset(pool->circuit.crashes, 0, sizeof pool->circuit.crashes);
	pool->circuit.pause_ms = 0;
	return was_open;
}

void bgproc_circuit_refuse(struct bgproc_pool_obj *pool, struct bgproc_call *call)
{
	zend_string *text = zend_strpprintf(0, "The call was not started%s: %s",
		pool->circuit.broken ? "" : ", because the workers of the pool die again and again",
		pool->circuit.reason ? ZSTR_VAL(pool->circuit.reason) : "the reason is unknown");

	bgproc_call_fail(call, BGPROC_CALL_LOST, bgproc_worker_lost_create(text, 0, 0, -1, false));
	zend_string_release(text);
	pool->counts.lost++;
	bgproc_call_list_add(&pool->ended, call);
}

void bgproc_circuit_apply(struct bgproc_pool_obj *pool)
{
	struct bgproc_call *call;

	while (bgproc_circuit_open(pool) && (call = bgproc_call_list_take(&pool->pending))) {
		bgproc_circuit_refuse(pool, call);
	}
}
