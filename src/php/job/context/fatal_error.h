/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_FATAL_ERROR_H
#define BGPROC_PHP_JOB_CONTEXT_FATAL_ERROR_H

/* Reports the error that has ended a script which works for a job. */

#include "src/php/job/context/object.h"

/* From now on keeps the fatal error of every request; cannot be undone. */
void bgproc_job_fatal_error_observe(void);

/* Whether a fatal error, or an uncaught exception, has ended the script. */
bool bgproc_job_fatal_error_wanted(void);

/*
 * Called at the end of the request: reports the error that has ended the script, and an update that was kept because the
 * socket was full.
 */
void bgproc_job_fatal_error_report(struct bgproc_job_context_obj *context);

#endif
