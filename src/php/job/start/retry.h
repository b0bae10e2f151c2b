/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_RETRY_H
#define BGPROC_PHP_JOB_START_RETRY_H

/* A new job that repeats the request of an earlier one. */

#include "src/php/job/object.h"

/* JobManager::retry() for an existing job. False with an exception pending. */
bool bgproc_job_retry(zval *manager, struct bgproc_job_obj *job, HashTable *options, zval *result);

#endif
