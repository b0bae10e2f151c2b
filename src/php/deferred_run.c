/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred_run.h"

#include "SAPI.h"
#include "zend_exceptions.h"
#include "zend_observer.h"

#include "php_bgproc.h"
#include "src/php/apm.h"
#include "src/php/background_processing.h"
#include "src/php/compat.h"
#include "src/php/failure.h"
#include "src/php/timer.h"
#include "src/platform/clock.h"

/* What a call into PHP left behind. */
enum outcome {
	WENT_WELL,
	THREW,     /* the exception was taken away and belongs to the caller */
	EXITED,    /* exit(); taken away */
	ABANDONED, /* the fiber is being destroyed; still pending */
	DIED,      /* a fatal error that unwinds instead of jumping, as some builds report exhausted memory; still pending */
};

/* CG(unclean_shutdown) was false before the call: it tells DIED from EXITED. */
static enum outcome take_outcome(zend_object **exception)
{
	zend_object *pending = EG(exception);

	*exception = NULL;
	if (EXPECTED(!pending)) {
		return WENT_WELL;
	}
	if (zend_is_graceful_exit(pending)) {
		return ABANDONED;
	}
	if (zend_is_unwind_exit(pending)) {
		if (CG(unclean_shutdown)) {
			return DIED;
		}
		zend_clear_exception();
		return EXITED;
	}
	GC_ADDREF(pending);
	zend_clear_exception();
	*exception = pending;
	return THREW;
}

static void note(struct bgproc_drain *drain, enum outcome outcome)
{
	drain->exited = drain->exited || outcome == EXITED;
	drain->abandoned = drain->abandoned || outcome == ABANDONED;
	drain->fatal = drain->fatal || outcome == DIED;
}

/* Takes the exception over. what begins the warning of an automatic run. */
static void add_failure(struct bgproc_drain *drain, zend_object *exception, const char *what)
{
	zval failure;

	if (drain->automatic) {
		bgproc_failure_report(exception, what);
		note(drain, take_outcome(&exception));
		return;
	}
	if (Z_ISUNDEF(drain->failures)) {
		array_init(&drain->failures);
	}
	ZVAL_OBJ(&failure, exception);
	add_next_index_zval(&drain->failures, &failure);
}

/* For everything that is not a task: timers, callbacks of output buffers, destructors of tasks that never ran. */
static void collect(struct bgproc_drain *drain, const char *what)
{
	zend_object *exception;

	note(drain, take_outcome(&exception));
	if (exception) {
		add_failure(drain, exception, what);
	}
}

bool bgproc_deferred_finish(struct bgproc_deferred *deferred)
{
	bool released;

	if (!bgproc_client_close_session()) {
		return false;
	}
	bgproc_client_ignore_abort(&deferred->client);
	released = bgproc_client_release(&deferred->client);
	bgproc_client_settle(&deferred->client);
	return released;
}

/* False: the session could not be saved, and the caller is to hear of it while the client is still there. */
static bool release(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	if (!bgproc_client_close_session()) {
		if (!drain->automatic) {
			return false;
		}
		collect(drain, "Saving the session before post-response tasks");
	}
	bgproc_client_ignore_abort(&deferred->client);
	bgproc_client_release(&deferred->client);
	collect(drain, "A callback of an output buffer before post-response tasks");
	return true;
}

/* Two exceptions of one task become one: the later one, with the earlier one behind it. */
static zend_object *join(zend_object *earlier, zend_object *later)
{
	if (earlier && earlier == later) {
		OBJ_RELEASE(earlier);
	} else if (earlier && later) {
		zend_exception_set_previous(later, earlier);
	}
	return later ? later : earlier;
}

static enum bgproc_task_state state_of(enum outcome called, enum outcome freed, const zend_object *exception)
{
	if (called == DIED || freed == DIED) {
		return BGPROC_TASK_FATAL;
	}
	if (exception) {
		return BGPROC_TASK_FAILED;
	}
	return called == WENT_WELL && freed == WENT_WELL ? BGPROC_TASK_OK : BGPROC_TASK_EXITED;
}

static zend_string *last_error(void)
{
	return PG(last_error_message) ? zend_string_copy(PG(last_error_message)) : NULL;
}

static void fail_task(struct bgproc_deferred *deferred, struct bgproc_drain *drain, zend_object *exception)
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
	bgproc_deferred_end(deferred, BGPROC_TASK_FAILED, bgproc_failure_text(exception));
	add_failure(drain, exception, what);
	deferred->clock_ns = bgproc_stopwatch_ns();
}

