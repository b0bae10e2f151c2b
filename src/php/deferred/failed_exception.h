/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_FAILED_EXCEPTION_H
#define BGPROC_PHP_DEFERRED_FAILED_EXCEPTION_H

/* Bgproc\BackgroundProcessingFailedException: its methods, and how it is thrown. background_processing.c registers the class. */

#include "php.h"

extern zend_class_entry *bgproc_ce_failed_exception;

/* Throws a BackgroundProcessingFailedException with an array of exceptions. The array stays the caller's. */
void bgproc_failed_exception_throw(zval *exceptions);

#endif
