/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_ACCEPT_H
#define BGPROC_PHP_JOB_CONTEXT_ACCEPT_H

/*
 * Finds out whether this script works for a job, and for which one. There are three sources, and each is used only where no
 * other client can set it: the environment in a program of the command line, parameters of FastCGI in a pool of FPM, and a
 * signed header under any other server.
 */

#include "php.h"

/*
 * Fills result with a JobContext or null. With null, *final is false if a later call may have a different result. False with
 * an exception pending.
 */
bool bgproc_job_accept(zval *result, bool *final);

/* Does the same using only the parameters of FastCGI: runs no code of the user, and reads no body. */
bool bgproc_job_accept_parameters(zval *result);

/* The header that signs a request of this server; NULL: there is none. Borrowed. */
zend_string *bgproc_job_accept_header(void);

#endif
