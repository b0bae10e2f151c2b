/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CLOSE_H
#define BGPROC_PHP_WORKER_CLOSE_H

/* The end of a pool. */

#include "src/php/worker/pool_object.h"

/*
 * Pool::close(): runs code of the user, and may leave an exception pending. Afterwards no process and no descriptor is left,
 * in any case.
 */
void bgproc_pool_close(struct bgproc_pool_obj *pool, int64_t grace_ms);

/*
 * The same without any code of the user, for an object that is freed. In a process that was forked by the owner of the pool it
 * only releases what this process has.
 */
void bgproc_pool_abandon(struct bgproc_pool_obj *pool);

#endif