/* As set_time_limit() does. 0: none; PHP's function would then leave the old one running. */
static void restart_time_limit(zend_long seconds)
{
	zend_unset_timeout();
	zend_set_timeout(seconds, true);
}

/* Runs a task and frees it. To the task belongs what it holds: destructors may throw and exit as well. */
static void run_task(struct bgproc_deferred *deferred, struct bgproc_drain *drain, struct bgproc_task *task)
{
	zend_object *exception, *later = NULL;
	enum outcome called, freed;
	enum bgproc_task_state state;
	zval result;

	if (BGPROC_G(task_time_limit) >= 0) {
		restart_time_limit(BGPROC_G(task_time_limit));
	}
	bgproc_deferred_begin(deferred, task);
	if (drain->monitored) {
		bgproc_apm_begin_task(&task->callback);
	}
	if (EXPECTED(!EG(exception))) {
		bgproc_callback_call(&task->callback, task->argc, task->args, task->named, &result);
		if (Z_REFCOUNTED(result)) {
			zval_ptr_dtor(&result);
		}
	}
	called = take_outcome(&exception);
	bgproc_deferred_returned(deferred);
	if (called == DIED) {
		freed = WENT_WELL;
	} else {
		bgproc_task_free(task);
		freed = take_outcome(&later);
	}
	exception = join(exception, later);
	note(drain, called);
	note(drain, freed);

	state = state_of(called, freed, exception);
	if (state == BGPROC_TASK_FAILED) {
		fail_task(deferred, drain, exception);
	} else {
		bgproc_deferred_end(deferred, state, state == BGPROC_TASK_FATAL ? last_error() : NULL);
	}
	if (drain->monitored && !drain->fatal && !drain->abandoned) {
		bgproc_apm_end_task();
		collect(drain, "Monitoring of a post-response task");
		deferred->clock_ns = bgproc_stopwatch_ns();
	}
}

static void skip_task(struct bgproc_deferred *deferred, struct bgproc_drain *drain, struct bgproc_task *task,
	const char *reason)
{
	bgproc_deferred_end_unrun(deferred, task, BGPROC_TASK_SKIPPED, reason);
	bgproc_task_free(task);
	collect(drain, "Dropping a post-response task");
	deferred->clock_ns = bgproc_stopwatch_ns();
}

static bool over(const struct bgproc_drain *drain)
{
	return drain->fatal || drain->abandoned;
}

static void stop_timers(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	/* A timer may add another one. */
	for (uint32_t i = 0; i < deferred->timer_count && !over(drain); i++) {
		bgproc_timer_stop(deferred->timers[i]);
		collect(drain, "A timer before post-response tasks");
	}
}

static void run_queue(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	uint64_t started_ns = bgproc_stopwatch_ns();
	struct bgproc_task *task;
	const char *reason = NULL;

	drain->started = true;
	deferred->clock_ns = started_ns;
	while (!over(drain) && (task = bgproc_deferred_pop(deferred))) {
		if (!reason && BGPROC_G(task_budget) > 0 &&
			(double) (deferred->clock_ns - started_ns) / 1e9 >= BGPROC_G(task_budget)) {
			reason = "bgproc.task_budget was used up";
		}
		if (!reason && drain->stop_on_error && drain->task_failed) {
			reason = "an earlier task failed";
		}
		if (reason) {
			skip_task(deferred, drain, task, reason);
		} else {
			run_task(deferred, drain, task);
		}
	}
}

static void run_steps(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	if (!release(deferred, drain)) {
		drain->refused = true;
		return;
	}
	if (drain->stop_timing) {
		stop_timers(deferred, drain);
	}
	if (!over(drain) && deferred->client.released) {
		drain->monitored = bgproc_apm_end_request();
		collect(drain, "Monitoring of post-response tasks");
	}
	run_queue(deferred, drain);
}

/*
 * After a fatal error. Objects are no longer safe to touch and memory may have run out: results only, in the space that
 * bgproc_deferred_add() reserved; what the tasks hold goes with the heap.
 */
