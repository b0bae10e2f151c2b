/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_EXCEPTIONS_H
#define BGPROC_PHP_BASE_EXCEPTIONS_H

/* The exception classes, and the only function that makes an exception from a struct bgproc_error. */

#include "php.h"

#include "src/core/error.h"

extern zend_class_entry *bgproc_ce_throwable;
extern zend_class_entry *bgproc_ce_exception;
extern zend_class_entry *bgproc_ce_spawn_exception;
extern zend_class_entry *bgproc_ce_store_exception;
extern zend_class_entry *bgproc_ce_state_exception;
extern zend_class_entry *bgproc_ce_timeout_exception;
extern zend_class_entry *bgproc_ce_lock_exception;
extern zend_class_entry *bgproc_ce_job_exception;
extern zend_class_entry *bgproc_ce_job_cancelled_exception;

/*
 * Throws the exception of err->status. Its message is the text, then ": " and the system's reason; its code is the errno.
 * Does nothing when an exception is already pending. err must contain a failure.
 */
void bgproc_throw(const struct bgproc_error *err);

/* Throws a failure for which there is no struct bgproc_error. */
void bgproc_throw_status(enum bgproc_status status, int sys_errno, const char *format, ...)
	ZEND_ATTRIBUTE_FORMAT(printf, 3, 4);

void bgproc_exceptions_register(void);

#endif
