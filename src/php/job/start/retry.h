/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_RETRY_H
#define BGPROC_PHP_JOB_START_RETRY_H

/*
 * What a job was asked for, kept beside its record (KEY.request, docs/record.md), and the new job made of it. Nothing secret is
 * kept: no environment, cookie, authorization or key.
 */

#include "src/php/job/object.h"
#include "src/php/job/start/plan.h"

/*
 * Sets plan->request: the options of the start that a retry repeats, and the members of what (an array, taken over). False with
 * an exception pending.
 */
bool bgproc_job_retry_keep(struct bgproc_job_plan *plan, zval *what);

/* JobManager::retry() of a job found. False with an exception pending. */
bool bgproc_job_retry(zval *manager, struct bgproc_job_obj *job, HashTable *options, zval *result);

#endif
