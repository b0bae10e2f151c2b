/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_STATS_H
#define BGPROC_PHP_WORKER_STATS_H

#include "src/php/worker/pool_object.h"

/* Fills return_value with the array of Pool::stats(). */
void bgproc_pool_stats(const struct bgproc_pool_obj *pool, zval *return_value);

#endif