static void settle_fatal(struct bgproc_deferred *deferred, const struct bgproc_drain *drain)
{
	struct bgproc_task *task;

	if (!drain->started && !drain->automatic) {
		/* It hit the release of the client. bgproc.auto_run_on_fatal says what becomes of the tasks. */
		return;
	}
	if (deferred->running) {
		bgproc_deferred_end(deferred, BGPROC_TASK_FATAL, last_error());
	}
	while ((task = bgproc_deferred_pop(deferred))) {
		bgproc_deferred_end_unrun(deferred, task, BGPROC_TASK_SKIPPED, "a fatal error ended an earlier task");
	}
}

/* Everything in which the script's code runs. A fatal error ends it, and whatever follows it must find PHP as it was. */
static void run_protected(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	zend_execute_data *frame = EG(current_execute_data);
	zend_vm_stack stack = EG(vm_stack);
	zval *top = EG(vm_stack_top);
	zval *end = EG(vm_stack_end);
	bool unclean = CG(unclean_shutdown);

	CG(unclean_shutdown) = false;
	zend_try
	{
		run_steps(deferred, drain);
	}
	zend_catch
	{
		drain->fatal = true;
		if (drain->automatic) {
			if (ZEND_OBSERVER_ENABLED) {
				zend_observer_fcall_end_all();
			}
			/* The frames of the task are gone. A larger stack that they needed must be, too. */
			EG(current_execute_data) = frame;
			EG(vm_stack) = stack;
			EG(vm_stack_top) = top;
			EG(vm_stack_end) = end;
			EG(exception) = NULL;
		}
	}
	zend_end_try();
	if (drain->fatal) {
		settle_fatal(deferred, drain);
	}
	CG(unclean_shutdown) = CG(unclean_shutdown) || unclean;
}

/* The policy "stop": the failure of the task leaves as it is, what else went wrong stands behind it. */
static void throw_one(struct bgproc_drain *drain)
{
	HashTable *failures = Z_ARRVAL(drain->failures);
	zend_object *thrown = Z_OBJ_P(zend_hash_index_find(failures, drain->task_failed ? drain->first_task_failure : 0));
	zval *failure;

	GC_ADDREF(thrown);
	ZEND_HASH_FOREACH_VAL(failures, failure) {
		if (Z_OBJ_P(failure) != thrown) {
			Z_ADDREF_P(failure);
			zend_exception_set_previous(thrown, Z_OBJ_P(failure));
		}
	}
	ZEND_HASH_FOREACH_END();
	zval_ptr_dtor(&drain->failures);
	zend_throw_exception_internal(thrown);
}

static void throw_failures(struct bgproc_drain *drain)
{
	if (Z_ISUNDEF(drain->failures)) {
		return;
	}
	if (drain->stop_on_error) {
		throw_one(drain);
	} else {
		bgproc_failed_exception_throw(&drain->failures);
		zval_ptr_dtor(&drain->failures);
	}
}

/* exit() in a task ends the script, so nobody can catch what failed: it is reported as in an automatic run. */
static void exit_script(struct bgproc_drain *drain)
{
	zval *failure;

	if (!Z_ISUNDEF(drain->failures)) {
		ZEND_HASH_FOREACH_VAL(Z_ARRVAL(drain->failures), failure) {
			zend_object *unused;

			Z_ADDREF_P(failure);
			bgproc_failure_report(Z_OBJ_P(failure), "A post-response task");
			if (take_outcome(&unused) == DIED) {
				return;
			}
		}
		ZEND_HASH_FOREACH_END();
		zval_ptr_dtor(&drain->failures);
	}
	if (!EG(exception)) {
		zend_throw_unwind_exit();
	}
}

void bgproc_deferred_drain(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	deferred->draining = true;
	run_protected(deferred, drain);
	deferred->draining = false;
	deferred->drained = deferred->drained || drain->started;
	bgproc_client_settle(&deferred->client);

	if (drain->refused) {
		return;
	}
	if (drain->automatic) {
		if (EG(exception)) {
			/* Left pending it would keep the user's shutdown functions from being called. */
			zend_clear_exception();
		}
		bgproc_compat_end_delayed_oom();
		return;
	}
	if (drain->fatal) {
		if (!EG(exception)) {
			zend_bailout();
		}
		return;
	}
	if (drain->abandoned) {
		zval_ptr_dtor(&drain->failures);
	} else if (drain->exited) {
		exit_script(drain);
	} else {
		throw_failures(drain);
	}
	if (BGPROC_G(task_time_limit) >= 0) {
		restart_time_limit(INI_INT("max_execution_time"));
	}
}
