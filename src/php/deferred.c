/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred.h"

#include "SAPI.h"
#include "php_main.h"

#include "php_bgproc.h"
#include "src/php/exceptions.h"
#include "src/php/timer.h"

#include <unistd.h>

/* What is left of a queue that nobody ran is said in the log: post-response tasks are never lost without a word. */
static void log_dropped(const struct bgproc_deferred *deferred)
{
	char message[160];

	if (!BGPROC_G(auto_run) || !deferred->pending || deferred->owner != getpid()) {
		return;
	}
	snprintf(message, sizeof message,
		"PHP Warning:  bgproc: the request ended before %u post-response task%s could run",
		(unsigned) deferred->pending, deferred->pending == 1 ? "" : "s");
	php_log_err(message);
}

/* Empties the state first: what is freed afterwards may run destructors, which may use the functions again. */
static void forget(struct bgproc_deferred *deferred)
{
	struct bgproc_deferred old = *deferred;
	struct bgproc_task *task;

	memset(deferred, 0, sizeof *deferred);
	bgproc_client_reset(&old.client);
	while ((task = bgproc_deferred_pop(&old))) {
		bgproc_task_free(task);
	}
	for (uint32_t i = 0; i < old.row_count; i++) {
		bgproc_callback_label_free(&old.rows[i].label);
		if (old.rows[i].error) {
			zend_string_release(old.rows[i].error);
		}
	}
	if (old.rows) {
		efree(old.rows);
	}
	bgproc_callback_label_free(&old.running_label);
	bgproc_timers_free(old.timers, old.timer_count);
}

struct bgproc_deferred *bgproc_deferred_enter(void)
{
	struct bgproc_deferred *deferred = &BGPROC_G(deferred);
	double epoch = SG(global_request_time);

	if (UNEXPECTED(epoch == 0)) {
		epoch = sapi_get_request_time();
	}
	if (EXPECTED(deferred->epoch == epoch)) {
		return deferred;
	}
	if (deferred->epoch != 0 && !deferred->draining) {
		bool armed = deferred->armed;
		uint32_t position = deferred->position;

		log_dropped(deferred);
		forget(deferred);
		/* The list of shutdown functions belongs to the script, not to its requests. */
		deferred->armed = armed;
		deferred->position = position;
	}
	deferred->epoch = epoch;
	return deferred;
}

/* Space for the results of every task that waits. */
static void reserve_row(struct bgproc_deferred *deferred)
{
	uint32_t needed = deferred->row_count + deferred->pending + (deferred->running ? 1 : 0) + 1;

	if (needed > deferred->row_space) {
		uint32_t space = deferred->row_space < 8 ? 8 : deferred->row_space + deferred->row_space / 2;

		deferred->rows = safe_erealloc(deferred->rows, space, sizeof *deferred->rows, 0);
		deferred->row_space = space;
	}
}

/*
 * Scripts that serve for ever without a new time of request would collect results for ever: of those before the present
 * queue the older half goes when there are very many.
 */
static void trim_rows(struct bgproc_deferred *deferred)
{
	uint32_t keep = (uint32_t) MIN(BGPROC_G(max_tasks), 100000);
	uint32_t drop;

	if (deferred->pending || deferred->draining || deferred->row_count < 2 * keep) {
		return;
	}
	drop = deferred->row_count - keep;
	for (uint32_t i = 0; i < drop; i++) {
		bgproc_callback_label_free(&deferred->rows[i].label);
		if (deferred->rows[i].error) {
			zend_string_release(deferred->rows[i].error);
		}
	}
	memmove(deferred->rows, deferred->rows + drop, keep * sizeof *deferred->rows);
	deferred->row_count = keep;
}

zend_long bgproc_deferred_add(const zend_fcall_info *fci, const zend_fcall_info_cache *fcc, uint32_t argc,
	const zval *args, HashTable *named)
{
	struct bgproc_deferred *deferred = bgproc_deferred_enter();
	struct bgproc_task *task;

	if (!deferred->pending && !deferred->draining) {
		deferred->owner = getpid();
		deferred->added = 0;
		trim_rows(deferred);
	}
	if (deferred->added >= BGPROC_G(max_tasks)) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"Too many post-response tasks: bgproc.max_tasks allows " ZEND_LONG_FMT " before the queue is empty again",
			BGPROC_G(max_tasks));
		return 0;
	}
	bgproc_deferred_arm(deferred);
	reserve_row(deferred);

	task = emalloc(sizeof *task + argc * sizeof(zval));
	task->next = NULL;
	task->number = ++deferred->last_number;
	bgproc_callback_init(&task->callback, fci, fcc);
	task->named = named ? zend_array_dup(named) : NULL;
	task->argc = argc;
	for (uint32_t i = 0; i < argc; i++) {
		ZVAL_COPY(&task->args[i], &args[i]);
	}
	if (deferred->tail) {
		deferred->tail->next = task;
	} else {
		deferred->head = task;
	}
	deferred->tail = task;
	deferred->pending++;
	deferred->added++;
	return task->number;
}

struct bgproc_task *bgproc_deferred_pop(struct bgproc_deferred *deferred)
{
	struct bgproc_task *task = deferred->head;

	if (task) {
		deferred->head = task->next;
		if (!deferred->head) {
			deferred->tail = NULL;
		}
		deferred->pending--;
	}
	return task;
}

struct bgproc_task *bgproc_deferred_remove(struct bgproc_deferred *deferred, zend_long number)
{
	struct bgproc_task *before = NULL;

	for (struct bgproc_task *task = deferred->head; task; before = task, task = task->next) {
		if (task->number != number) {
			continue;
		}
		if (!before) {
			return bgproc_deferred_pop(deferred);
		}
		before->next = task->next;
		if (deferred->tail == task) {
			deferred->tail = before;
		}
		deferred->pending--;
		return task;
	}
	return NULL;
}

void bgproc_task_free(struct bgproc_task *task)
{
	HashTable *named = task->named;

	task->named = NULL;
	bgproc_callback_free(&task->callback);
	while (task->argc > 0) {
		zval arg;

		/* Counted down first: a destructor that dies must not have it freed a second time. */
		ZVAL_COPY_VALUE(&arg, &task->args[--task->argc]);
		if (Z_REFCOUNTED(arg)) {
			zval_ptr_dtor(&arg);
		}
	}
	if (named) {
		zend_array_release(named);
	}
	efree(task);
}

void bgproc_deferred_rshutdown(void)
{
	struct bgproc_deferred *deferred = &BGPROC_G(deferred);

	if (deferred->epoch == 0) {
		return;
	}
	log_dropped(deferred);
	bgproc_client_reset(&deferred->client);
	if (!CG(unclean_shutdown)) {
		zend_try
		{
			forget(deferred);
		}
		zend_end_try();
	}
	/* After a fatal error nothing is freed piece by piece: PHP throws the whole heap away. */
	memset(deferred, 0, sizeof *deferred);
}
