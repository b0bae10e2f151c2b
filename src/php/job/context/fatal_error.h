/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_FATAL_ERROR_H
#define BGPROC_PHP_JOB_CONTEXT_FATAL_ERROR_H

/* What a script that works for a job could not say itself, because an error has ended it. */

#include "src/php/job/context/object.h"

/* Keeps the fatal errors of every request from now on; cannot be taken back. */
void bgproc_job_fatal_error_observe(void);

/* Whether a fatal error, or an uncaught exception, has ended the script. */
bool bgproc_job_fatal_error_wanted(void);

/* The end of the request: says by what error the script was ended, or the progress that found no room. */
void bgproc_job_fatal_error_report(struct bgproc_job_context_obj *context);

#endif
