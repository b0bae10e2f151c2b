/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_CURRENT_H
#define BGPROC_PHP_JOB_CONTEXT_CURRENT_H

/* The job this request works for: found when it is asked for, told how the script has ended, forgotten with the request. */

#include "php.h"

/* JobManager::current(): the context or null. False with an exception pending. */
bool bgproc_job_context_current(zval *result);

/* The end of the request. */
void bgproc_job_context_rshutdown(void);

#endif
