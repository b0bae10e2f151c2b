/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_FAILURES_H
#define BGPROC_PHP_DEFERRED_FAILURES_H

/* What a call into PHP code left behind, and what a run makes of it: a failure that is thrown or reported, exit(), or the end. */

#include "src/php/deferred/state.h"

/* How a run is to behave, and what came of it. Zeroed but for the first three. */
struct bgproc_drain {
	bool automatic;     /* at the end of the script: releases the client itself, reports failures instead of throwing */
	bool stop_on_error; /* the first failure of a task ends the run */
	bool stop_timing;

	bool refused;   /* the session could not be saved: nothing was done and the exception is pending */
	bool started;   /* the queue was reached */
	bool monitored; /* each task is a transaction of its own, see new_relic.h */
	bool exited;    /* exit() was called */
	bool fatal;     /* a fatal error ended the run; not started: it ended a step before the queue, and no task has begun */
	bool abandoned; /* the fiber in which we run is being destroyed */
	bool task_failed;
	uint32_t first_task_failure; /* its place among the failures */
	zval failures;               /* the exceptions, in order; undefined: none */
};

/* What a call into PHP code left behind. */
enum bgproc_outcome {
	BGPROC_WENT_WELL,
	BGPROC_THREW,     /* the exception was taken away and belongs to the caller */
	BGPROC_EXITED,    /* exit(); taken away */
	BGPROC_ABANDONED, /* the fiber is being destroyed; still pending */
	BGPROC_DIED,      /* a fatal error that unwinds instead of jumping, as some builds report exhausted memory; still pending */
};

/* CG(unclean_shutdown) must have been false before the call: it tells BGPROC_DIED from BGPROC_EXITED. */
enum bgproc_outcome bgproc_outcome_take(zend_object **exception);

/* Records in the run that the script exited, was abandoned or died. */
void bgproc_drain_note(struct bgproc_drain *drain, enum bgproc_outcome outcome);

/* Adds a failure; the exception is taken over. what begins the warning of an automatic run. */
void bgproc_drain_add_failure(struct bgproc_drain *drain, zend_object *exception, const char *what);

/*
 * Takes what is pending after a call that was not a task: timers, callbacks of output buffers, destructors. Returns whether there
 * was an exception.
 */
bool bgproc_drain_collect(struct bgproc_drain *drain, const char *what);

/* Nothing more may be called. */
bool bgproc_drain_over(const struct bgproc_drain *drain);

/* At the end of a run that the script has called: throws as the policy demands, or continues the exit() of a task. */
void bgproc_drain_leave(struct bgproc_drain *drain);

#endif
