/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_REQUEST_TARGET_H
#define BGPROC_PHP_JOB_START_REQUEST_TARGET_H

/* Path and query of a request, made of what the caller gave. */

#include "src/php/job/start/plan.h"

/*
 * Of the argument "request", with the option "query"; the caller releases it. A list may set options. NULL with an exception
 * pending.
 */
zend_string *bgproc_job_target(struct bgproc_job_plan *plan, zval *request);

/* Whether a request can have this target. False with a \ValueError pending. */
bool bgproc_job_target_check(const zend_string *target);

/* Pairs of a form as text; a string is taken as it is. The caller releases it. NULL with an exception pending. */
zend_string *bgproc_job_target_form(zval *pairs);

#endif
