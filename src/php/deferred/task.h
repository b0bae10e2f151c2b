/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_TASK_H
#define BGPROC_PHP_DEFERRED_TASK_H

/* One task: its call, the release of what it held, and its result. */

#include "src/php/deferred/failures.h"

/* Runs a task and frees it. */
void bgproc_task_run(struct bgproc_deferred *deferred, struct bgproc_drain *drain, struct bgproc_task *task);

/* Frees a task that is not run; reason is a constant. */
void bgproc_task_skip(struct bgproc_deferred *deferred, struct bgproc_drain *drain, struct bgproc_task *task, const char *reason);

/* The message of the last error, which the caller owns. NULL: there is none. */
zend_string *bgproc_task_last_error(void);

/* Does what set_time_limit() does. 0: no limit; PHP's function would leave the old one running. */
void bgproc_task_restart_time_limit(zend_long seconds);

#endif
