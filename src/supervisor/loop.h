/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_LOOP_H
#define BGPROC_SUPERVISOR_LOOP_H

/*
 * The event loop: waits for signals, output and deadlines, feeds the machine and does what it says. It sleeps without a
 * timeout while there is no deadline.
 */

#include "src/supervisor/supervisor.h"

/* Opens the signal source: from here on no signal can end this process. 0, or -1 with errno. */
int bgproc_loop_open(struct bgproc_supervisor *supervisor);

/* Acts on signals that came before there was a command: a stop ends the machine. */
void bgproc_loop_check_signals(struct bgproc_supervisor *supervisor);

/* The machine makes a step, and what it says is done. */
void bgproc_loop_step(struct bgproc_supervisor *supervisor, enum bgproc_event event);

/* Starts the command, or waits for its time where it is delayed. */
void bgproc_loop_begin(struct bgproc_supervisor *supervisor);

/* Runs until the machine is done. */
void bgproc_loop_run(struct bgproc_supervisor *supervisor);

#endif
