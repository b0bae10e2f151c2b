/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_OBJECT_H
#define BGPROC_PHP_BASE_OBJECT_H

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

#endif
