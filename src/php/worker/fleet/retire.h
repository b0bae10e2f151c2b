/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_RETIRE_H
#define BGPROC_PHP_WORKER_FLEET_RETIRE_H

#include "src/php/worker/pool_object.h"

/* The worker is given no more calls, and ends after those that it has. surplus: no other one takes its place. */
void bgproc_retire(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, bool surplus);

#endif
