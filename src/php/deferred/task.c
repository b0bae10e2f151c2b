/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/task.h"

#include "php_main.h"

#include "php_bgproc.h"
#include "src/php/deferred/new_relic.h"
#include "src/php/deferred/queue.h"
#include "src/php/deferred/results.h"
#include "src/php/base/uncaught.h"
#include "src/php/base/pending_exception.h"
#include "src/platform/clock.h"

zend_string *bgproc_task_last_error(void)
{
	return PG(last_error_message) ? zend_string_copy(PG(last_error_message)) : NULL;
}

void bgproc_task_restart_time_limit(zend_long seconds)
{
	zend_unset_timeout();
	zend_set_timeout(seconds, true);
}

/* The result of a task so far. Both exceptions are owned. */
struct result {
	bool exited;
	bool died;
	zend_object *exception;
	zend_object *left; /* an exception that cannot be a previous exception of the other */
};

/* Adds what is pending to the result. A task has one failure, even if it and its destructors throw several exceptions. */
static void take(struct result *result, struct bgproc_drain *drain)
{
	zend_object *exception, *left;
	enum bgproc_outcome outcome = bgproc_outcome_take(&exception);

	bgproc_drain_note(drain, outcome);
	result->exited = result->exited || outcome == BGPROC_EXITED || outcome == BGPROC_ABANDONED;
	result->died = result->died || outcome == BGPROC_DIED;
	result->exception = bgproc_exception_join(result->exception, exception, &left);
	result->left = bgproc_exception_join(result->left, left, NULL);
}

static enum bgproc_task_state state_of(const struct result *result)
{
	if (result->died) {
		return BGPROC_TASK_FATAL;
	}
	if (result->exception) {
		return BGPROC_TASK_FAILED;
	}
	return result->exited ? BGPROC_TASK_EXITED : BGPROC_TASK_OK;
}

static void fail(struct bgproc_deferred *deferred, struct bgproc_drain *drain, const struct result *result)
{
	char what[256];
	zend_long number = deferred->running_number;
	zend_string *name = bgproc_callback_label_text(&deferred->running_label);

	if (!drain->task_failed) {
		drain->task_failed = true;
		drain->first_task_failure = Z_ISUNDEF(drain->failures) ? 0 : zend_hash_num_elements(Z_ARRVAL(drain->failures));
	}
	snprintf(what, sizeof what, "Post-response task " ZEND_LONG_FMT " (%s)", number, ZSTR_VAL(name));
	zend_string_release(name);
	bgproc_deferred_end(deferred, BGPROC_TASK_FAILED, bgproc_uncaught_text(result->exception));
	bgproc_drain_add_failure(drain, result->exception, what);
	if (result->left) {
		bgproc_drain_add_failure(drain, result->left, what);
	}
	deferred->clock_ns = bgproc_stopwatch_ns();
}

static void call(struct result *result, struct bgproc_drain *drain, struct bgproc_task *task)
{
	zval value;

	if (drain->monitored) {
		bgproc_new_relic_begin_task(&task->callback);
		take(result, drain);
	}
	if (result->exception || result->exited || result->died) {
		return;
	}
	bgproc_callback_call(&task->callback, task->argc, task->args, task->named, &value);
	if (Z_REFCOUNTED(value)) {
		zval_ptr_dtor(&value);
	}
	take(result, drain);
}

/* Takes away the pending end of a destroyed fiber until the task is freed. */
static zend_object *set_aside(const struct result *result)
{
	zend_object *pending = NULL;

	if (!result->died) {
		pending = EG(exception);
		EG(exception) = NULL;
	}
	return pending;
}

static void put_back(zend_object *pending, const struct result *result)
{
	if (!pending) {
		return;
	}
	if (EG(exception) || result->died) {
		OBJ_RELEASE(pending);
	} else {
		EG(exception) = pending;
	}
}

void bgproc_task_run(struct bgproc_deferred *deferred, struct bgproc_drain *drain, struct bgproc_task *task)
{
	struct result result = {0};
	zend_object *aside;

	if (BGPROC_G(task_time_limit) >= 0) {
		bgproc_task_restart_time_limit(BGPROC_G(task_time_limit));
	}
	bgproc_deferred_begin(deferred, task);
	call(&result, drain, task);
	bgproc_deferred_returned(deferred);
	/*
	 * The destructors of what the task held belong to the task: they may throw and exit as well. Nothing is pending when they
	 * run.
	 */
	aside = set_aside(&result);
	while (!result.died && !bgproc_task_free_step(task)) {
		take(&result, drain);
	}
	put_back(aside, &result);

	if (UNEXPECTED(result.exception && !result.died)) {
		fail(deferred, drain, &result);
	} else {
		enum bgproc_task_state state = state_of(&result);

		bgproc_deferred_end(deferred, state, state == BGPROC_TASK_FATAL ? bgproc_task_last_error() : NULL);
	}
	if (drain->monitored && !bgproc_drain_over(drain)) {
		bgproc_new_relic_end_task();
		bgproc_drain_collect(drain, "Monitoring of a post-response task");
		deferred->clock_ns = bgproc_stopwatch_ns();
	}
}

void bgproc_task_skip(struct bgproc_deferred *deferred, struct bgproc_drain *drain, struct bgproc_task *task, const char *reason)
{
	bgproc_deferred_end_unrun(deferred, task, BGPROC_TASK_SKIPPED, reason);
	while (!bgproc_task_free_step(task)) {
		bgproc_drain_collect(drain, "Dropping a post-response task");
		if (bgproc_drain_over(drain)) {
			break;
		}
	}
	deferred->clock_ns = bgproc_stopwatch_ns();
}
