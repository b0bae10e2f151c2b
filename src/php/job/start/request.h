/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_REQUEST_H
#define BGPROC_PHP_JOB_START_REQUEST_H

/* The plans of jobs that send a request; its spec is on descriptor 0. */

#include "src/php/job/start/plan.h"

/* False with an exception pending. */
bool bgproc_job_request_plan(struct bgproc_job_plan *plan, zval *request);

/* Does the same for the repetition of an earlier request: its target is complete. */
bool bgproc_job_request_again(struct bgproc_job_plan *plan, zend_string *target);

#endif
