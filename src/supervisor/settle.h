/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_SETTLE_H
#define BGPROC_SUPERVISOR_SETTLE_H

/* Writes the final state: record, error log, outcome pipe, in an order in which no reader sees a wrong state. */

#include "src/supervisor/supervisor.h"

/* The command runs: writes the record, and then (with --confirm, at the first start) the STARTED frame. */
void bgproc_settle_running(struct bgproc_supervisor *supervisor);

/*
 * The command has ended: sets the final size of the output files, writes the error log, writes the final record or removes
 * it, and only then sends the OUTCOME frame. So a reader of the frame finds everything else complete.
 */
void bgproc_settle_end(struct bgproc_supervisor *supervisor);

/*
 * Saves the command as one line for the error log: a shell line as given, else the words. Called before the arguments are
 * overwritten.
 */
void bgproc_settle_note_command(struct bgproc_supervisor *supervisor);

#endif
