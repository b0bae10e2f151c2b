/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_STATUS_TEXT_H
#define BGPROC_SUPERVISOR_JOB_STATUS_TEXT_H

/* The end of the output becomes the status text of a job that has not reported one. */

#include "src/supervisor/job/tracked_job.h"

/* Called when the command has written output: a callback of struct bgproc_capture, context is the job. */
void bgproc_job_see_output(void *context, const char *bytes, size_t length);

/* Updates the status text from the output. */
void bgproc_job_update_text(struct bgproc_job *job);

#endif
