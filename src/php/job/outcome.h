/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_OUTCOME_H
#define BGPROC_PHP_JOB_OUTCOME_H

/* The outcome of a job: its result, or why there is none. */

#include "src/php/job/object.h"

/* Decodes the JSON of KEY.result, which the record announces. False with an exception pending. */
bool bgproc_job_result(struct bgproc_job_obj *job, zval *result);

/* The array of Job::error(), or null; uses the record that bgproc_job_record() has read last. */
void bgproc_job_error(struct bgproc_job_obj *job, zval *result);

#endif
