/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_VALUE_SEARCH_H
#define BGPROC_PHP_BASE_VALUE_SEARCH_H

/*
 * Looks through a value and all that it contains for what serializers pass over in silence. Any nesting and any circle is
 * fine: nothing here recurses.
 */

#include "php.h"

/*
 * Why the value must not be serialized: a resource (it would become 0), an object that PHP refuses to serialize, or a nesting
 * that unserialize() would refuse. NULL: nothing was found. The caller owns the text. What __serialize(), __sleep() and
 * Serializable of the script's classes return is not seen. A lazy object is initialized, as a serializer would do: its
 * initializer may leave an exception pending.
 *
 * held must be initialized with ZVAL_PTR_DTOR. It gets every object and reference that was met, and is to be destroyed after the
 * value was serialized: a reference that nothing but the value itself holds is none for PHP, which writes null where an array
 * contains itself by such a one.
 */
zend_string *bgproc_value_unserializable(zval *value, HashTable *held);

/*
 * The name of a class that does not exist here, of an object in an unserialized value; NULL: none. The caller owns the text.
 * No code of the script runs.
 */
zend_string *bgproc_value_unknown_class(zval *value);

#endif
