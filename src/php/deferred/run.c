/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/run.h"

#include "zend_exceptions.h"
#include "zend_observer.h"

#include "php_bgproc.h"
#include "src/php/deferred/new_relic.h"
#include "src/php/deferred/queue.h"
#include "src/php/deferred/results.h"
#include "src/php/base/compat.h"
#include "src/php/deferred/task.h"
#include "src/php/base/pending_exception.h"
#include "src/php/deferred/timers.h"
#include "src/platform/clock.h"

bool bgproc_deferred_finish(struct bgproc_deferred *deferred)
{
	zend_object *exception;
	bool released = false;

	if (!bgproc_client_close_session()) {
		return false;
	}
	bgproc_client_ignore_abort(&deferred->client);
	bgproc_client_end_output(&deferred->client);
	exception = bgproc_exception_take();
	if (!EG(exception)) {
		released = bgproc_client_release(&deferred->client);
	}
	if (exception && EG(exception)) {
		zend_object *later = bgproc_exception_take();

		exception = bgproc_exception_join(exception, later, NULL);
	}
	if (exception) {
		zend_throw_exception_internal(exception);
	}
	bgproc_client_settle(&deferred->client);
	return released;
}

/* False: the session could not be saved. The caller then receives the exception while the client is still connected. */
static bool save_session(struct bgproc_drain *drain)
{
	if (bgproc_client_close_session()) {
		return true;
	}
	if (!drain->automatic) {
		return false;
	}
	if (bgproc_drain_collect(drain, "Saving the session before post-response tasks")) {
		bgproc_client_fail();
	}
	return true;
}

static void release(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	bgproc_client_ignore_abort(&deferred->client);
	bgproc_client_end_output(&deferred->client);
	if (bgproc_drain_collect(drain, "A callback of an output buffer before post-response tasks") && drain->automatic) {
		bgproc_client_fail();
	}
	if (bgproc_drain_over(drain)) {
		return;
	}
	bgproc_client_release(&deferred->client);
	if (bgproc_drain_collect(drain, "A callback of the headers or of an output buffer before post-response tasks") &&
		drain->automatic) {
		bgproc_client_fail();
	}
}

/* A timer may add another timer. After a fatal error in one of them the next run continues with the next timer. */
static void stop_timers(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	while (deferred->timers_stopped < deferred->timer_count && !bgproc_drain_over(drain)) {
		bgproc_timer_stop(deferred->timers[deferred->timers_stopped++]);
		bgproc_drain_collect(drain, "A timer before post-response tasks");
	}
}

static void run_queue(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	uint64_t started_ns = bgproc_stopwatch_ns();
	struct bgproc_task *task;
	const char *reason = NULL;

	drain->started = true;
	deferred->clock_ns = started_ns;
	while (!bgproc_drain_over(drain) && (task = bgproc_deferred_pop(deferred))) {
		if (!reason && BGPROC_G(task_budget) > 0 &&
			(double) (deferred->clock_ns - started_ns) / 1e9 >= BGPROC_G(task_budget)) {
			reason = "bgproc.task_budget was used up";
		}
		if (!reason && drain->stop_on_error && drain->task_failed) {
			reason = "an earlier task failed";
		}
		if (reason) {
			bgproc_task_skip(deferred, drain, task, reason);
		} else {
			bgproc_task_run(deferred, drain, task);
		}
	}
}

/* Begins a step of the run. False: the step must be left out, because the run is over or an earlier run has got further. */
static bool begin_step(struct bgproc_deferred *deferred, const struct bgproc_drain *drain, enum bgproc_run_step step)
{
	if (bgproc_drain_over(drain) || step < deferred->resume) {
		return false;
	}
	deferred->step = step;
	return true;
}

static void run_steps(struct bgproc_deferred *deferred, struct bgproc_drain *drain)
{
	if (begin_step(deferred, drain, BGPROC_STEP_SESSION) && !save_session(drain)) {
		drain->refused = true;
		return;
	}
	if (begin_step(deferred, drain, BGPROC_STEP_CLIENT) ||
		(deferred->resume == BGPROC_STEP_CLIENT_AGAIN && begin_step(deferred, drain, BGPROC_STEP_CLIENT_AGAIN))) {
		release(deferred, drain);
	}
	if (drain->stop_timing && begin_step(deferred, drain, BGPROC_STEP_TIMERS)) {
		if (deferred->resume != BGPROC_STEP_TIMERS) {
			deferred->timers_stopped = 0;
		}
		stop_timers(deferred, drain);
	}
	if (begin_step(deferred, drain, BGPROC_STEP_MONITORING) && deferred->client.released) {
		drain->monitored = bgproc_new_relic_end_request();
		bgproc_drain_collect(drain, "Monitoring of post-response tasks");
	}
	if (begin_step(deferred, drain, BGPROC_STEP_QUEUE)) {
		deferred->resume = BGPROC_STEP_SESSION;
		run_queue(deferred, drain);
	}
}

/*
 * The step with which the next run begins after a fatal error before the queue; bgproc.auto_run_on_fatal decides whether
 * there is a next run. Each run gets further than the previous one: a buffer whose callback failed is dropped, a timer is
 * called once.
 */
static enum bgproc_run_step next_step(enum bgproc_run_step died)
{
	if (bgproc_client_in_callback()) {
		return BGPROC_STEP_CLIENT_AGAIN;
	}
	return died == BGPROC_STEP_TIMERS ? died : died + 1;
}

/*
 * After a fatal error. Objects are no longer safe to touch and memory may have run out. So only results are written, in the
 * space that bgproc_deferred_add() reserved; what the tasks hold is freed with PHP's heap.
 */
static void settle_fatal(struct bgproc_deferred *deferred, const struct bgproc_drain *drain)
{
	struct bgproc_task *task;

	if (!drain->started) {
		deferred->resume = next_step(deferred->step);
		return;
	}
	if (deferred->running) {
		bgproc_deferred_end(deferred, BGPROC_TASK_FATAL, bgproc_task_last_error());
	}
	while ((task = bgproc_deferred_pop(deferred))) {
		bgproc_deferred_end_unrun(deferred, task, BGPROC_TASK_SKIPPED, "a fatal error ended an earlier task");
	}
}

/*
 * Runs all steps in which code of the script is called. When a fatal error ends them, PHP's state is restored for the code
 * that follows.
 */
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
			/* The frames of the task are gone. If the task needed a larger stack, that stack must be left too. */
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
			/* A pending exit() would prevent the user's shutdown functions from being called. */
			bgproc_exception_clear();
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
	bgproc_drain_leave(drain);
	if (BGPROC_G(task_time_limit) >= 0) {
		bgproc_task_restart_time_limit(INI_INT("max_execution_time"));
	}
}
