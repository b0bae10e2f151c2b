/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_EXCEPTION_PROPERTY_H
#define BGPROC_PHP_BASE_EXCEPTION_PROPERTY_H

/*
 * The properties that Exception and Error have: message, code, file, line, trace, previous. They are accessed in their slots, so
 * no code of the script runs that could throw again: if a subclass has unset() the property, its __get() is not called and the
 * value is undefined.
 */

#include "php.h"

/* The value, without a reference around it. Borrowed. */
zval *bgproc_exception_property(zend_object *exception, const char *name);

/*
 * The value as text; the caller owns it. A subclass may have stored any value there. An object is not converted, because that
 * would run its code.
 */
zend_string *bgproc_exception_text(zend_object *exception, const char *name);

#endif
