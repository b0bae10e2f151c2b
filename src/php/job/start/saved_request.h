/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_SAVED_REQUEST_H
#define BGPROC_PHP_JOB_START_SAVED_REQUEST_H

/*
 * What a job was asked for, kept beside its record (KEY.request, docs/record.md), to be repeated. Nothing secret is kept: no
 * environment, cookie, authorization or key.
 */

#include "src/php/job/object.h"
#include "src/php/job/start/plan.h"

/*
 * Sets plan->request: the options of the start that a retry repeats, and the members of what (an array, taken over). False with
 * an exception pending.
 */
bool bgproc_job_save_request(struct bgproc_job_plan *plan, zval *what);

/* Makes saved the array that was kept of a job, which has "kind" and "options". False with an exception pending. */
bool bgproc_job_load_request(struct bgproc_job_obj *job, zval *saved);

/* A member of that type; NULL: there is none. Borrowed. */
zval *bgproc_job_saved_member(zval *saved, const char *name, zend_uchar type);

#endif
