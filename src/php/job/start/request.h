/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_REQUEST_H
#define BGPROC_PHP_JOB_START_REQUEST_H

/* Jobs that are requests: what is to be sent, as a plan with a spec on descriptor 0. */

#include "src/php/job/start/plan.h"

/* False with an exception pending. */
bool bgproc_job_request_plan(struct bgproc_job_plan *plan, zval *request);

/* The same for a request that was made before: its target is complete. */
bool bgproc_job_request_again(struct bgproc_job_plan *plan, zend_string *target);

#endif
