/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: dc0c1c78f56eed880c7ff84253b7009e4a333474 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_JobManager___construct, 0, 0, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_JobManager_start, 0, 1, Bgproc\\Job, 0)
	ZEND_ARG_TYPE_MASK(0, request, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_JobManager_startCommand, 0, 1, Bgproc\\Job, 0)
	ZEND_ARG_TYPE_MASK(0, commandline, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_JobManager_startCall, 0, 1, Bgproc\\Job, 0)
	ZEND_ARG_TYPE_MASK(0, callable, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, arguments, IS_ARRAY, 0, "[]")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_JobManager_find, 0, 1, Bgproc\\Job, 1)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, scope, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobManager_list, 0, 0, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, filter, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobManager_getStatus, 0, 1, IS_ARRAY, 1)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, scope, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobManager_jobExists, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, scope, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobManager_getScope, 0, 1, IS_STRING, 1)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobManager_cancel, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, grace, IS_DOUBLE, 0, "10.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_JobManager_retry, 0, 1, Bgproc\\Job, 1)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobManager_cleanup, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_JobManager_current, 0, 0, Bgproc\\JobContext, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_JobManager_serveStatus, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, id, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, scope, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, events, _IS_BOOL, 0, "false")
ZEND_END_ARG_INFO()


ZEND_METHOD(Bgproc_JobManager, __construct);
ZEND_METHOD(Bgproc_JobManager, start);
ZEND_METHOD(Bgproc_JobManager, startCommand);
ZEND_METHOD(Bgproc_JobManager, startCall);
ZEND_METHOD(Bgproc_JobManager, find);
ZEND_METHOD(Bgproc_JobManager, list);
ZEND_METHOD(Bgproc_JobManager, getStatus);
ZEND_METHOD(Bgproc_JobManager, jobExists);
ZEND_METHOD(Bgproc_JobManager, getScope);
ZEND_METHOD(Bgproc_JobManager, cancel);
ZEND_METHOD(Bgproc_JobManager, retry);
ZEND_METHOD(Bgproc_JobManager, cleanup);
ZEND_METHOD(Bgproc_JobManager, current);
ZEND_METHOD(Bgproc_JobManager, serveStatus);


static const zend_function_entry class_Bgproc_JobManager_methods[] = {
	ZEND_ME(Bgproc_JobManager, __construct, arginfo_class_Bgproc_JobManager___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, start, arginfo_class_Bgproc_JobManager_start, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, startCommand, arginfo_class_Bgproc_JobManager_startCommand, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, startCall, arginfo_class_Bgproc_JobManager_startCall, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, find, arginfo_class_Bgproc_JobManager_find, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, list, arginfo_class_Bgproc_JobManager_list, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, getStatus, arginfo_class_Bgproc_JobManager_getStatus, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, jobExists, arginfo_class_Bgproc_JobManager_jobExists, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, getScope, arginfo_class_Bgproc_JobManager_getScope, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, cancel, arginfo_class_Bgproc_JobManager_cancel, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, retry, arginfo_class_Bgproc_JobManager_retry, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, cleanup, arginfo_class_Bgproc_JobManager_cleanup, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_JobManager, current, arginfo_class_Bgproc_JobManager_current, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(Bgproc_JobManager, serveStatus, arginfo_class_Bgproc_JobManager_serveStatus, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_JobManager(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "JobManager", class_Bgproc_JobManager_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval const_DEFAULT_WORKING_DIRECTORY_value;
	zend_string *const_DEFAULT_WORKING_DIRECTORY_value_str = zend_string_init("/tmp/php/bgproc_job", strlen("/tmp/php/bgproc_job"), 1);
	ZVAL_STR(&const_DEFAULT_WORKING_DIRECTORY_value, const_DEFAULT_WORKING_DIRECTORY_value_str);
	zend_string *const_DEFAULT_WORKING_DIRECTORY_name = zend_string_init_interned("DEFAULT_WORKING_DIRECTORY", sizeof("DEFAULT_WORKING_DIRECTORY") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_DEFAULT_WORKING_DIRECTORY_name, &const_DEFAULT_WORKING_DIRECTORY_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_DEFAULT_WORKING_DIRECTORY_name);

	zval const_DEFAULT_KEY_PREFIX_value;
	zend_string *const_DEFAULT_KEY_PREFIX_value_str = zend_string_init("job.", strlen("job."), 1);
	ZVAL_STR(&const_DEFAULT_KEY_PREFIX_value, const_DEFAULT_KEY_PREFIX_value_str);
	zend_string *const_DEFAULT_KEY_PREFIX_name = zend_string_init_interned("DEFAULT_KEY_PREFIX", sizeof("DEFAULT_KEY_PREFIX") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_DEFAULT_KEY_PREFIX_name, &const_DEFAULT_KEY_PREFIX_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_DEFAULT_KEY_PREFIX_name);

	return class_entry;
}
