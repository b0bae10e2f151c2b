/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_TURN_H
#define BGPROC_PHP_WORKER_TURN_H

/*
 * What drives a pool: it waits, reads and hands out calls (pump), and ends calls (settle.h). The code of the user that runs there
 * may call these functions again. The caller must hold the pool object.
 */

#include "src/php/worker/pool_object.h"

/*
 * Waits until something has arrived, and takes it in. Returns 1, 0 when the deadline has passed, -1 with an exception pending,
 * which a signal handler of the script has thrown.
 */
int bgproc_turn_pump(struct bgproc_pool_obj *pool, struct bgproc_deadline deadline);

/*
 * Drives the pool until the call has ended: 1; 0: the deadline has passed; -1: an exception is pending; 2: this pool has
 * nothing to do any more, so it cannot end the call.
 */
int bgproc_turn_until_done(struct bgproc_pool_obj *pool, struct bgproc_call *call, struct bgproc_deadline deadline);

/* The same until nothing is pending or running. */
int bgproc_turn_until_idle(struct bgproc_pool_obj *pool, struct bgproc_deadline deadline);

/* Handles what has arrived, and waits for it. Returns how many calls have ended; -1: an exception is pending. */
int bgproc_turn_dispatch(struct bgproc_pool_obj *pool, struct bgproc_deadline deadline);

/*
 * For a script that waits for the stream of the pool and not in it: the stream becomes readable when the pool has something to do
 * that no worker tells, a time or a call that has ended without one. To be called at the end of what may have changed that.
 */
void bgproc_turn_alarm(struct bgproc_pool_obj *pool);

/* Throws: a wait for something that cannot come. */
void bgproc_turn_never(void);

/* Nothing is pending or running, and nobody has to be told of an end. */
bool bgproc_turn_idle(const struct bgproc_pool_obj *pool);

#endif
