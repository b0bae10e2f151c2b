/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/reports.h"
#include "src/php/worker/fleet/circuit.h"
#include "src/php/worker/fleet/lost.h"
#include "src/php/worker/fleet/receive.h"
#include "src/php/worker/fleet/spawn.h"
#include "src/php/worker/fleet/workers.h"
#include "src/php/worker/fleet/zygote_process.h"

/*
 * A death counts as a crash when the worker has never done anything, and nobody has wanted its end. One that was killed
 * because it did not get ready, or because its channel had closed, has not been wanted.
 */
static bool is_crash(const struct bgproc_worker *worker, const struct bgproc_worker_report *report)
{
	return worker->completed == 0 && !worker->retired && !report->timed_out;
}

static void count_usage(struct bgproc_usage *sum, const struct bgproc_usage *usage)
{
	sum->user_us += usage->user_us;
	sum->system_us += usage->system_us;
	if (usage->max_rss_kib > sum->max_rss_kib) {
		sum->max_rss_kib = usage->max_rss_kib;
	}
}

static void exited(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, const struct bgproc_worker_report *report)
{
	bool surplus = worker->surplus, crash;

	/* What it has sent before its end counts. */
	bgproc_receive_rest(pool, worker);
	crash = is_crash(worker, report);
	count_usage(&pool->counts.ended, &report->usage);
	bgproc_lost_calls(pool, worker, report);
	bgproc_worker_enter(pool, worker, BGPROC_WORKER_RETIRING);
	if (crash) {
		bgproc_circuit_crash(pool, bgproc_lost_reason(worker, report));
	}
	bgproc_worker_forget(pool, worker);
	if (!surplus) {
		pool->counts.respawned += !pool->closing;
	}
	bgproc_spawn_fill(pool);
}

static void take_report(struct bgproc_pool_obj *pool, const struct bgproc_worker_report *report)
{
	struct bgproc_worker *worker = report->slot < BGPROC_POOL_SLOTS ? pool->slots[report->slot] : NULL;

	if (!worker || worker->generation != report->generation) {
		return;
	}
	switch (report->kind) {
		case BGPROC_REPORT_SPAWNED:
			worker->pid = report->pid;
			if (pool->options.timeout_ms > 0) {
				worker->ready_until = bgproc_deadline_in(pool->options.timeout_ms);
			}
			break;
		case BGPROC_REPORT_NOT_SPAWNED:
			bgproc_worker_enter(pool, worker, BGPROC_WORKER_RETIRING);
			bgproc_worker_forget(pool, worker);
			bgproc_spawn_failed(pool, report->sys_errno);
			bgproc_spawn_fill(pool);
			break;
		case BGPROC_REPORT_EXITED:
			exited(pool, worker, report);
			break;
	}
}

/* The zygote has ended, and all workers with it. */
static void orphaned(struct bgproc_pool_obj *pool)
{
	struct bgproc_worker_report report = {.kind = BGPROC_REPORT_EXITED};

	bgproc_zygote_end(pool);
	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		if (pool->slots[slot]) {
			pool->slots[slot]->retired = true;
		}
	}
	while (pool->slots_used > 0) {
		struct bgproc_worker *worker = pool->slots[pool->slots_used - 1];

		report.pid = worker->pid;
		exited(pool, worker, &report);
	}
	/* Nobody forks workers any more. */
	bgproc_circuit_break(pool, "the zygote of the pool has ended, and the workers with it");
}

void bgproc_reports_receive(struct bgproc_pool_obj *pool)
{
	struct bgproc_worker_report report;

	for (;;) {
		switch (bgproc_control_next_report(&pool->control, &report)) {
			case BGPROC_CONTROL_OK:
				take_report(pool, &report);
				break;
			case BGPROC_CONTROL_EMPTY:
				return;
			case BGPROC_CONTROL_GONE:
				orphaned(pool);
				return;
		}
	}
}
