/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_RUN_H
#define BGPROC_PHP_DEFERRED_RUN_H

/* A run: session, client, timers and monitoring, then the queue; and what a fatal error in one of these steps means. */

#include "src/php/deferred/state.h"

/* How a run is to behave, and what came of it. Zeroed but for the first three. */
struct bgproc_drain {
	bool automatic;     /* at the end of the script: releases the client itself, reports failures instead of throwing */
	bool stop_on_error; /* the first failure of a task ends the run */
	bool stop_timing;

	bool refused;   /* the session could not be saved: nothing was done and the exception is pending */
	bool started;   /* the queue was reached */
	bool monitored; /* each task is a transaction of its own, see apm.h */
	bool exited;    /* exit() was called */
	bool fatal;     /* a fatal error ended the run; not started: it ended a step before the queue, and no task has begun */
	bool abandoned; /* the fiber in which we run is being destroyed */
	bool task_failed;
	uint32_t first_task_failure; /* its place among the failures */
	zval failures;               /* the exceptions, in order; undefined: none */
};

/*
 * Only releases the client, and returns whether it has been released. An exception may be pending: of a session that could
 * not be saved, and then nothing was released, or of the callback of an output buffer.
 */
bool bgproc_deferred_finish(struct bgproc_deferred *deferred);

/*
 * Releases the client and runs everything that is queued. Afterwards either an exception is pending, as the policy demands,
 * or the script is on its way to its end (exit() or a fatal error in a task), or nothing of it is left to be done.
 */
void bgproc_deferred_drain(struct bgproc_deferred *deferred, struct bgproc_drain *drain);

#endif
