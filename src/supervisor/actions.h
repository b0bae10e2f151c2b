/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ACTIONS_H
#define BGPROC_SUPERVISOR_ACTIONS_H

/*
 * Performs the actions that machine.c decides. The events (signals, messages, deadlines, output) are handled in the layer
 * above: it makes the machine step and checks again what may have changed. The actions know nothing of events.
 */

#include "src/supervisor/supervisor.h"

/* Makes one step of the machine and performs its action. */
void bgproc_actions_step(struct bgproc_supervisor *supervisor, enum bgproc_event event);

/* Starts the command, or waits until its start time. */
void bgproc_actions_begin(struct bgproc_supervisor *supervisor);

/* The attempt ends with event, unless another attempt follows. */
void bgproc_actions_end_attempt(struct bgproc_supervisor *supervisor, enum bgproc_event event);

/*
 * Check whether something has happened that a phase waits for: the end of both outputs; the end of the tree after that of
 * the command.
 */
void bgproc_actions_check_output_closed(struct bgproc_supervisor *supervisor);
void bgproc_actions_check_tree_empty(struct bgproc_supervisor *supervisor);

/* One round of SIGKILL to the tree. */
void bgproc_actions_kill_round(struct bgproc_supervisor *supervisor);

/* There was output: the times without output start again, while the command runs and after its end. */
void bgproc_actions_arm_idle(struct bgproc_supervisor *supervisor);
void bgproc_actions_arm_drain(struct bgproc_supervisor *supervisor);

#endif
