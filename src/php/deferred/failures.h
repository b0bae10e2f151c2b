/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_FAILURES_H
#define BGPROC_PHP_DEFERRED_FAILURES_H

/* The result of a call into PHP code, and how a run handles it: it throws or reports a failure, passes on exit(), or ends. */

#include "src/php/deferred/state.h"

/* The settings of a run, and its result. All fields but the first three are zero at the start. */
struct bgproc_drain {
	bool automatic;     /* at the end of the script: releases the client itself, reports failures instead of throwing */
	bool stop_on_error; /* the first failure of a task ends the run */
	bool stop_timing;

	bool refused;   /* the session could not be saved: no task has run and the exception is pending */
	bool started;   /* the run has reached the queue */
	bool monitored; /* each task is a separate transaction, see new_relic.h */
	bool exited;    /* exit() was called */
	bool fatal;     /* a fatal error ended the run; if started is false, before the queue, and no task has begun */
	bool abandoned; /* the fiber that called the run is being destroyed */
	bool task_failed;
	uint32_t first_task_failure; /* its index in failures */
	zval failures;               /* the exceptions, in order; undefined: none */
};

/* The result of a call into PHP code. */
enum bgproc_outcome {
	BGPROC_WENT_WELL,
	BGPROC_THREW,     /* an exception; it was taken away and belongs to the caller */
	BGPROC_EXITED,    /* exit(); it was taken away */
	BGPROC_ABANDONED, /* the fiber is being destroyed; still pending */
	BGPROC_DIED,      /* a fatal error that unwinds instead of jumping (some builds: exhausted memory); still pending */
};

/* CG(unclean_shutdown) must have been false before the call: it distinguishes BGPROC_DIED from BGPROC_EXITED. */
enum bgproc_outcome bgproc_outcome_take(zend_object **exception);

/* Records in the run that the script exited, was abandoned or died. */
void bgproc_drain_note(struct bgproc_drain *drain, enum bgproc_outcome outcome);

/*
 * Adds a failure; takes ownership of the exception. In an automatic run it is reported instead, in a warning that begins
 * with what.
 */
void bgproc_drain_add_failure(struct bgproc_drain *drain, zend_object *exception, const char *what);

/*
 * Takes away what is pending after a call that was not a task: a timer, the callback of an output buffer, a destructor.
 * Returns whether an exception was pending.
 */
bool bgproc_drain_collect(struct bgproc_drain *drain, const char *what);

/* Whether the run must not call PHP code any more. */
bool bgproc_drain_over(const struct bgproc_drain *drain);

/* The end of a run that the script has called: throws as the policy demands, or continues the exit() of a task. */
void bgproc_drain_leave(struct bgproc_drain *drain);

#endif
