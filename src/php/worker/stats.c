/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/stats.h"
#include "src/php/base/usage.h"
#include "src/php/worker/call/message.h"

static void add_count(zval *array, const char *name, uint64_t count)
{
	add_assoc_long(array, name, (zend_long) count);
}

static uint64_t count_results(const struct bgproc_pool_counts *counts)
{
	uint64_t all = 0;

	for (int i = 0; counts->durations && i < BGPROC_DURATION_STEPS; i++) {
		all += counts->durations[i];
	}
	return all;
}

/* The duration below which that part of the calls has ended, in seconds. */
static double quantile(const struct bgproc_pool_counts *counts, uint64_t all, double part)
{
	uint64_t below = 0;

	for (uint16_t i = 0; i < BGPROC_DURATION_STEPS; i++) {
		below += counts->durations[i];
		if ((double) below >= part * (double) all) {
			return bgproc_duration_of_step(i) / 1e9;
		}
	}
	return 0;
}

static void add_durations(const struct bgproc_pool_counts *counts, zval *array)
{
	uint64_t all = count_results(counts);
	zval durations;

	array_init(&durations);
	if (all == 0) {
		add_assoc_null(&durations, "mean");
		add_assoc_null(&durations, "p50");
		add_assoc_null(&durations, "p99");
	} else {
		add_assoc_double(&durations, "mean", counts->duration_sum_ns / (double) all / 1e9);
		add_assoc_double(&durations, "p50", quantile(counts, all, 0.50));
		add_assoc_double(&durations, "p99", quantile(counts, all, 0.99));
	}
	add_assoc_zval(array, "call_seconds", &durations);
}

static const char *state_of(const struct bgproc_worker *worker)
{
	switch (worker->state) {
		case BGPROC_WORKER_STARTING:
			return "starting";
		case BGPROC_WORKER_READY:
			return worker->calls.count > 0 ? "busy" : "idle";
		default:
			return "retiring";
	}
}

static void add_worker(const struct bgproc_pool_obj *pool, const struct bgproc_worker *worker, zval *list)
{
	const struct bgproc_board_slot *board = &pool->board.slots[worker->slot];
	zval row;

	array_init(&row);
	add_assoc_long(&row, "pid", worker->pid);
	add_assoc_string(&row, "state", state_of(worker));
	add_count(&row, "calls", atomic_load(&board->calls));
	add_assoc_double(&row, "busy_seconds", (double) atomic_load(&board->busy_ns) / 1e9);
	add_assoc_double(&row, "age", (double) (bgproc_stopwatch_ns() - worker->since_ns) / 1e9);
	add_next_index_zval(list, &row);
}

void bgproc_pool_stats(const struct bgproc_pool_obj *pool, zval *return_value)
{
	const struct bgproc_pool_counts *counts = &pool->counts;
	zend_long busy = 0;
	zval processes, usage;

	array_init(&processes);
	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		const struct bgproc_worker *worker = pool->slots[slot];

		if (worker) {
			busy += worker->state == BGPROC_WORKER_READY && worker->calls.count > 0;
			/*
			 * Before it is forked there is no process, and the board still has the numbers of the one before. A pid 0 would mean
			 * the group of the caller in kill().
			 */
			if (worker->pid > 0) {
				add_worker(pool, worker, &processes);
			}
		}
	}
	array_init(return_value);
	add_assoc_long(return_value, "workers", bgproc_pool_living(pool));
	add_assoc_long(return_value, "idle", pool->in_state[BGPROC_WORKER_READY] - busy);
	add_assoc_long(return_value, "busy", busy);
	add_assoc_long(return_value, "pending", (zend_long) pool->pending.count);
	add_count(return_value, "completed", counts->completed);
	add_count(return_value, "failed", counts->failed);
	add_count(return_value, "timed_out", counts->timed_out);
	add_count(return_value, "lost", counts->lost);
	add_count(return_value, "respawned", counts->respawned);
	add_count(return_value, "bytes_sent", counts->bytes_sent);
	add_count(return_value, "bytes_received", counts->bytes_received);
	add_durations(counts, return_value);
	bgproc_usage_array(&usage, &counts->ended);
	add_assoc_zval(return_value, "usage", &usage);
	add_assoc_zval(return_value, "processes", &processes);
}
