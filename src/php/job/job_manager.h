/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_JOB_MANAGER_H
#define BGPROC_PHP_JOB_JOB_MANAGER_H

/* class Bgproc\JobManager: its methods. */

#include "php.h"

void bgproc_job_manager_register(void);

#endif
