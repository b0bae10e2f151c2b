/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_FEED_H
#define BGPROC_PHP_WORKER_FLEET_FEED_H

/* Handing out calls to workers. Runs no code of the user. */

#include "src/php/worker/pool_object.h"

/* A new call, or one that is pending again: sent at once to an idle worker, else it waits. The pool takes over the reference. */
void bgproc_feed_call(struct bgproc_pool_obj *pool, struct bgproc_call *call);

/* Gives pending calls to the worker, up to its prefetch; if there are none and it has nothing to do, it becomes idle. */
void bgproc_feed_worker(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

/* Gives pending calls to idle workers, and starts more workers if that is allowed. */
void bgproc_feed(struct bgproc_pool_obj *pool);

/* Sends what is queued for the worker, as far as its socket takes it. */
void bgproc_feed_flush(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);
void bgproc_feed_flush_all(struct bgproc_pool_obj *pool);

/*
 * A call must not wait behind a long one while another worker is idle: it is taken back from the first and given to the second.
 * Returns when to ask again.
 */
struct bgproc_deadline bgproc_feed_level(struct bgproc_pool_obj *pool);

#endif
