/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_RECEIVE_H
#define BGPROC_PHP_WORKER_FLEET_RECEIVE_H

/* Messages of the workers. Runs no code of the user: that is for bgproc_settle(). */

#include "src/php/worker/pool_object.h"

/* Reads what the worker has sent, within a budget. */
void bgproc_receive(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

/* Reads all that the worker, which has ended, has sent. Its state is not changed. */
void bgproc_receive_rest(struct bgproc_pool_obj *pool, struct bgproc_worker *worker);

#endif
