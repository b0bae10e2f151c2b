/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_WAIT_MANY_H
#define BGPROC_PHP_PROCESS_WAIT_MANY_H

/*
 * Waiting for more than one process: waitAll() and waitAny() of BackgroundProcess and of Bgproc\Job. No loop asks again and
 * again: the end of a process is seen on its outcome pipe, or on a pidfd of its supervisor.
 */

#include "php.h"

#include "src/platform/clock.h"

/*
 * The deadline of an argument "timeout" in seconds; forever: it was null. False with a \ValueError for argument arg_num
 * pending.
 */
bool bgproc_wait_deadline(double timeout, bool forever, uint32_t arg_num, struct bgproc_deadline *deadline);

/*
 * The bodies of the static methods waitAll() and waitAny() of a class, which is BackgroundProcess or Bgproc\Job. They take
 * an iterable of objects of that class, and a timeout.
 */
void bgproc_wait_all(INTERNAL_FUNCTION_PARAMETERS, zend_class_entry *ce);
void bgproc_wait_any(INTERNAL_FUNCTION_PARAMETERS, zend_class_entry *ce);

#endif
