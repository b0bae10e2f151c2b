/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_WAIT_MANY_H
#define BGPROC_PHP_PROCESS_WAIT_MANY_H

/*
 * Waiting for more than one process: waitAll() and waitAny() of BackgroundProcess and of Bgproc\Job. There is no polling:
 * the end of a process makes its outcome pipe readable, or a pidfd of its supervisor.
 */

#include "php.h"

#include "src/php/process/object.h"

/* The started process of an object of the class; NULL with an exception pending. */
typedef struct bgproc_process_obj *bgproc_process_of(zval *object);

/*
 * The implementation of the static methods waitAll() and waitAny() for a class whose objects represent processes. They take
 * an iterable of objects of that class, and a timeout.
 */
void bgproc_wait_all(INTERNAL_FUNCTION_PARAMETERS, zend_class_entry *ce, bgproc_process_of *process_of);
void bgproc_wait_any(INTERNAL_FUNCTION_PARAMETERS, zend_class_entry *ce, bgproc_process_of *process_of);

#endif
