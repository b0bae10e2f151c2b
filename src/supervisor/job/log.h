/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_LOG_H
#define BGPROC_SUPERVISOR_JOB_LOG_H

/* KEY.log: the lines that a job reports. */

#include "src/protocol/notify_message.h"
#include "src/supervisor/supervisor.h"

/* Appends one line; line breaks in the text are replaced. A line for which the disk has no space is lost: best effort. */
void bgproc_job_log_append(struct bgproc_supervisor *supervisor, struct bgproc_notify_span text);

/* At the end of the job: gives the log its final size. */
void bgproc_job_log_finish(struct bgproc_supervisor *supervisor);

#endif
