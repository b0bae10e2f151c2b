/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_EXCEPTIONS_H
#define BGPROC_PHP_BASE_EXCEPTIONS_H

/* The exception classes, and all functions that make exceptions of them from the data of a failure. */

#include "php.h"

#include "src/core/error.h"

#include <sys/types.h>

extern zend_class_entry *bgproc_ce_throwable;
extern zend_class_entry *bgproc_ce_exception;
extern zend_class_entry *bgproc_ce_spawn_exception;
extern zend_class_entry *bgproc_ce_store_exception;
extern zend_class_entry *bgproc_ce_state_exception;
extern zend_class_entry *bgproc_ce_timeout_exception;
extern zend_class_entry *bgproc_ce_lock_exception;
extern zend_class_entry *bgproc_ce_job_exception;
extern zend_class_entry *bgproc_ce_job_cancelled_exception;
extern zend_class_entry *bgproc_ce_payload_exception;
extern zend_class_entry *bgproc_ce_call_timeout_exception;
extern zend_class_entry *bgproc_ce_queue_full_exception;
extern zend_class_entry *bgproc_ce_cancelled_exception;
extern zend_class_entry *bgproc_ce_worker_lost_exception;
extern zend_class_entry *bgproc_ce_remote_exception;

/*
 * Throws the exception of err->status. Its message is the text, then ": " and the system's reason; its code is the errno.
 * Does nothing when an exception is already pending. err must contain a failure.
 */
void bgproc_throw(const struct bgproc_error *err);

/* Throws a failure for which there is no struct bgproc_error. */
void bgproc_throw_status(enum bgproc_status status, int sys_errno, const char *format, ...)
	ZEND_ATTRIBUTE_FORMAT(printf, 3, 4);

/*
 * An exception that is not thrown; the caller owns it. The message is borrowed. It has no trace: the place where the failure was
 * noticed says nothing of its cause.
 */
zend_object *bgproc_exception_create(zend_class_entry *ce, zend_string *message);

/*
 * A WorkerLostException that is not thrown; the caller owns it. signal 0 and exit_code -1: none, or not known. The message is
 * borrowed.
 */
zend_object *bgproc_worker_lost_create(zend_string *message, pid_t pid, int signal, int exit_code, bool out_of_memory);

/*
 * A RemoteException that is not thrown; the caller owns it. All texts are borrowed. code is an integer or a string: PDOException
 * has a string.
 */
zend_object *bgproc_remote_exception_create(zend_string *class_name, zend_string *message, zval *code, zend_string *file,
	zend_long line, zend_string *trace);

void bgproc_exceptions_register(void);

#endif
