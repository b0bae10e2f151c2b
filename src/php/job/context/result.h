/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_RESULT_H
#define BGPROC_PHP_JOB_CONTEXT_RESULT_H

/* Encodes the result of the job and sends it. */

#include "src/php/job/context/object.h"

/*
 * Sends the result, which ends the job. An exception is pending when JSON cannot contain the result, when the supervisor
 * cannot be reached, and in a forked child. The output may be flushed: that runs code of the user, which may also leave an
 * exception.
 */
void bgproc_job_context_finish(struct bgproc_job_context_obj *context, zval *result);

#endif
