/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_SUBMIT_H
#define BGPROC_PHP_WORKER_SUBMIT_H

/* A new call: its arguments as bytes, and a place in the line. */

#include "src/php/worker/pool_object.h"

/*
 * Makes the call and hands it out. It may wait for room, and run code of the user meanwhile ("overflow"). Returns a reference
 * to the call, which may have ended already; NULL with an exception pending: nothing was sent. prepare() is called before the
 * call can end; with it, the call waits for room whatever "overflow" is. It may be NULL.
 */
struct bgproc_call *bgproc_submit(struct bgproc_pool_obj *pool, uint16_t method, uint32_t count, zval *values, HashTable *named,
	void (*prepare)(void *context, struct bgproc_call *call), void *context);

/* As the result of a method: fills return_value with the Future. */
void bgproc_submit_future(zval *return_value, struct bgproc_pool_obj *pool, uint16_t method, uint32_t count, zval *values,
	HashTable *named);

#endif
