/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_BATCH_MAP_H
#define BGPROC_PHP_WORKER_BATCH_MAP_H

#include "src/php/worker/pool_object.h"

/* Pool::map(): fills return_value, or leaves an exception pending. */
void bgproc_map(struct bgproc_pool_obj *pool, zval *iterable, zend_string *method, zval *return_value);

#endif
