/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_RUN_ONCE_H
#define BGPROC_PHP_WORKER_CHILD_RUN_ONCE_H

/* The life of a process of Pool::run(): one task. */

#include "php.h"

#include "src/php/base/callback.h"

/* Runs the task, sends its result or exception over fd, the child's end of a channel, and ends the process. */
ZEND_NORETURN void bgproc_run_once(struct bgproc_callback *task, int fd, bool stream);

#endif
