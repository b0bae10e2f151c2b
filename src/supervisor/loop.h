/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_LOOP_H
#define BGPROC_SUPERVISOR_LOOP_H

/*
 * The event loop: waits for signals, messages, output and deadlines, and calls their handlers. Without a deadline it sleeps
 * without a timeout.
 */

#include "src/supervisor/supervisor.h"

/* Runs until the machine is in its last phase. */
void bgproc_loop_run(struct bgproc_supervisor *supervisor);

#endif
