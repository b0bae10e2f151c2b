/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_LOST_H
#define BGPROC_PHP_WORKER_FLEET_LOST_H

/* What becomes of the calls of a worker that has ended. */

#include "src/php/worker/pool_object.h"

/* "the worker 123 was killed by signal 9 (SIGKILL), for lack of memory". The caller owns it. */
zend_string *bgproc_lost_reason(const struct bgproc_worker *worker, const struct bgproc_worker_report *report);

/* A Bgproc\WorkerLostException: "what: the reason". The caller owns it. */
zend_object *bgproc_lost_exception(
	const struct bgproc_worker *worker, const struct bgproc_worker_report *report, const char *what);

/*
 * The call that had begun ends, or is pending again if it is idempotent and has retries left; those that had not begun are
 * pending again, first in the line.
 */
void bgproc_lost_calls(
	struct bgproc_pool_obj *pool, struct bgproc_worker *worker, const struct bgproc_worker_report *report);

#endif
