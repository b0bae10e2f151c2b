/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_ACCEPT_H
#define BGPROC_PHP_JOB_CONTEXT_ACCEPT_H

/*
 * Whether this script works for a job, and for which one. There are three ways, and each is accepted only where no other
 * client can use it: the environment in a program of the command line, parameters of FastCGI in a pool of FPM, and a signed
 * header anywhere else.
 */

#include "php.h"

/*
 * Fills result with a JobContext, or null (then *final says whether a later question may be answered in another way). False
 * with an exception pending.
 */
bool bgproc_job_accept(zval *result, bool *final);

/* The same, but only where the parameters of FastCGI say it: no code of the user runs, and nothing is read. */
bool bgproc_job_accept_parameters(zval *result);

/* The header that signs a request of this server; NULL: there is none. Borrowed. */
zend_string *bgproc_job_accept_header(void);

#endif
