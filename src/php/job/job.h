/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_JOB_H
#define BGPROC_PHP_JOB_JOB_H

/* class Bgproc\Job: its methods are here and in job_*.c, what they call below. */

#include "php.h"

void bgproc_job_register(void);

#endif
