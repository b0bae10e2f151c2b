/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_UNCAUGHT_H
#define BGPROC_PHP_BASE_UNCAUGHT_H

/* Exceptions of tasks: as text, and as a report when no caller can catch them. */

#include "php.h"

/* "RuntimeException: the message"; the caller owns it. */
zend_string *bgproc_uncaught_text(zend_object *exception);

/*
 * Passes an exception to the exception handler of the script, or reports it as a warning that also names its previous
 * exceptions. task is the start of the warning: what has failed. Takes ownership of the exception; exceptions thrown while
 * it is released are reported in the same way. Afterwards no exception is pending; exit() and fatal errors can be. What was
 * pending before stays pending.
 */
void bgproc_uncaught_report(zend_object *exception, const char *task);

#endif
