/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_TIMEOUTS_H
#define BGPROC_SUPERVISOR_TIMEOUTS_H

/* Converts deadlines to events: limits of the running command, the grace of a stop, the delays of a job, delayed writes. */

#include "src/supervisor/supervisor.h"

/* Handles the deadlines that have passed. */
void bgproc_timeouts_serve(struct bgproc_supervisor *supervisor);

#endif
