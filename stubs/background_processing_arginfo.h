/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: c53695137bbb71fc6e0692a32e9e946427b5e188 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_BackgroundProcessingFailedException___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, exceptions, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_BackgroundProcessingFailedException_getExceptions, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessing_add, 0, 1, IS_VOID, 0)
	ZEND_ARG_OBJ_INFO(0, op, Closure, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, params, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessing_run, 0, 0, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, stopTiming, _IS_BOOL, 0, "false")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessing_addTimer, 0, 1, IS_VOID, 0)
	ZEND_ARG_OBJ_INFO(0, timer, Bgproc\\Timer\\AbstractTimer, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessing_setExecutionType, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, executionType, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessing_getExecutionType, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessing_atShutdown, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(Bgproc_BackgroundProcessingFailedException, __construct);
ZEND_METHOD(Bgproc_BackgroundProcessingFailedException, getExceptions);
ZEND_METHOD(BackgroundProcessing, add);
ZEND_METHOD(BackgroundProcessing, run);
ZEND_METHOD(BackgroundProcessing, addTimer);
ZEND_METHOD(BackgroundProcessing, setExecutionType);
ZEND_METHOD(BackgroundProcessing, getExecutionType);
ZEND_METHOD(BackgroundProcessing, atShutdown);


static const zend_function_entry class_Bgproc_AlreadyInvokedException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_InvalidEnvironmentException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_BackgroundProcessingFailedException_methods[] = {
	ZEND_ME(Bgproc_BackgroundProcessingFailedException, __construct, arginfo_class_Bgproc_BackgroundProcessingFailedException___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_BackgroundProcessingFailedException, getExceptions, arginfo_class_Bgproc_BackgroundProcessingFailedException_getExceptions, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_BackgroundProcessing_methods[] = {
	ZEND_ME(BackgroundProcessing, add, arginfo_class_BackgroundProcessing_add, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(BackgroundProcessing, run, arginfo_class_BackgroundProcessing_run, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(BackgroundProcessing, addTimer, arginfo_class_BackgroundProcessing_addTimer, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(BackgroundProcessing, setExecutionType, arginfo_class_BackgroundProcessing_setExecutionType, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(BackgroundProcessing, getExecutionType, arginfo_class_BackgroundProcessing_getExecutionType, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(BackgroundProcessing, atShutdown, arginfo_class_BackgroundProcessing_atShutdown, ZEND_ACC_PRIVATE|ZEND_ACC_STATIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_AlreadyInvokedException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "AlreadyInvokedException", class_Bgproc_AlreadyInvokedException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_InvalidEnvironmentException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "InvalidEnvironmentException", class_Bgproc_InvalidEnvironmentException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_BackgroundProcessingFailedException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "BackgroundProcessingFailedException", class_Bgproc_BackgroundProcessingFailedException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	zval property_exceptions_default_value;
	ZVAL_EMPTY_ARRAY(&property_exceptions_default_value);
	zend_string *property_exceptions_name = zend_string_init("exceptions", sizeof("exceptions") - 1, 1);
	zend_declare_typed_property(class_entry, property_exceptions_name, &property_exceptions_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_exceptions_name);

	return class_entry;
}

static zend_class_entry *register_class_BackgroundProcessing(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "BackgroundProcessing", class_BackgroundProcessing_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval const_EXECUTION_TYPE_STOP_ON_ERROR_value;
	ZVAL_LONG(&const_EXECUTION_TYPE_STOP_ON_ERROR_value, 0);
	zend_string *const_EXECUTION_TYPE_STOP_ON_ERROR_name = zend_string_init_interned("EXECUTION_TYPE_STOP_ON_ERROR", sizeof("EXECUTION_TYPE_STOP_ON_ERROR") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_EXECUTION_TYPE_STOP_ON_ERROR_name, &const_EXECUTION_TYPE_STOP_ON_ERROR_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_EXECUTION_TYPE_STOP_ON_ERROR_name);

	zval const_EXECUTION_TYPE_CONTINUE_ON_ERROR_value;
	ZVAL_LONG(&const_EXECUTION_TYPE_CONTINUE_ON_ERROR_value, 1);
	zend_string *const_EXECUTION_TYPE_CONTINUE_ON_ERROR_name = zend_string_init_interned("EXECUTION_TYPE_CONTINUE_ON_ERROR", sizeof("EXECUTION_TYPE_CONTINUE_ON_ERROR") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_EXECUTION_TYPE_CONTINUE_ON_ERROR_name, &const_EXECUTION_TYPE_CONTINUE_ON_ERROR_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_EXECUTION_TYPE_CONTINUE_ON_ERROR_name);

	return class_entry;
}
