/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_OBJECT_H
#define BGPROC_PHP_BASE_OBJECT_H

/* What the objects of all classes have in common. */

#include "php.h"

#include <string.h>

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

/* What every create_object handler does first; the memory is zend_object_alloc()'s. */
static inline void bgproc_object_init(zend_object *object, zend_class_entry *ce, const zend_object_handlers *handlers)
{
	zend_object_std_init(object, ce);
	object_properties_init(object, ce);
	object->handlers = handlers;
}

/*
 * Handlers of a class whose objects hold more than PHP sees, at offset before the zend_object: they cannot be cloned, and are
 * compared as above. get_gc is NULL where an object holds no values.
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
