/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_PENDING_EXCEPTION_H
#define BGPROC_PHP_BASE_PENDING_EXCEPTION_H

/*
 * The exception that is pending after a call into PHP code, and how to combine it with a second one. exceptions.h throws
 * exceptions of our own.
 */

#include "php.h"

/*
 * Takes the pending exception away; the caller owns it. NULL: no exception is pending. exit(), a fatal error that unwinds
 * the stack and the end of a destroyed fiber are not exceptions: they stay pending.
 */
zend_object *bgproc_exception_take(void);

/* Drops whatever is pending. Unlike zend_clear_exception() it keeps an exception that PHP has saved while an autoloader runs. */
void bgproc_exception_clear(void);

/*
 * Makes earlier the last previous exception of later; takes ownership of earlier. Returns NULL, also when earlier is already
 * in the chain. Returns earlier, which the caller then owns, when it cannot be put there: both have a common previous
 * exception, or later is itself a previous exception of earlier.
 */
zend_object *bgproc_exception_append(zend_object *later, zend_object *earlier);

/*
 * Makes one exception of two: later with earlier as a previous exception, or only earlier when later is already in the chain
 * of earlier. Takes ownership of both; both may be NULL; the caller owns the result. When both have a common previous
 * exception, *left is set to the earlier exception, which the caller then owns; else to NULL. With left == NULL that
 * exception is released, which may run destructors.
 */
zend_object *bgproc_exception_join(zend_object *earlier, zend_object *later, zend_object **left);

#endif
