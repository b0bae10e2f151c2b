/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_CANCELLATION_H
#define BGPROC_PHP_JOB_CONTEXT_CANCELLATION_H

/* Finds out how a job has ended when its supervisor accepts no messages any more. */

#include "src/php/job/context/object.h"

/* Sets over and over_text of the context. Never throws. */
void bgproc_job_cancellation_find_out(struct bgproc_job_context_obj *context);

/* Whether the supervisor still accepts messages. False: the job is over; this never changes again. */
bool bgproc_job_goes_on(struct bgproc_job_context_obj *context);

#endif
