/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTCOME_H
#define BGPROC_SUPERVISOR_OUTCOME_H

/*
 * Reports to the caller through the outcome pipe (src/protocol/supervisor.h). These functions never block. A caller that has
 * ended or does not read causes no problem: the record has the same contents.
 */

#include "src/core/record.h"
#include "src/supervisor/output/tail.h"

#include <stdbool.h>

/* pipe_fd -1: no caller reads it. False when a caller may read it, and the frame could not be sent. */
bool bgproc_outcome_send_started(int pipe_fd, const struct bgproc_record *record);

/* Also sends as much of the end of stderr as the pipe has space for, at most BGPROC_OUTCOME_TAIL_MAX. */
void bgproc_outcome_send_end(int pipe_fd, const struct bgproc_record *record, const struct bgproc_tail *tail);

#endif
