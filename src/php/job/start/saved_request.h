/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_SAVED_REQUEST_H
#define BGPROC_PHP_JOB_START_SAVED_REQUEST_H

/*
 * The request of a job, saved next to its record (KEY.request, docs/record.md) so that a retry can repeat it. No secrets are
 * saved: no environment, cookie, authorization or key.
 */

#include "src/php/job/object.h"
#include "src/php/job/start/plan.h"

/*
 * Sets plan->request: the options of the start that a retry repeats, and the members of what (an array; ownership is taken).
 * False with an exception pending.
 */
bool bgproc_job_save_request(struct bgproc_job_plan *plan, zval *what);

/* Makes saved the array that was saved for a job; it has "kind" and "options". False with an exception pending. */
bool bgproc_job_load_request(struct bgproc_job_obj *job, zval *saved);

/* The member, if it is of that type; otherwise NULL. Borrowed. */
zval *bgproc_job_saved_member(zval *saved, const char *name, zend_uchar type);

#endif
