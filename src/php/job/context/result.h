/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_RESULT_H
#define BGPROC_PHP_JOB_CONTEXT_RESULT_H

/* The result of the job, as it is sent. */

#include "src/php/job/context/object.h"

/*
 * Sends the result, which ends the job; with an exception pending when JSON cannot hold it, when the supervisor cannot be
 * reached, and in a forked child. The output may be flushed: code of the user runs, and may leave an exception.
 */
void bgproc_job_context_finish(struct bgproc_job_context_obj *context, zval *result);

#endif
