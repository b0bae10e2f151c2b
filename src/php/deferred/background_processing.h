/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_BACKGROUND_PROCESSING_H
#define BGPROC_PHP_DEFERRED_BACKGROUND_PROCESSING_H

/* class BackgroundProcessing, its exceptions and timers: everything of stubs/background_processing.stub.php. */

#include "php.h"

extern zend_class_entry *bgproc_ce_failed_exception;

/* Throws Bgproc\BackgroundProcessingFailedException over an array of exceptions, which stays the caller's. */
void bgproc_failed_exception_throw(zval *exceptions);

/* The method that PHP calls at the end of the script. */
zend_function *bgproc_background_processing_hook(void);

/* After bgproc_ini_register() and bgproc_exceptions_register(). */
void bgproc_background_processing_register(void);

#endif
