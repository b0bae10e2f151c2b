/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/exception_property.h"

#include "zend_exceptions.h"

#include <string.h>

zval *bgproc_exception_property(zend_object *exception, const char *name)
{
	const zend_property_info *info =
		zend_hash_str_find_ptr(&zend_get_exception_base(exception)->properties_info, name, strlen(name));
	zval *value = OBJ_PROP(exception, info->offset);

	ZVAL_DEREF(value);
	return value;
}

zend_string *bgproc_exception_text(zend_object *exception, const char *name)
{
	zval value;

	ZVAL_COPY_VALUE(&value, bgproc_exception_property(exception, name));
	if (Z_TYPE(value) == IS_OBJECT || Z_TYPE(value) == IS_ARRAY) {
		return zend_strpprintf(0, "(%s)", zend_zval_type_name(&value));
	}
	return zval_get_string(&value);
}
