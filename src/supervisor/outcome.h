/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTCOME_H
#define BGPROC_SUPERVISOR_OUTCOME_H

/*
 * What the starter is told through the outcome pipe (src/core/protocol.h). Nothing here ever blocks, and a starter that
 * is gone or does not read is nothing to worry about: the record says the same.
 */

#include "src/core/record.h"
#include "src/supervisor/tail.h"

#include <stdbool.h>

/* pipe_fd -1: nobody listens. False when somebody may, and could not be told. */
bool bgproc_outcome_send_started(int pipe_fd, const struct bgproc_record *record);

/* With as much of the tail of stderr as the pipe has room for, at most BGPROC_OUTCOME_TAIL_MAX. */
void bgproc_outcome_send_end(int pipe_fd, const struct bgproc_record *record, const struct bgproc_tail *tail);

#endif
