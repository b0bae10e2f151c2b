/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/queue.h"

#include "SAPI.h"
#include "php_main.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/uncaught.h"
#include "src/php/base/pending_exception.h"
#include "src/php/deferred/script_directory.h"
#include "src/php/deferred/shutdown_list.h"

#include <unistd.h>

/* Post-response tasks are never lost silently: the log reports how many are still queued at the end of the request. */
static void log_dropped(const struct bgproc_deferred *deferred)
{
	char message[160];

	if (!PG(log_errors) || !BGPROC_G(auto_run) || !deferred->pending || deferred->owner != getpid()) {
		return;
	}
	snprintf(message, sizeof message,
		"PHP Warning:  bgproc: the request ended before %u post-response task%s could run",
		(unsigned) deferred->pending, deferred->pending == 1 ? "" : "s");
	php_log_err(message);
}

static void free_row(struct bgproc_task_row *row)
{
	bgproc_callback_label_free(&row->label);
	if (row->error) {
		zend_string_release(row->error);
	}
}

static void report(zend_object *exception)
{
	if (exception) {
		bgproc_uncaught_report(exception, "Dropping a post-response task of an earlier request");
	}
}

/*
 * Frees the state of an earlier request. The state in the globals must already be that of the new request, because
 * destructors may use the functions. Exceptions of destructors belong to no caller and are reported; exit() can be pending
 * afterwards.
 */
static void release(struct bgproc_deferred *old)
{
	struct bgproc_task *task;

	bgproc_client_reset(&old->client);
	while ((task = bgproc_deferred_pop(old))) {
		report(bgproc_task_free(task));
	}
	for (uint32_t i = 0; i < old->row_count; i++) {
		free_row(&old->rows[i]);
	}
	if (old->rows) {
		efree(old->rows);
	}
	if (old->script) {
		efree(old->script);
	}
	bgproc_callback_label_free(&old->running_label);
	for (uint32_t i = 0; i < old->timer_count; i++) {
		OBJ_RELEASE(old->timers[i]);
		report(bgproc_exception_take());
	}
	if (old->timers) {
		efree(old->timers);
	}
}

struct bgproc_deferred *bgproc_deferred_new(void)
{
	return pecalloc(1, sizeof(struct bgproc_deferred), 1);
}

void bgproc_deferred_destroy(struct bgproc_deferred *deferred)
{
	pefree(deferred, 1);
}

struct bgproc_deferred *bgproc_deferred_enter(void)
{
	struct bgproc_deferred *deferred = BGPROC_G(deferred);
	struct bgproc_deferred old;
	double epoch = SG(global_request_time);

	if (UNEXPECTED(epoch == 0)) {
		epoch = sapi_get_request_time();
	}
	if (EXPECTED(deferred->epoch == epoch)) {
		return deferred;
	}
	if (deferred->epoch == 0 || deferred->draining) {
		deferred->epoch = epoch;
		return deferred;
	}
	log_dropped(deferred);
	old = *deferred;
	memset(deferred, 0, sizeof *deferred);
	deferred->epoch = epoch;
	/* The list of shutdown functions belongs to the script, not to its requests. */
	deferred->armed = old.armed;
	deferred->position = old.position;
	release(&old);
	return deferred;
}

/* Reserves space for the results of all queued tasks and one more. */
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
 * A script that never ends, and whose requests have no time of their own, would collect results without a limit. When there
 * are very many, the older half of the results from before the present queue is dropped.
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
		free_row(&deferred->rows[i]);
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
	bgproc_shutdown_list_arm(deferred);
	if (UNEXPECTED(!deferred->script)) {
		deferred->script = bgproc_script_directory_remember();
	}
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

bool bgproc_task_free_step(struct bgproc_task *task)
{
	HashTable *named = task->named;

	bgproc_callback_free(&task->callback);
	while (task->argc > 0 && !EG(exception)) {
		zval arg;

		/* Counted down first: if the destructor ends in a fatal error, the argument must not be freed a second time. */
		ZVAL_COPY_VALUE(&arg, &task->args[--task->argc]);
		if (Z_REFCOUNTED(arg)) {
			zval_ptr_dtor(&arg);
		}
	}
	if (named && !EG(exception)) {
		task->named = NULL;
		zend_array_release(named);
	}
	if (EG(exception)) {
		return false;
	}
	efree(task);
	return true;
}

zend_object *bgproc_task_free(struct bgproc_task *task)
{
	zend_object *exception = bgproc_exception_take();
	zend_object *pending = EG(exception);

	EG(exception) = NULL;
	while (!bgproc_task_free_step(task)) {
		zend_object *later = bgproc_exception_take();

		exception = bgproc_exception_join(exception, later, NULL);
		if (later) {
			continue;
		}
		if (pending) {
			OBJ_RELEASE(pending);
		}
		if (CG(unclean_shutdown)) {
			/* After a fatal error PHP frees its whole heap. */
			return exception;
		}
		pending = EG(exception);
		EG(exception) = NULL;
	}
	EG(exception) = pending;
	return exception;
}

void bgproc_deferred_rshutdown(void)
{
	struct bgproc_deferred *deferred = BGPROC_G(deferred);
	struct bgproc_deferred old = *deferred;

	if (deferred->epoch == 0) {
		return;
	}
	log_dropped(&old);
	bgproc_client_reset(&old.client);
	memset(deferred, 0, sizeof *deferred);
	/* After a fatal error nothing is freed here, because PHP frees its whole heap. */
	if (!CG(unclean_shutdown)) {
		zend_try
		{
			release(&old);
		}
		zend_end_try();
	}
	/* A destructor may have used the functions again. */
	memset(deferred, 0, sizeof *deferred);
}
