/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_TIMEOUTS_H
#define BGPROC_SUPERVISOR_TIMEOUTS_H

/* Deadlines as events: limits of the running command, the grace of a stop, the waits of a job, what is due to be written. */

#include "src/supervisor/supervisor.h"

/* Acts on the deadlines that have passed. */
void bgproc_timeouts_serve(struct bgproc_supervisor *supervisor);

#endif
