/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ATTEMPT_H
#define BGPROC_SUPERVISOR_ATTEMPT_H

/* One run of the command, and whether another one follows. A plain process has exactly one. */

#include "src/supervisor/supervisor.h"

/*
 * Opens the pipes and the notify socket of a job, and starts the command. False, with the failure in supervisor, when the
 * command was not executed.
 */
bool bgproc_attempt_start(struct bgproc_supervisor *supervisor);

/*
 * Called at the end of an attempt. True when another one follows: the state is then as before the first attempt, except that
 * its delay is the backoff and its number is one higher.
 */
bool bgproc_attempt_repeat(struct bgproc_supervisor *supervisor);

#endif
