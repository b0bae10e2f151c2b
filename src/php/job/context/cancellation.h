/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_CANCELLATION_H
#define BGPROC_PHP_JOB_CONTEXT_CANCELLATION_H

/* How a job has ended whose supervisor accepts no messages any more. */

#include "src/php/job/context/object.h"

/* Sets over and over_text of the context. Never throws. */
void bgproc_job_cancellation_find_out(struct bgproc_job_context_obj *context);

/* Looks whether the supervisor still listens. False: the job is over, and stays so. */
bool bgproc_job_goes_on(struct bgproc_job_context_obj *context);

#endif
