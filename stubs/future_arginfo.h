/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: f76f2921c4a2dd7b8d295316e01c4d5aadca2615 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_Future___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Future_await, 0, 0, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Future_isDone, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Future_cancel arginfo_class_Bgproc_Future_isDone

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Future_getState, 0, 0, Bgproc\\State, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Future_getError, 0, 0, Throwable, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Future_then, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, f, IS_CALLABLE, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Future_catch arginfo_class_Bgproc_Future_then

#define arginfo_class_Bgproc_Future_finally arginfo_class_Bgproc_Future_then

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Future_all, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, futures, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Future_any, 0, 1, IS_MIXED, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, futures, Traversable, MAY_BE_ARRAY, NULL)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Future_race arginfo_class_Bgproc_Future_any


ZEND_METHOD(Bgproc_Future, __construct);
ZEND_METHOD(Bgproc_Future, await);
ZEND_METHOD(Bgproc_Future, isDone);
ZEND_METHOD(Bgproc_Future, cancel);
ZEND_METHOD(Bgproc_Future, getState);
ZEND_METHOD(Bgproc_Future, getError);
ZEND_METHOD(Bgproc_Future, then);
ZEND_METHOD(Bgproc_Future, catch);
ZEND_METHOD(Bgproc_Future, finally);
ZEND_METHOD(Bgproc_Future, all);
ZEND_METHOD(Bgproc_Future, any);
ZEND_METHOD(Bgproc_Future, race);


static const zend_function_entry class_Bgproc_Future_methods[] = {
	ZEND_ME(Bgproc_Future, __construct, arginfo_class_Bgproc_Future___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(Bgproc_Future, await, arginfo_class_Bgproc_Future_await, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, isDone, arginfo_class_Bgproc_Future_isDone, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, cancel, arginfo_class_Bgproc_Future_cancel, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, getState, arginfo_class_Bgproc_Future_getState, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, getError, arginfo_class_Bgproc_Future_getError, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, then, arginfo_class_Bgproc_Future_then, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, catch, arginfo_class_Bgproc_Future_catch, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, finally, arginfo_class_Bgproc_Future_finally, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Future, all, arginfo_class_Bgproc_Future_all, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(Bgproc_Future, any, arginfo_class_Bgproc_Future_any, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(Bgproc_Future, race, arginfo_class_Bgproc_Future_race, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_Future(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "Future", class_Bgproc_Future_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval property_id_default_value;
	ZVAL_UNDEF(&property_id_default_value);
	zend_string *property_id_name = zend_string_init("id", sizeof("id") - 1, 1);
	zend_declare_typed_property(class_entry, property_id_name, &property_id_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_id_name);

	return class_entry;
}
