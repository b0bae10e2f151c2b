/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_RUN_CALLABLE_H
#define BGPROC_PHP_JOB_CONTEXT_RUN_CALLABLE_H

/* Calls the function of JobManager::startCall() in its own process, and reports its result or its exception. */

#include "src/php/job/context/object.h"

/*
 * Leaves an exception pending that ends the script. It is that of an exit() in the function; or, after the function's own
 * exception was reported and printed to the error output, an exit with code 255 or a later exception of a destructor. In a
 * forked child of the function nothing is reported.
 */
void bgproc_job_run_callable(struct bgproc_job_context_obj *context, zval *callable, HashTable *arguments);

#endif
