/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_START_CALL_H
#define BGPROC_PHP_JOB_START_CALL_H

/* The plans of jobs that call a PHP function, and of jobs that run a command. */

#include "src/php/job/start/plan.h"

/* False with an exception pending. */
bool bgproc_job_call_plan(struct bgproc_job_plan *plan, zval *callable, HashTable *arguments);
bool bgproc_job_command_plan(struct bgproc_job_plan *plan, zval *commandline);

#endif
