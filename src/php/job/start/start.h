/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_START_H
#define BGPROC_PHP_JOB_START_START_H

/* The start of a job: the start of a background process, with the additions of the plan. */

#include "src/php/job/start/plan.h"

/* Starts the job, or finds the job that holds its claim. Fills result with a Job; false with an exception pending. */
bool bgproc_job_start(struct bgproc_job_plan *plan, zval *result);

#endif
