/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_RUN_H
#define BGPROC_PHP_DEFERRED_RUN_H

/* A run: session, client, timers and monitoring, then the queue; and how a fatal error in one of these steps is handled. */

#include "src/php/deferred/failures.h"

/*
 * Only releases the client, and returns whether it has been released. An exception may be pending: when the session could
 * not be saved (nothing was released then), or from the callback of an output buffer.
 */
bool bgproc_deferred_finish(struct bgproc_deferred *deferred);

/*
 * Releases the client and runs all queued tasks. Afterwards one of three holds: an exception is pending, as the policy
 * demands; the script is ending (exit() or a fatal error in a task); or the run is complete.
 */
void bgproc_deferred_drain(struct bgproc_deferred *deferred, struct bgproc_drain *drain);

#endif
