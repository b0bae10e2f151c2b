/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 91b8e07bdccb634fb11e2f791b3b5b75b25045f9 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_Pool___construct, 0, 0, 1)
	ZEND_ARG_TYPE_MASK(0, worker, MAY_BE_CALLABLE|MAY_BE_OBJECT, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Pool_submit, 0, 0, Bgproc\\Future, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, args, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Pool_call, 0, 1, Bgproc\\Future, 0)
	ZEND_ARG_TYPE_INFO(0, method, IS_STRING, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, args, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Pool___call, 0, 2, Bgproc\\Future, 0)
	ZEND_ARG_TYPE_INFO(0, method, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, arguments, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_map, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, items, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, method, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Pool_each, 0, 1, Iterator, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, items, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, method, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_onReturn, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, f, IS_CALLABLE, 1)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Pool_onError arginfo_class_Bgproc_Pool_onReturn

#define arginfo_class_Bgproc_Pool_onTimeout arginfo_class_Bgproc_Pool_onReturn

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_isIdle, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_pending, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Pool_running arginfo_class_Bgproc_Pool_pending

#define arginfo_class_Bgproc_Pool_count arginfo_class_Bgproc_Pool_pending

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_resize, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, workers, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_reload, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_wait, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_close, 0, 0, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, grace, IS_DOUBLE, 0, "10.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_stats, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_Pool_getStream, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_dispatch, 0, 0, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "0.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Pool_run, 0, 0, IS_ARRAY, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, tasks, IS_CALLABLE, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(Bgproc_Pool, __construct);
ZEND_METHOD(Bgproc_Pool, submit);
ZEND_METHOD(Bgproc_Pool, call);
ZEND_METHOD(Bgproc_Pool, __call);
ZEND_METHOD(Bgproc_Pool, map);
ZEND_METHOD(Bgproc_Pool, each);
ZEND_METHOD(Bgproc_Pool, onReturn);
ZEND_METHOD(Bgproc_Pool, onError);
ZEND_METHOD(Bgproc_Pool, onTimeout);
ZEND_METHOD(Bgproc_Pool, isIdle);
ZEND_METHOD(Bgproc_Pool, pending);
ZEND_METHOD(Bgproc_Pool, running);
ZEND_METHOD(Bgproc_Pool, count);
ZEND_METHOD(Bgproc_Pool, resize);
ZEND_METHOD(Bgproc_Pool, reload);
ZEND_METHOD(Bgproc_Pool, wait);
ZEND_METHOD(Bgproc_Pool, close);
ZEND_METHOD(Bgproc_Pool, stats);
ZEND_METHOD(Bgproc_Pool, getStream);
ZEND_METHOD(Bgproc_Pool, dispatch);
ZEND_METHOD(Bgproc_Pool, run);


static const zend_function_entry class_Bgproc_Pool_methods[] = {
	ZEND_ME(Bgproc_Pool, __construct, arginfo_class_Bgproc_Pool___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, submit, arginfo_class_Bgproc_Pool_submit, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, call, arginfo_class_Bgproc_Pool_call, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, __call, arginfo_class_Bgproc_Pool___call, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, map, arginfo_class_Bgproc_Pool_map, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, each, arginfo_class_Bgproc_Pool_each, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, onReturn, arginfo_class_Bgproc_Pool_onReturn, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, onError, arginfo_class_Bgproc_Pool_onError, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, onTimeout, arginfo_class_Bgproc_Pool_onTimeout, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, isIdle, arginfo_class_Bgproc_Pool_isIdle, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, pending, arginfo_class_Bgproc_Pool_pending, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, running, arginfo_class_Bgproc_Pool_running, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, count, arginfo_class_Bgproc_Pool_count, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, resize, arginfo_class_Bgproc_Pool_resize, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, reload, arginfo_class_Bgproc_Pool_reload, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, wait, arginfo_class_Bgproc_Pool_wait, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, close, arginfo_class_Bgproc_Pool_close, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, stats, arginfo_class_Bgproc_Pool_stats, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, getStream, arginfo_class_Bgproc_Pool_getStream, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, dispatch, arginfo_class_Bgproc_Pool_dispatch, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Pool, run, arginfo_class_Bgproc_Pool_run, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_Pool(zend_class_entry *class_entry_Countable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "Pool", class_Bgproc_Pool_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Countable);

	return class_entry;
}
