/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_RUN_CALLABLE_H
#define BGPROC_PHP_JOB_CONTEXT_RUN_CALLABLE_H

/* The function of JobManager::startCall(), in its own process: called, and its result or its exception reported. */

#include "src/php/job/context/object.h"

/*
 * Leaves an exception pending that ends the script: that of an exit() in the function, or, after the function's own exception
 * was reported and printed to the error output, an exit with code 255, or the exception of a destructor that came after it.
 * In a forked child of the function nothing is reported: it returns, throws and exits for itself.
 */
void bgproc_job_run_callable(struct bgproc_job_context_obj *context, zval *callable, HashTable *arguments);

#endif
