/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_SPAWN_H
#define BGPROC_PHP_WORKER_FLEET_SPAWN_H

/* How many workers there are. Runs no code of the user. */

#include "src/php/worker/pool_object.h"

/* Starts workers until there are as many as there should be. A failure counts as the death of a worker (circuit.h). */
void bgproc_spawn_fill(struct bgproc_pool_obj *pool);

/* One more worker, up to "workers", because calls wait. */
void bgproc_spawn_more(struct bgproc_pool_obj *pool);

/* A worker could not be started: it is tried again later. */
void bgproc_spawn_failed(struct bgproc_pool_obj *pool, int sys_errno);

/* Tries again what has failed, when it is time. Returns when to ask again. */
struct bgproc_deadline bgproc_spawn_again(struct bgproc_pool_obj *pool);

#endif
