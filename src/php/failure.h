/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_FAILURE_H
#define BGPROC_PHP_FAILURE_H

/* Exceptions of tasks: as text, and told to somebody when there is no caller to throw them to. */

#include "php.h"

/* "RuntimeException: the message"; the caller owns it. */
zend_string *bgproc_failure_text(zend_object *exception);

/*
 * Gives an exception to the handler that the script has set, or makes it a warning. task is what failed, as the start of
 * the warning. The exception is taken over. Only exit() and fatal errors can be pending afterwards.
 */
void bgproc_failure_report(zend_object *exception, const char *task);

#endif
