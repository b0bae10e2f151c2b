/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 0e635b8251541e58e6182c9f0c3bd117a30d58a7 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_BackgroundProcess___construct, 0, 0, 1)
	ZEND_ARG_TYPE_MASK(0, commandline, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
	ZEND_ARG_OBJ_TYPE_MASK(0, options, BackgroundProcessManager, MAY_BE_ARRAY, "[]")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, meta, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_run, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_getKey, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_setKey, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, key, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_BackgroundProcess_key arginfo_class_BackgroundProcess_getKey

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_class_BackgroundProcess_getCommandline, 0, 0, MAY_BE_STRING|MAY_BE_ARRAY)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_setCommandline, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_MASK(0, commandline, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_BackgroundProcess_getManager, 0, 0, BackgroundProcessManager, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_setManager, 0, 1, IS_VOID, 0)
	ZEND_ARG_OBJ_INFO(0, manager, BackgroundProcessManager, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_getMeta, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_setMeta, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, meta, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_BackgroundProcess_generateKey arginfo_class_BackgroundProcess_getKey

#define arginfo_class_BackgroundProcess_getExecutablePHPFilePath arginfo_class_BackgroundProcess_getKey

#define arginfo_class_BackgroundProcess_writeExecutablePHPFile arginfo_class_BackgroundProcess_getKey

#define arginfo_class_BackgroundProcess_getBackgroundProcessingRunCommand arginfo_class_BackgroundProcess_getKey

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_getPid, 0, 0, IS_LONG, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_BackgroundProcess_getState, 0, 0, Bgproc\\State, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_isRunning, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_wait, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_waitAll, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, processes, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_class_BackgroundProcess_waitAny, 0, 1, MAY_BE_LONG|MAY_BE_STRING|MAY_BE_NULL)
	ZEND_ARG_OBJ_TYPE_MASK(0, processes, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_stop, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, grace, IS_DOUBLE, 0, "10.0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, signal, IS_LONG, 0, "15")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_signal, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, signal, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_BackgroundProcess_isSuccessful arginfo_class_BackgroundProcess_isRunning

#define arginfo_class_BackgroundProcess_getScope arginfo_class_BackgroundProcess_getKey

#define arginfo_class_BackgroundProcess_getLabels arginfo_class_BackgroundProcess_getMeta

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_BackgroundProcess_getCreatedAt, 0, 0, DateTimeImmutable, 1)
ZEND_END_ARG_INFO()

#define arginfo_class_BackgroundProcess_getStartedAt arginfo_class_BackgroundProcess_getCreatedAt

#define arginfo_class_BackgroundProcess_getEndedAt arginfo_class_BackgroundProcess_getCreatedAt

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_getDuration, 0, 0, IS_DOUBLE, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_BackgroundProcess_restart, 0, 0, BackgroundProcess, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_BackgroundProcess_getExitCode arginfo_class_BackgroundProcess_getPid

#define arginfo_class_BackgroundProcess_getTermSignal arginfo_class_BackgroundProcess_getPid

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_getUsage, 0, 0, IS_ARRAY, 1)
ZEND_END_ARG_INFO()

#define arginfo_class_BackgroundProcess_getOutput arginfo_class_BackgroundProcess_getKey

#define arginfo_class_BackgroundProcess_getErrorOutput arginfo_class_BackgroundProcess_getKey

#define arginfo_class_BackgroundProcess_getIncrementalOutput arginfo_class_BackgroundProcess_getKey

