/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_OUTCOME_H
#define BGPROC_SUPERVISOR_OUTCOME_H

/*
 * Reports to the caller through the outcome pipe (src/protocol/supervisor.h). Nothing here ever blocks. A caller that
 * has ended or does not read does no harm: the record has the same contents.
 */

#include "src/core/record.h"
#include "src/supervisor/output/tail.h"

#include <stdbool.h>

/* pipe_fd -1: no caller listens. False when one may listen, and the frame could not be sent. */
bool bgproc_outcome_send_started(int pipe_fd, const struct bgproc_record *record);

/* With as much of the tail of stderr as the pipe has room for, at most BGPROC_OUTCOME_TAIL_MAX. */
void bgproc_outcome_send_end(int pipe_fd, const struct bgproc_record *record, const struct bgproc_tail *tail);

#endif
