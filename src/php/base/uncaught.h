/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_UNCAUGHT_H
#define BGPROC_PHP_BASE_UNCAUGHT_H

/* Exceptions of tasks: as text, and as a report when there is no caller that could catch them. */

#include "php.h"

/* "RuntimeException: the message"; the caller owns it. */
zend_string *bgproc_uncaught_text(zend_object *exception);

/*
 * Gives an exception to the handler that the script has set, or makes it a warning, which names its previous exceptions,
 * too. task is what failed, as the start of the warning. The exception is taken over; whatever its release throws is
 * reported in the same way. No exception is pending afterwards, only exit() and fatal errors can be. What is pending
 * before stays.
 */
void bgproc_uncaught_report(zend_object *exception, const char *task);

#endif
