/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_OBJECT_H
#define BGPROC_PHP_BASE_OBJECT_H

/* What the objects of all classes have in common. */

#include "php.h"

/*
 * The handler "compare" of objects whose contents PHP does not see: it would find any two of them equal, and in_array() the
 * wrong one. Each is equal to itself only, which PHP finds out before it asks.
 */
static inline int bgproc_handle_compare(zval *one, zval *other)
{
	ZEND_COMPARE_OBJECTS_FALLBACK(one, other);
	return ZEND_UNCOMPARABLE;
}

/* Gives a field of an object another value. The old one goes last: destructors of what it holds may use the object. */
static inline void bgproc_field_replace(zval *field, zval *value)
{
	zval before;

	ZVAL_COPY_VALUE(&before, field);
	ZVAL_COPY(field, value);
	zval_ptr_dtor(&before);
}

#endif
