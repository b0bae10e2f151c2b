/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_VALUE_SERIALIZER_H
#define BGPROC_PHP_BASE_VALUE_SERIALIZER_H

/*
 * One value as the bytes of a serializer, and back. Both run code of the script: methods of the objects, autoloaders. What it
 * throws is taken away and is part of the problem. Nothing here holds memory outside of PHP's heap.
 */

#include "php.h"

enum bgproc_serializer {
	BGPROC_SERIALIZER_PHP,
	BGPROC_SERIALIZER_IGBINARY,
};

/* Whether the extension of the serializer is loaded. */
bool bgproc_serializer_available(enum bgproc_serializer serializer);

/* Why it did not work. */
struct bgproc_payload_problem {
	zend_string *text;  /* owned; NULL: exit() or a fatal error is pending, there is nothing to say */
	zend_object *cause; /* owned; the exception that was thrown meanwhile, or NULL */
};

/* Throws a PayloadException "start: text" with the cause as previous exception, and frees the problem. Nothing without a text. */
void bgproc_payload_problem_throw(struct bgproc_payload_problem *problem, const char *start);

/* Frees it. This may run destructors of the script, which may throw. */
void bgproc_payload_problem_drop(struct bgproc_payload_problem *problem);

/* The bytes, which the caller owns; NULL, with the problem set. */
zend_string *bgproc_serialize(zval *value, enum bgproc_serializer serializer, struct bgproc_payload_problem *problem);

/* Sets value, which the caller owns: an array or an object. False, with the problem set and value undefined. */
bool bgproc_unserialize(const char *bytes, size_t length, enum bgproc_serializer serializer, zval *value,
	struct bgproc_payload_problem *problem);

#endif
