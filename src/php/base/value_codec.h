/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_VALUE_CODEC_H
#define BGPROC_PHP_BASE_VALUE_CODEC_H

/*
 * PHP values as bytes, for another process of the same program (src/ipc/value.h). Null, booleans, numbers, strings and packed
 * arrays of them need no serializer. Everything else is serialized. A value that cannot be carried over is an error: a resource,
 * which serialize() would turn into 0, a closure, or an object whose class the receiver does not know.
 *
 * A function that returns false has left a Bgproc\PayloadException pending, whose previous exception is the cause, if there is
 * one (for example what __serialize() has thrown). exit() and fatal errors stay what they are.
 */

#include "php.h"

#include "src/core/buf.h"
#include "src/php/base/value/serializer.h"

/*
 * Appends the bytes of one value, which a worker sends to its parent. what: "The result": the start of the message. On failure
 * buf is as before. All code of the script runs before the first byte is appended, and nothing can end the script after that:
 * a buf that was empty holds no memory when PHP jumps out of the call.
 */
bool bgproc_value_encode(struct bgproc_buf *buf, zval *value, enum bgproc_serializer serializer, const char *what);

/* The caller owns the value, which is undefined on failure. */
bool bgproc_value_decode(
	const char *bytes, size_t length, enum bgproc_serializer serializer, const char *what, zval *value);

/*
 * Appends the arguments of a call, which a parent sends to a worker; named may be NULL. Objects and references that several
 * arguments share stay shared. As to buf, see above.
 */
bool bgproc_arguments_encode(
	struct bgproc_buf *buf, uint32_t count, zval *values, HashTable *named, enum bgproc_serializer serializer);

struct bgproc_arguments {
	zval array;       /* owned; packed: the positional arguments, without holes */
	uint32_t count;   /* of the positional ones */
	zval *values;     /* borrowed from array */
	HashTable *named; /* owned; NULL: none */
};

bool bgproc_arguments_decode(
	const char *bytes, size_t length, enum bgproc_serializer serializer, struct bgproc_arguments *arguments);
void bgproc_arguments_free(struct bgproc_arguments *arguments);

#endif
