/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_SIGNALS_H
#define BGPROC_SUPERVISOR_SIGNALS_H

/*
 * Converts signals to events: the end of children, requests to stop, control messages, and signals that are passed on to the
 * command.
 */

#include "src/supervisor/supervisor.h"

/* Opens the signal source: from here on no signal can end this process. 0, or -1 with errno. */
int bgproc_signals_open(struct bgproc_supervisor *supervisor);

/* Handles a limited number of signals. */
void bgproc_signals_serve(struct bgproc_supervisor *supervisor);

/* Reaps children. Called before every decision that the end of the command would change. */
void bgproc_signals_notice_children(struct bgproc_supervisor *supervisor);

#endif
