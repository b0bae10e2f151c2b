/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: d49745f343913fef95f2f03051588fddbf04014b */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_JobContext___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_id, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_attempt, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_update, 0, 0, IS_VOID, 0)
	ZEND_ARG_TYPE_MASK(0, progress, MAY_BE_LONG|MAY_BE_DOUBLE|MAY_BE_NULL, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, text, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_incrementProgress, 0, 0, IS_VOID, 0)
	ZEND_ARG_TYPE_MASK(0, by, MAY_BE_LONG|MAY_BE_DOUBLE, "1")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, text, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_getProgress, 0, 0, IS_DOUBLE, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_log, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, line, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_finish, 0, 0, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, result, IS_MIXED, 0, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_fail, 0, 1, IS_NEVER, 0)
	ZEND_ARG_TYPE_INFO(0, reason, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_isCancelled, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_throwIfCancelled, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobContext_run, 0, 2, IS_VOID, 0)
	ZEND_ARG_TYPE_MASK(0, callable, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO(0, arguments, IS_ARRAY, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(Bgproc_JobContext, __construct);
ZEND_METHOD(Bgproc_JobContext, id);
ZEND_METHOD(Bgproc_JobContext, attempt);
ZEND_METHOD(Bgproc_JobContext, update);
ZEND_METHOD(Bgproc_JobContext, incrementProgress);
ZEND_METHOD(Bgproc_JobContext, getProgress);
ZEND_METHOD(Bgproc_JobContext, log);
ZEND_METHOD(Bgproc_JobContext, finish);
ZEND_METHOD(Bgproc_JobContext, fail);
ZEND_METHOD(Bgproc_JobContext, isCancelled);
ZEND_METHOD(Bgproc_JobContext, throwIfCancelled);
ZEND_METHOD(Bgproc_JobContext, run);


static const zend_function_entry class_Bgproc_JobContext_methods[] = {
	ZEND_ME(Bgproc_JobContext, __construct, arginfo_class_Bgproc_JobContext___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(Bgproc_JobContext, id, arginfo_class_Bgproc_JobContext_id, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, attempt, arginfo_class_Bgproc_JobContext_attempt, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, update, arginfo_class_Bgproc_JobContext_update, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, incrementProgress, arginfo_class_Bgproc_JobContext_incrementProgress, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, getProgress, arginfo_class_Bgproc_JobContext_getProgress, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, log, arginfo_class_Bgproc_JobContext_log, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, finish, arginfo_class_Bgproc_JobContext_finish, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, fail, arginfo_class_Bgproc_JobContext_fail, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, isCancelled, arginfo_class_Bgproc_JobContext_isCancelled, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, throwIfCancelled, arginfo_class_Bgproc_JobContext_throwIfCancelled, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobContext, run, arginfo_class_Bgproc_JobContext_run, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_JobContext(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "JobContext", class_Bgproc_JobContext_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	return class_entry;
}
