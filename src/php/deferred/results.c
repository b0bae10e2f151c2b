/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/results.h"

#include "SAPI.h"

#include "src/platform/clock.h"

static const char *const state_names[] = {
	[BGPROC_TASK_OK] = "ok",
	[BGPROC_TASK_FAILED] = "failed",
	[BGPROC_TASK_EXITED] = "exited",
	[BGPROC_TASK_FATAL] = "fatal",
	[BGPROC_TASK_SKIPPED] = "skipped",
	[BGPROC_TASK_CANCELLED] = "cancelled",
};

/*
 * For a short task, reading the clock is the main cost beside the call. After so many tasks their times are measured by a
 * cheaper clock, with the resolution of a tick of the kernel.
 */
#define EXACT_ROWS 100

void bgproc_deferred_begin(struct bgproc_deferred *deferred, const struct bgproc_task *task)
{
	deferred->running = true;
	deferred->running_number = task->number;
	bgproc_callback_label_init(&deferred->running_label, &task->callback);
	deferred->running_memory = (zend_long) zend_memory_usage(false);
	deferred->running_growth = 0;
}

void bgproc_deferred_returned(struct bgproc_deferred *deferred)
{
	deferred->running_growth = (zend_long) zend_memory_usage(false) - deferred->running_memory;
}

void bgproc_deferred_end(struct bgproc_deferred *deferred, enum bgproc_task_state state, zend_string *error)
{
	struct bgproc_task_row *row = &deferred->rows[deferred->row_count++];
	uint64_t now_ns = deferred->row_count <= EXACT_ROWS ? bgproc_stopwatch_ns() : bgproc_stopwatch_coarse_ns();

	row->number = deferred->running_number;
	row->label = deferred->running_label;
	row->state = state;
	row->elapsed_ns = now_ns > deferred->clock_ns ? now_ns - deferred->clock_ns : 0;
	deferred->clock_ns = now_ns;
	row->memory = deferred->running_growth;
	row->error = error;
	row->reason = NULL;
	memset(&deferred->running_label, 0, sizeof deferred->running_label);
	deferred->running = false;
}

void bgproc_deferred_end_unrun(struct bgproc_deferred *deferred, const struct bgproc_task *task,
	enum bgproc_task_state state, const char *reason)
{
	struct bgproc_task_row *row = &deferred->rows[deferred->row_count++];

	memset(row, 0, sizeof *row);
	row->number = task->number;
	bgproc_callback_label_init(&row->label, &task->callback);
	row->state = state;
	row->reason = reason;
}

static void row_to_array(const struct bgproc_task_row *row, zval *array)
{
	array_init_size(array, 6);
	add_assoc_long(array, "number", row->number);
	add_assoc_str(array, "name", bgproc_callback_label_text(&row->label));
	add_assoc_string(array, "state", state_names[row->state]);
	add_assoc_double(array, "seconds", (double) row->elapsed_ns / 1e9);
	add_assoc_long(array, "memory", row->memory);
	if (row->error) {
		add_assoc_str(array, "error", zend_string_copy(row->error));
	} else if (row->reason) {
		add_assoc_string(array, "error", row->reason);
	} else {
		add_assoc_null(array, "error");
	}
}

void bgproc_deferred_status(struct bgproc_deferred *deferred, zval *status)
{
	const char *function = deferred->client.function;
	zval results;

	if (!function) {
		function = bgproc_client_function();
	}
	array_init_size(status, 7);
	add_assoc_string(status, "state", deferred->draining ? "running" : deferred->drained ? "done"
																						 : "idle");
	add_assoc_string(status, "sapi", sapi_module.name);
	if (function) {
		add_assoc_string(status, "function", function);
	} else {
		add_assoc_null(status, "function");
	}
	add_assoc_bool(status, "finished", deferred->client.released);
	add_assoc_bool(status, "keepalive", deferred->client.keepalive);
	add_assoc_long(status, "pending", deferred->pending);
	array_init_size(&results, deferred->row_count);
	for (uint32_t i = 0; i < deferred->row_count; i++) {
		zval row;

		row_to_array(&deferred->rows[i], &row);
		add_next_index_zval(&results, &row);
	}
	add_assoc_zval(status, "results", &results);
}
