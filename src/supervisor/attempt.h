/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ATTEMPT_H
#define BGPROC_SUPERVISOR_ATTEMPT_H

/* One run of the command, and whether there is another one. A plain process has exactly one. */

#include "src/supervisor/supervisor.h"

/* Pipes, the notify socket of a job, the command. False, with the failure in supervisor, when it was not exec'd. */
bool bgproc_attempt_start(struct bgproc_supervisor *supervisor);

/*
 * The attempt is over. True when another one follows: everything is then as before the first, except that its delay is the
 * backoff and its number one higher.
 */
bool bgproc_attempt_repeat(struct bgproc_supervisor *supervisor);

#endif
