/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_SETTLE_H
#define BGPROC_SUPERVISOR_SETTLE_H

/* Writes the final state: the record, the error log, the outcome pipe, in an order that never misleads a reader. */

#include "src/supervisor/supervisor.h"

/* The command runs: record, then (with --confirm, for the first of them) the STARTED frame. */
void bgproc_settle_running(struct bgproc_supervisor *supervisor);

/*
 * The end is known: output files to their final size, error log, record final or removed, and only then the OUTCOME
 * frame, so that whoever reads it finds everything else as it will stay.
 */
void bgproc_settle_end(struct bgproc_supervisor *supervisor);

/* Keeps the command for the error log: a shell line as given, else the words, in one line. Before the arguments are wiped. */
void bgproc_settle_note_command(struct bgproc_supervisor *supervisor);

#endif
