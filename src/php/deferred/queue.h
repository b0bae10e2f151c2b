/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_QUEUE_H
#define BGPROC_PHP_DEFERRED_QUEUE_H

/* The queue of a request: its life, the tasks that wait in it, and how a task is freed. */

#include "src/php/deferred/state.h"

/* The state of a thread, for the module globals. */
struct bgproc_deferred *bgproc_deferred_new(void);
void bgproc_deferred_destroy(struct bgproc_deferred *deferred);

/*
 * The state of this request. Every entry point calls this first. Servers that keep a script running over many requests
 * never end the request for PHP: here a new request is noticed by its time, and everything of the last one is freed.
 * exit() of a destructor can be pending afterwards.
 */
struct bgproc_deferred *bgproc_deferred_enter(void);

/* Queues a task with its own references. Returns its number, 0 with an exception. */
zend_long bgproc_deferred_add(const zend_fcall_info *fci, const zend_fcall_info_cache *fcc, uint32_t argc,
	const zval *args, HashTable *named);

/* Takes the first task, or the one with that number, out of the queue. The caller owns it. NULL: there is none. */
struct bgproc_task *bgproc_deferred_pop(struct bgproc_deferred *deferred);
struct bgproc_task *bgproc_deferred_remove(struct bgproc_deferred *deferred, zend_long number);

/*
 * Frees what the task holds, which may run destructors, and the task. Nothing may be pending before. False: an exception
 * or exit() of a destructor is pending, and it must be called again after that was taken away.
 */
bool bgproc_task_free_step(struct bgproc_task *task);

/*
 * The same until the task is free. Returns the exception of the destructors, and of before, which the caller then owns.
 * NULL: none. exit() stays pending.
 */
zend_object *bgproc_task_free(struct bgproc_task *task);

/* The end of the request. */
void bgproc_deferred_rshutdown(void);

#endif
