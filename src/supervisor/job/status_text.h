/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_STATUS_TEXT_H
#define BGPROC_SUPERVISOR_JOB_STATUS_TEXT_H

/* The end of the output as the status text of a job that reports none. */

#include "src/supervisor/job/tracked_job.h"

/* The command has written something; a callback of struct bgproc_capture, context is the job. */
void bgproc_job_see_output(void *context, const char *bytes, size_t length);

/* Brings the status text up to date with the output. */
void bgproc_job_update_text(struct bgproc_job *job);

#endif
