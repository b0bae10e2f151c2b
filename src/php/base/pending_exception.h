/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_PENDING_EXCEPTION_H
#define BGPROC_PHP_BASE_PENDING_EXCEPTION_H

/*
 * The exception that is pending after a call into PHP code, and what to do when a second exception follows it. Throwing
 * exceptions of our own is in exceptions.h.
 */

#include "php.h"

/*
 * Takes the pending exception away; the caller owns it. NULL: no exception is pending. exit(), a fatal error that unwinds and
 * the end of a destroyed fiber are no exceptions: they stay pending.
 */
zend_object *bgproc_exception_take(void);

/* Drops whatever is pending. Unlike zend_clear_exception() it keeps an exception that an autoloader's caller has saved. */
void bgproc_exception_clear(void);

/*
 * Makes earlier, which is taken over, the last previous exception of later. Returns NULL, also when it is in that chain
 * already; or earlier, which the caller then owns: it cannot stand there because both have a common previous exception,
 * or because later is one of its own.
 */
zend_object *bgproc_exception_append(zend_object *later, zend_object *earlier);

/*
 * Makes one exception of two: the later one with the earlier one behind it, or the earlier one when the later one is
 * behind it already. Both are taken over, and both may be NULL; the caller owns the result. *left is set to the earlier
 * exception, which the caller then owns, when both have a common previous exception, else to NULL. With left == NULL it
 * is released, which may run destructors.
 */
zend_object *bgproc_exception_join(zend_object *earlier, zend_object *later, zend_object **left);

#endif
