/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FLEET_ZYGOTE_PROCESS_H
#define BGPROC_PHP_WORKER_FLEET_ZYGOTE_PROCESS_H

/* Starting and ending the zygote of a pool. */

#include "src/php/worker/pool_object.h"

/* Forks the zygote. False with an exception pending. Does not return in the child. */
bool bgproc_zygote_start(struct bgproc_pool_obj *pool);

/*
 * Ends the zygote and with it all workers, at once, and waits until they have ended. Nothing is read from the workers here.
 * Runs no code of the user.
 */
void bgproc_zygote_end(struct bgproc_pool_obj *pool);

/* Kills it: it does not do its work, because it is stopped. The end is reported as always, by the control socket. */
void bgproc_zygote_kill(struct bgproc_pool_obj *pool);

#endif
