/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_SETTLE_H
#define BGPROC_PHP_WORKER_SETTLE_H

/*
 * Where results are handled: calls end, and the code of the user that wants to know runs. The caller must hold the pool
 * object.
 */

#include "src/php/worker/pool_object.h"

/* Ends the calls that have arrived, and shows what workers have printed. Returns how many, or -1 with an exception pending. */
int bgproc_settle(struct bgproc_pool_obj *pool);

/* Cancels a pending call, or one that a worker has not begun. False: it runs or has ended. Its end is told by bgproc_settle(). */
bool bgproc_settle_cancel(struct bgproc_pool_obj *pool, struct bgproc_call *call, const char *reason);

/* Ends a call that belongs to no list any more, with a Bgproc\CancelledException. */
void bgproc_settle_cancelled(struct bgproc_call *call, const char *reason);

/* Runs the handlers of a call that has ended and belongs to no pool any more, and of those that end by it. */
void bgproc_settle_handlers(struct bgproc_call *call);

#endif
