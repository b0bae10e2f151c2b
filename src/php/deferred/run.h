/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_RUN_H
#define BGPROC_PHP_DEFERRED_RUN_H

/* A run: session, client, timers and monitoring, then the queue; and what a fatal error in one of these steps means. */

#include "src/php/deferred/failures.h"

/*
 * Only releases the client, and returns whether it has been released. An exception may be pending: of a session that could
 * not be saved, and then nothing was released, or of the callback of an output buffer.
 */
bool bgproc_deferred_finish(struct bgproc_deferred *deferred);

/*
 * Releases the client and runs everything that is queued. Afterwards either an exception is pending, as the policy demands,
 * or the script is on its way to its end (exit() or a fatal error in a task), or nothing of it is left to be done.
 */
void bgproc_deferred_drain(struct bgproc_deferred *deferred, struct bgproc_drain *drain);

#endif
