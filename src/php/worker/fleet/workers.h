/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_WORKERS_H
#define BGPROC_PHP_WORKER_FLEET_WORKERS_H

/* The workers of a pool as data: their slots, their states, and which of them are idle. Runs no code of the user. */

#include "src/php/worker/pool_object.h"

/* A worker in a free slot. NULL with errno: there is none. */
struct bgproc_worker *bgproc_worker_new(struct bgproc_pool_obj *pool);

/* Frees a worker whose process has ended, or was never started, with its slot. It has no calls and counts no more. */
void bgproc_worker_forget(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

/* Why the worker has ended, or will end. Takes ownership. */
void bgproc_worker_words(struct bgproc_worker *worker, zend_string *words);

/* It has nothing to do: the next call is for it. */
void bgproc_worker_idle(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

/* It must not be given a call any more. */
void bgproc_worker_not_idle(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

/* Changes the state, which only this function does. */
void bgproc_worker_enter(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, enum bgproc_worker_state state);

/* After its last call: a worker that retires has this time for its teardown, then it is killed. */
void bgproc_worker_may_end(struct bgproc_worker *worker);

/* The calls that the worker has not begun are pending again, first in the line. */
void bgproc_worker_take_back(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

/* Orders the zygote to kill it. */
void bgproc_worker_kill(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

/* Its channel is at its end; or it has broken the protocol, or its socket has failed (problem, else NULL), and is killed. */
void bgproc_worker_gone(struct bgproc_pool_obj *pool, struct bgproc_worker *worker, const char *problem);

/*
 * Kills the workers that are GONE for too long, whose teardown does not end, or whose setup takes longer than a call may. Returns
 * when to look again.
 */
struct bgproc_deadline bgproc_workers_overdue(struct bgproc_pool_obj *pool);

#endif
