/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_JOB_CONTEXT_H
#define BGPROC_PHP_JOB_CONTEXT_JOB_CONTEXT_H

/* class Bgproc\JobContext: its methods. */

#include "php.h"

/* type: the type of the module, from MINIT. */
void bgproc_job_context_register(int type);

#endif
