/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/failed_exception.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"

zend_class_entry *bgproc_ce_failed_exception;

/* Sets the message, the list and the previous exception of a BackgroundProcessingFailedException. */
static void fill_failed_exception(zend_object *exception, zval *exceptions)
{
	zend_string *message =
		zend_strpprintf(0, "%u background processing task(s) failed", zend_hash_num_elements(Z_ARRVAL_P(exceptions)));
	zval *first = zend_hash_index_find(Z_ARRVAL_P(exceptions), 0);
	zval value;

	ZVAL_STR(&value, message);
	zend_update_property_ex(zend_ce_exception, exception, ZSTR_KNOWN(ZEND_STR_MESSAGE), &value);
	zval_ptr_dtor(&value);
	zend_update_property(bgproc_ce_failed_exception, exception, ZEND_STRL("exceptions"), exceptions);
	if (first) {
		ZVAL_DEREF(first);
		if (Z_TYPE_P(first) == IS_OBJECT && instanceof_function(Z_OBJCE_P(first), zend_ce_throwable)) {
			zend_update_property_ex(zend_ce_exception, exception, ZSTR_KNOWN(ZEND_STR_PREVIOUS), first);
		}
	}
}

void bgproc_failed_exception_throw(zval *exceptions)
{
	zval exception;

	if (object_init_ex(&exception, bgproc_ce_failed_exception) != SUCCESS) {
		return;
	}
	fill_failed_exception(Z_OBJ(exception), exceptions);
	zend_throw_exception_internal(Z_OBJ(exception));
}

ZEND_METHOD(Bgproc_BackgroundProcessingFailedException, __construct)
{
	zval *exceptions, *exception;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_ARRAY(exceptions)
	ZEND_PARSE_PARAMETERS_END();

	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(exceptions), exception) {
		ZVAL_DEREF(exception);
		if (Z_TYPE_P(exception) != IS_OBJECT || !instanceof_function(Z_OBJCE_P(exception), zend_ce_throwable)) {
			zend_argument_type_error(1, "must contain only instances of Throwable");
			RETURN_THROWS();
		}
	}
	ZEND_HASH_FOREACH_END();
	fill_failed_exception(Z_OBJ_P(ZEND_THIS), exceptions);
}

ZEND_METHOD(Bgproc_BackgroundProcessingFailedException, getExceptions)
{
	zval *exceptions, space;

	ZEND_PARSE_PARAMETERS_NONE();
	exceptions = zend_read_property(
		bgproc_ce_failed_exception, Z_OBJ_P(ZEND_THIS), ZEND_STRL("exceptions"), false, &space);
	RETURN_COPY_DEREF(exceptions);
}
