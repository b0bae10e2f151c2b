/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ACTIONS_H
#define BGPROC_SUPERVISOR_ACTIONS_H

/*
 * What machine.c decides is done here. Events (signals, messages, deadlines, output) stand above: they make the machine step
 * and know what has to be looked at again; no action hears of them.
 */

#include "src/supervisor/supervisor.h"

/* The machine makes a step, and what it says is done. */
void bgproc_actions_step(struct bgproc_supervisor *supervisor, enum bgproc_event event);

/* Starts the command, or waits for its time where it is delayed. */
void bgproc_actions_begin(struct bgproc_supervisor *supervisor);

/* The attempt is over as event says, unless there is another one. */
void bgproc_actions_end_attempt(struct bgproc_supervisor *supervisor, enum bgproc_event event);

/* Looks whether what was waited for is there: the end of both outputs; the end of the tree, after that of the command. */
void bgproc_actions_check_output_closed(struct bgproc_supervisor *supervisor);
void bgproc_actions_check_tree_empty(struct bgproc_supervisor *supervisor);

/* One round of SIGKILL over the tree. */
void bgproc_actions_kill_round(struct bgproc_supervisor *supervisor);

/* There was output: the times without it begin anew, while the command runs and after its end. */
void bgproc_actions_arm_idle(struct bgproc_supervisor *supervisor);
void bgproc_actions_arm_drain(struct bgproc_supervisor *supervisor);

#endif
