/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_OBJECT_H
#define BGPROC_PHP_BASE_OBJECT_H

/* Common code of the objects of all classes. */

#include "php.h"

#include <string.h>

/*
 * The handler "compare" for objects whose contents PHP does not see. PHP's own handler would find any two of them equal, and
 * in_array() would return a wrong result. Here an object equals only itself, which PHP checks before it calls the handler.
 */
static inline int bgproc_handle_compare(zval *one, zval *other)
{
	ZEND_COMPARE_OBJECTS_FALLBACK(one, other);
	return ZEND_UNCOMPARABLE;
}

/* Replaces the value of a field of an object. The old value is released last, because its destructors may use the object. */
static inline void bgproc_field_replace(zval *field, zval *value)
{
	zval before;

	ZVAL_COPY_VALUE(&before, field);
	ZVAL_COPY(field, value);
	zval_ptr_dtor(&before);
}

/* The first step of every create_object handler. The memory comes from zend_object_alloc(). */
static inline void bgproc_object_init(zend_object *object, zend_class_entry *ce, const zend_object_handlers *handlers)
{
	zend_object_std_init(object, ce);
	object_properties_init(object, ce);
	object->handlers = handlers;
}

/*
 * Handlers of a class whose objects contain data that PHP does not see, at offset before the zend_object: they cannot be
 * cloned, and are compared as above. get_gc is NULL if an object holds no values.
 */
static inline void bgproc_handlers_init(zend_object_handlers *handlers, int offset, zend_object_free_obj_t free_obj,
	zend_object_get_gc_t get_gc)
{
	memcpy(handlers, zend_get_std_object_handlers(), sizeof *handlers);
	handlers->offset = offset;
	handlers->free_obj = free_obj;
	if (get_gc) {
		handlers->get_gc = get_gc;
	}
	handlers->clone_obj = NULL;
	handlers->compare = bgproc_handle_compare;
}

#endif
