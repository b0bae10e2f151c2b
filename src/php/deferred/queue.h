/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_QUEUE_H
#define BGPROC_PHP_DEFERRED_QUEUE_H

/* The queue of a request: its lifetime, the tasks in it, and how a task is freed. */

#include "src/php/deferred/state.h"

/* Creates the state of a thread, for the module globals. */
struct bgproc_deferred *bgproc_deferred_new(void);
void bgproc_deferred_destroy(struct bgproc_deferred *deferred);

/*
 * Returns the state of this request. Every entry point calls this first. Some servers keep a script running over many
 * requests and never end the request for PHP: there a new request is recognized by its time, and the state of the previous
 * one is freed. exit() in a destructor can be pending afterwards.
 */
struct bgproc_deferred *bgproc_deferred_enter(void);

/* Queues a task with its own references. Returns its number, 0 with an exception. */
zend_long bgproc_deferred_add(const zend_fcall_info *fci, const zend_fcall_info_cache *fcc, uint32_t argc,
	const zval *args, HashTable *named);

/* Takes the first task, or the one with that number, out of the queue. The caller owns it. NULL: there is no such task. */
struct bgproc_task *bgproc_deferred_pop(struct bgproc_deferred *deferred);
struct bgproc_task *bgproc_deferred_remove(struct bgproc_deferred *deferred, zend_long number);

/*
 * Frees what the task holds, which may run destructors, and then the task. Nothing may be pending before. False: an
 * exception or exit() of a destructor is pending; after the caller has taken it away, it must call this again.
 */
bool bgproc_task_free_step(struct bgproc_task *task);

/*
 * Calls bgproc_task_free_step() until the task is free. Returns the exceptions of the destructors and the one pending before
 * as one exception, which the caller then owns. NULL: none. exit() stays pending.
 */
zend_object *bgproc_task_free(struct bgproc_task *task);

/* Called at the end of the request. */
void bgproc_deferred_rshutdown(void);

#endif
