/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_REQUEST_TARGET_H
#define BGPROC_PHP_JOB_START_REQUEST_TARGET_H

/* Path and query of a request, made from the caller's arguments. */

#include "src/php/job/start/plan.h"

/*
 * The target from the argument "request" and the option "query"; the caller releases it. A list may set options. NULL with
 * an exception pending.
 */
zend_string *bgproc_job_target(struct bgproc_job_plan *plan, zval *request);

/* Whether a request can have this target. Otherwise false with a \ValueError pending. */
bool bgproc_job_target_check(const zend_string *target);

/* Encodes pairs as the text of a form; a string is returned unchanged. The caller releases it. NULL with an exception pending. */
zend_string *bgproc_job_target_form(zval *pairs);

#endif
