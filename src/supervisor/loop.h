/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_LOOP_H
#define BGPROC_SUPERVISOR_LOOP_H

/*
 * The event loop: waits for signals, messages, output and deadlines, and has each served. It sleeps without a
 * timeout while there is no deadline.
 */

#include "src/supervisor/supervisor.h"

/* Runs until the machine is done. */
void bgproc_loop_run(struct bgproc_supervisor *supervisor);

#endif
