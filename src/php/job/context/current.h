/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_CURRENT_H
#define BGPROC_PHP_JOB_CONTEXT_CURRENT_H

/*
 * The job of this request: found at the first call, informed of an error that ends the script, and forgotten at the end of
 * the request.
 */

#include "php.h"

/* JobManager::current(): the context or null. False with an exception pending. */
bool bgproc_job_context_current(zval *result);

/* Called at the end of the request. */
void bgproc_job_context_rshutdown(void);

#endif
