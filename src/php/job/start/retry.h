/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_RETRY_H
#define BGPROC_PHP_JOB_START_RETRY_H

/* A new job made of what an earlier one was asked for. */

#include "src/php/job/object.h"

/* JobManager::retry() of a job found. False with an exception pending. */
bool bgproc_job_retry(zval *manager, struct bgproc_job_obj *job, HashTable *options, zval *result);

#endif
