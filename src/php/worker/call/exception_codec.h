/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CALL_EXCEPTION_CODEC_H
#define BGPROC_PHP_WORKER_CALL_EXCEPTION_CODEC_H

/*
 * Exceptions as bytes, for the parent. The bytes have a description of each exception in the chain (class, message, code, file,
 * line, trace as text) and, if it can be serialized, the exception itself. Constructors are never called.
 */

#include "php.h"

#include "src/core/buf.h"
#include "src/php/base/value_codec.h"

/*
 * Appends the bytes. The arguments in the traces of the exception and its previous ones are removed first: they often cannot be
 * serialized, and may be large. False only when memory runs out. Exceptions thrown meanwhile are dropped; exit() and fatal errors
 * stay pending.
 */
bool bgproc_exception_encode(struct bgproc_buf *buf, zend_object *exception, enum bgproc_serializer serializer);

/*
 * The exception, which the caller owns; never NULL. It is the original one with a Bgproc\RemoteException as its last previous
 * exception, which has the trace of the worker; or a RemoteException if the original could not be carried over. Nothing is
 * pending afterwards that was not before.
 */
zend_object *bgproc_exception_decode(const char *bytes, size_t length, enum bgproc_serializer serializer);

/* "DomainException: the message", without the exception itself: no code of the user runs. The caller owns it. */
zend_string *bgproc_exception_describe(const char *bytes, size_t length);

#endif
