/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 20a1d6bb0dac12f9829c7bb86019a0f1965c3438 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_BackgroundProcessManager___construct, 0, 0, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_listProcesses, 0, 0, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, filter, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_BackgroundProcessManager_loadProcess, 0, 1, BackgroundProcess, 1)
	ZEND_ARG_TYPE_INFO(0, key, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_BackgroundProcessManager_createProcess, 0, 1, BackgroundProcess, 0)
	ZEND_ARG_TYPE_MASK(0, commandline, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_setWorkingDirectory, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, workingDirectory, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_getWorkingDirectory, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_setKeyPrefix, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, keyPrefix, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_BackgroundProcessManager_getKeyPrefix arginfo_class_BackgroundProcessManager_getWorkingDirectory

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_setErrorLog, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, errorLog, IS_STRING, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_getErrorLog, 0, 0, IS_STRING, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_prune, 0, 0, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, olderThan, IS_LONG, 0, "0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_removeProcess, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, key, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcessManager_stopAll, 0, 0, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, grace, IS_DOUBLE, 0, "10.0")
ZEND_END_ARG_INFO()


ZEND_METHOD(BackgroundProcessManager, __construct);
ZEND_METHOD(BackgroundProcessManager, listProcesses);
ZEND_METHOD(BackgroundProcessManager, loadProcess);
ZEND_METHOD(BackgroundProcessManager, createProcess);
ZEND_METHOD(BackgroundProcessManager, setWorkingDirectory);
ZEND_METHOD(BackgroundProcessManager, getWorkingDirectory);
ZEND_METHOD(BackgroundProcessManager, setKeyPrefix);
ZEND_METHOD(BackgroundProcessManager, getKeyPrefix);
ZEND_METHOD(BackgroundProcessManager, setErrorLog);
ZEND_METHOD(BackgroundProcessManager, getErrorLog);
ZEND_METHOD(BackgroundProcessManager, prune);
ZEND_METHOD(BackgroundProcessManager, removeProcess);
ZEND_METHOD(BackgroundProcessManager, stopAll);


static const zend_function_entry class_BackgroundProcessManager_methods[] = {
	ZEND_ME(BackgroundProcessManager, __construct, arginfo_class_BackgroundProcessManager___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, listProcesses, arginfo_class_BackgroundProcessManager_listProcesses, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, loadProcess, arginfo_class_BackgroundProcessManager_loadProcess, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, createProcess, arginfo_class_BackgroundProcessManager_createProcess, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, setWorkingDirectory, arginfo_class_BackgroundProcessManager_setWorkingDirectory, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, getWorkingDirectory, arginfo_class_BackgroundProcessManager_getWorkingDirectory, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, setKeyPrefix, arginfo_class_BackgroundProcessManager_setKeyPrefix, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, getKeyPrefix, arginfo_class_BackgroundProcessManager_getKeyPrefix, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, setErrorLog, arginfo_class_BackgroundProcessManager_setErrorLog, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, getErrorLog, arginfo_class_BackgroundProcessManager_getErrorLog, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, prune, arginfo_class_BackgroundProcessManager_prune, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, removeProcess, arginfo_class_BackgroundProcessManager_removeProcess, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcessManager, stopAll, arginfo_class_BackgroundProcessManager_stopAll, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_BackgroundProcessManager(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "BackgroundProcessManager", class_BackgroundProcessManager_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval const_DEFAULT_KEY_PREFIX_value;
	zend_string *const_DEFAULT_KEY_PREFIX_value_str = zend_string_init("process.", strlen("process."), 1);
	ZVAL_STR(&const_DEFAULT_KEY_PREFIX_value, const_DEFAULT_KEY_PREFIX_value_str);
	zend_string *const_DEFAULT_KEY_PREFIX_name = zend_string_init_interned("DEFAULT_KEY_PREFIX", sizeof("DEFAULT_KEY_PREFIX") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_DEFAULT_KEY_PREFIX_name, &const_DEFAULT_KEY_PREFIX_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_DEFAULT_KEY_PREFIX_name);

	zval const_DEFAULT_WORKING_DIRECTORY_value;
	zend_string *const_DEFAULT_WORKING_DIRECTORY_value_str = zend_string_init("/tmp/php/background_process", strlen("/tmp/php/background_process"), 1);
	ZVAL_STR(&const_DEFAULT_WORKING_DIRECTORY_value, const_DEFAULT_WORKING_DIRECTORY_value_str);
	zend_string *const_DEFAULT_WORKING_DIRECTORY_name = zend_string_init_interned("DEFAULT_WORKING_DIRECTORY", sizeof("DEFAULT_WORKING_DIRECTORY") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_DEFAULT_WORKING_DIRECTORY_name, &const_DEFAULT_WORKING_DIRECTORY_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_DEFAULT_WORKING_DIRECTORY_name);

	zval const_DEFAULT_ERROR_LOG_value;
	zend_string *const_DEFAULT_ERROR_LOG_value_str = zend_string_init("err.log", strlen("err.log"), 1);
	ZVAL_STR(&const_DEFAULT_ERROR_LOG_value, const_DEFAULT_ERROR_LOG_value_str);
	zend_string *const_DEFAULT_ERROR_LOG_name = zend_string_init_interned("DEFAULT_ERROR_LOG", sizeof("DEFAULT_ERROR_LOG") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_DEFAULT_ERROR_LOG_name, &const_DEFAULT_ERROR_LOG_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_DEFAULT_ERROR_LOG_name);

	return class_entry;
}
