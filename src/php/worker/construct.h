/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CONSTRUCT_H
#define BGPROC_PHP_WORKER_CONSTRUCT_H

#include "src/php/worker/pool_object.h"

/* Pool::__construct(). False with an exception pending; nothing was started then, and nothing is left. */
bool bgproc_pool_construct(struct bgproc_pool_obj *pool, zval *worker, HashTable *options);

/* Pool::resize(), up or down. */
void bgproc_pool_resize(struct bgproc_pool_obj *pool, zend_long workers);

/* Pool::reload(). */
void bgproc_pool_reload(struct bgproc_pool_obj *pool);

#endif
