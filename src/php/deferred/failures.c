/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/failures.h"

#include "zend_exceptions.h"

#include "src/php/deferred/failed_exception.h"
#include "src/php/base/uncaught.h"
#include "src/php/base/pending_exception.h"

enum bgproc_outcome bgproc_outcome_take(zend_object **exception)
{
	zend_object *pending = EG(exception);

	*exception = NULL;
	if (EXPECTED(!pending)) {
		return BGPROC_WENT_WELL;
	}
	if (zend_is_graceful_exit(pending)) {
		return BGPROC_ABANDONED;
	}
	if (zend_is_unwind_exit(pending)) {
		if (CG(unclean_shutdown)) {
			return BGPROC_DIED;
		}
		bgproc_exception_clear();
		return BGPROC_EXITED;
	}
	*exception = bgproc_exception_take();
	return BGPROC_THREW;
}

void bgproc_drain_note(struct bgproc_drain *drain, enum bgproc_outcome outcome)
{
	drain->exited = drain->exited || outcome == BGPROC_EXITED;
	drain->abandoned = drain->abandoned || outcome == BGPROC_ABANDONED;
	drain->fatal = drain->fatal || outcome == BGPROC_DIED;
}

void bgproc_drain_add_failure(struct bgproc_drain *drain, zend_object *exception, const char *what)
{
	zval failure;

	if (drain->automatic) {
		bgproc_uncaught_report(exception, what);
		bgproc_drain_note(drain, bgproc_outcome_take(&exception));
		return;
	}
	if (Z_ISUNDEF(drain->failures)) {
		array_init(&drain->failures);
	}
	ZVAL_OBJ(&failure, exception);
	add_next_index_zval(&drain->failures, &failure);
}

bool bgproc_drain_collect(struct bgproc_drain *drain, const char *what)
{
	zend_object *exception;

	bgproc_drain_note(drain, bgproc_outcome_take(&exception));
	if (!exception) {
		return false;
	}
	bgproc_drain_add_failure(drain, exception, what);
	return true;
}

bool bgproc_drain_over(const struct bgproc_drain *drain)
{
	return drain->fatal || drain->abandoned;
}

/* Takes a failure out of the list. Freeing the list then runs no destructor. */
static zend_object *move_out(zval *failure)
{
	zend_object *exception = Z_OBJ_P(failure);

	ZVAL_NULL(failure);
	return exception;
}

/* Reports every failure as an automatic run does, because no caller can catch the exceptions. False: a fatal error is pending. */
static bool report_all(struct bgproc_drain *drain)
{
	zval *failure;

	if (Z_ISUNDEF(drain->failures)) {
		return true;
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(drain->failures), failure) {
		zend_object *none;

		bgproc_uncaught_report(move_out(failure), "A post-response task");
		if (bgproc_outcome_take(&none) == BGPROC_DIED) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	zval_ptr_dtor(&drain->failures);
	return true;
}

/*
 * The policy "stop": throws the failure of the task unchanged, with the other failures as its previous exceptions. A failure
 * that cannot become a previous exception is reported, so that none is lost.
 */
static void throw_one(struct bgproc_drain *drain)
{
	HashTable *failures = Z_ARRVAL(drain->failures);
	zval *first = zend_hash_index_find(failures, drain->task_failed ? drain->first_task_failure : 0);
	zend_object *thrown = move_out(first);
	zval *failure;

	ZEND_HASH_FOREACH_VAL(failures, failure) {
		zend_object *left;

		if (failure == first) {
			continue;
		}
		left = bgproc_exception_append(thrown, move_out(failure));
		if (left) {
			bgproc_uncaught_report(left, "A post-response task");
		}
	}
	ZEND_HASH_FOREACH_END();
	zval_ptr_dtor(&drain->failures);
	if (EG(exception)) {
		/* A handler called by the report has called exit(), so no caller can catch the exception any more. */
		OBJ_RELEASE(thrown);
	} else {
		zend_throw_exception_internal(thrown);
	}
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

/* exit() in a task ends the script. */
static void exit_script(struct bgproc_drain *drain)
{
	if (report_all(drain) && !EG(exception)) {
		zend_throw_unwind_exit();
	}
}

/* The fiber that called the run is being destroyed. The pending end of the fiber is set aside until the failures are reported. */
static void abandon(struct bgproc_drain *drain)
{
	zend_object *pending = EG(exception);

	EG(exception) = NULL;
	if (report_all(drain)) {
		EG(exception) = pending;
	} else {
		OBJ_RELEASE(pending);
	}
}

void bgproc_drain_leave(struct bgproc_drain *drain)
{
	if (drain->abandoned) {
		abandon(drain);
	} else if (drain->exited) {
		exit_script(drain);
	} else {
		throw_failures(drain);
	}
}