#define arginfo_class_BackgroundProcess_getIncrementalErrorOutput arginfo_class_BackgroundProcess_getKey

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_BackgroundProcess_getDroppedBytes, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_BackgroundProcess_getStream, 0, 0, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(BackgroundProcess, __construct);
ZEND_METHOD(BackgroundProcess, run);
ZEND_METHOD(BackgroundProcess, getKey);
ZEND_METHOD(BackgroundProcess, setKey);
ZEND_METHOD(BackgroundProcess, getCommandline);
ZEND_METHOD(BackgroundProcess, setCommandline);
ZEND_METHOD(BackgroundProcess, getManager);
ZEND_METHOD(BackgroundProcess, setManager);
ZEND_METHOD(BackgroundProcess, getMeta);
ZEND_METHOD(BackgroundProcess, setMeta);
ZEND_METHOD(BackgroundProcess, generateKey);
ZEND_METHOD(BackgroundProcess, getExecutablePHPFilePath);
ZEND_METHOD(BackgroundProcess, writeExecutablePHPFile);
ZEND_METHOD(BackgroundProcess, getBackgroundProcessingRunCommand);
ZEND_METHOD(BackgroundProcess, getPid);
ZEND_METHOD(BackgroundProcess, getState);
ZEND_METHOD(BackgroundProcess, isRunning);
ZEND_METHOD(BackgroundProcess, wait);
ZEND_METHOD(BackgroundProcess, waitAll);
ZEND_METHOD(BackgroundProcess, waitAny);
ZEND_METHOD(BackgroundProcess, stop);
ZEND_METHOD(BackgroundProcess, signal);
ZEND_METHOD(BackgroundProcess, isSuccessful);
ZEND_METHOD(BackgroundProcess, getScope);
ZEND_METHOD(BackgroundProcess, getLabels);
ZEND_METHOD(BackgroundProcess, getCreatedAt);
ZEND_METHOD(BackgroundProcess, getStartedAt);
ZEND_METHOD(BackgroundProcess, getEndedAt);
ZEND_METHOD(BackgroundProcess, getDuration);
ZEND_METHOD(BackgroundProcess, restart);
ZEND_METHOD(BackgroundProcess, getExitCode);
ZEND_METHOD(BackgroundProcess, getTermSignal);
ZEND_METHOD(BackgroundProcess, getUsage);
ZEND_METHOD(BackgroundProcess, getOutput);
ZEND_METHOD(BackgroundProcess, getErrorOutput);
ZEND_METHOD(BackgroundProcess, getIncrementalOutput);
ZEND_METHOD(BackgroundProcess, getIncrementalErrorOutput);
ZEND_METHOD(BackgroundProcess, getDroppedBytes);
ZEND_METHOD(BackgroundProcess, getStream);


static const zend_function_entry class_BackgroundProcess_methods[] = {
	ZEND_ME(BackgroundProcess, __construct, arginfo_class_BackgroundProcess___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, run, arginfo_class_BackgroundProcess_run, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getKey, arginfo_class_BackgroundProcess_getKey, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, setKey, arginfo_class_BackgroundProcess_setKey, ZEND_ACC_PUBLIC)
	ZEND_MALIAS(BackgroundProcess, key, getKey, arginfo_class_BackgroundProcess_key, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getCommandline, arginfo_class_BackgroundProcess_getCommandline, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, setCommandline, arginfo_class_BackgroundProcess_setCommandline, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getManager, arginfo_class_BackgroundProcess_getManager, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, setManager, arginfo_class_BackgroundProcess_setManager, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getMeta, arginfo_class_BackgroundProcess_getMeta, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, setMeta, arginfo_class_BackgroundProcess_setMeta, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, generateKey, arginfo_class_BackgroundProcess_generateKey, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getExecutablePHPFilePath, arginfo_class_BackgroundProcess_getExecutablePHPFilePath, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, writeExecutablePHPFile, arginfo_class_BackgroundProcess_writeExecutablePHPFile, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getBackgroundProcessingRunCommand, arginfo_class_BackgroundProcess_getBackgroundProcessingRunCommand, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getPid, arginfo_class_BackgroundProcess_getPid, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getState, arginfo_class_BackgroundProcess_getState, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, isRunning, arginfo_class_BackgroundProcess_isRunning, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, wait, arginfo_class_BackgroundProcess_wait, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, waitAll, arginfo_class_BackgroundProcess_waitAll, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(BackgroundProcess, waitAny, arginfo_class_BackgroundProcess_waitAny, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(BackgroundProcess, stop, arginfo_class_BackgroundProcess_stop, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, signal, arginfo_class_BackgroundProcess_signal, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, isSuccessful, arginfo_class_BackgroundProcess_isSuccessful, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getScope, arginfo_class_BackgroundProcess_getScope, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getLabels, arginfo_class_BackgroundProcess_getLabels, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getCreatedAt, arginfo_class_BackgroundProcess_getCreatedAt, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getStartedAt, arginfo_class_BackgroundProcess_getStartedAt, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getEndedAt, arginfo_class_BackgroundProcess_getEndedAt, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getDuration, arginfo_class_BackgroundProcess_getDuration, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, restart, arginfo_class_BackgroundProcess_restart, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getExitCode, arginfo_class_BackgroundProcess_getExitCode, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getTermSignal, arginfo_class_BackgroundProcess_getTermSignal, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getUsage, arginfo_class_BackgroundProcess_getUsage, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getOutput, arginfo_class_BackgroundProcess_getOutput, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getErrorOutput, arginfo_class_BackgroundProcess_getErrorOutput, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getIncrementalOutput, arginfo_class_BackgroundProcess_getIncrementalOutput, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getIncrementalErrorOutput, arginfo_class_BackgroundProcess_getIncrementalErrorOutput, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getDroppedBytes, arginfo_class_BackgroundProcess_getDroppedBytes, ZEND_ACC_PUBLIC)
	ZEND_ME(BackgroundProcess, getStream, arginfo_class_BackgroundProcess_getStream, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_BackgroundProcess(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "BackgroundProcess", class_BackgroundProcess_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	return class_entry;
}
