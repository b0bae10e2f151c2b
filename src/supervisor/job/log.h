/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_LOG_H
#define BGPROC_SUPERVISOR_JOB_LOG_H

/* KEY.log: the lines that a job reports. */

#include "src/protocol/notify_message.h"
#include "src/supervisor/supervisor.h"

/* One line, whatever is in the text. What finds no room on the disk is not in the log: best effort. */
void bgproc_job_log_append(struct bgproc_supervisor *supervisor, struct bgproc_notify_span text);

/* The end: the log gets its final size. */
void bgproc_job_log_finish(struct bgproc_supervisor *supervisor);

#endif
