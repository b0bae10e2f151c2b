/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 99d8fb84e20972ec85487eb737bd1bfcc75679a6 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_Job___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_id, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Job_state, 0, 0, Bgproc\\State, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_status, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_progress, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_isSuccessful, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Job_createdAt, 0, 0, DateTimeImmutable, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Job_startedAt, 0, 0, DateTimeImmutable, 1)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Job_endedAt arginfo_class_Bgproc_Job_startedAt

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_duration, 0, 0, IS_DOUBLE, 1)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Job_text arginfo_class_Bgproc_Job_id

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_wait, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_waitAll, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, jobs, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(arginfo_class_Bgproc_Job_waitAny, 0, 1, MAY_BE_LONG|MAY_BE_STRING|MAY_BE_NULL)
	ZEND_ARG_OBJ_TYPE_MASK(0, jobs, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Job_getStream arginfo_class_Bgproc_Job___construct

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_cancel, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, grace, IS_DOUBLE, 0, "10.0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_result, 0, 0, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_Job_error, 0, 0, IS_ARRAY, 1)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Job_output arginfo_class_Bgproc_Job_id

#define arginfo_class_Bgproc_Job_errorOutput arginfo_class_Bgproc_Job_id

#define arginfo_class_Bgproc_Job_getIncrementalOutput arginfo_class_Bgproc_Job_id

#define arginfo_class_Bgproc_Job_getIncrementalErrorOutput arginfo_class_Bgproc_Job_id

#define arginfo_class_Bgproc_Job_getDroppedBytes arginfo_class_Bgproc_Job_progress

#define arginfo_class_Bgproc_Job_log arginfo_class_Bgproc_Job_id

#define arginfo_class_Bgproc_Job_scope arginfo_class_Bgproc_Job_id

#define arginfo_class_Bgproc_Job_attempt arginfo_class_Bgproc_Job_progress

#define arginfo_class_Bgproc_Job_isMerged arginfo_class_Bgproc_Job_isSuccessful

#define arginfo_class_Bgproc_Job_isFinal arginfo_class_Bgproc_Job_isSuccessful

#define arginfo_class_Bgproc_Job_labels arginfo_class_Bgproc_Job_status

#define arginfo_class_Bgproc_Job___toString arginfo_class_Bgproc_Job_id


ZEND_METHOD(Bgproc_Job, __construct);
ZEND_METHOD(Bgproc_Job, id);
ZEND_METHOD(Bgproc_Job, state);
ZEND_METHOD(Bgproc_Job, status);
ZEND_METHOD(Bgproc_Job, progress);
ZEND_METHOD(Bgproc_Job, isSuccessful);
ZEND_METHOD(Bgproc_Job, createdAt);
ZEND_METHOD(Bgproc_Job, startedAt);
ZEND_METHOD(Bgproc_Job, endedAt);
ZEND_METHOD(Bgproc_Job, duration);
ZEND_METHOD(Bgproc_Job, text);
ZEND_METHOD(Bgproc_Job, wait);
ZEND_METHOD(Bgproc_Job, waitAll);
ZEND_METHOD(Bgproc_Job, waitAny);
ZEND_METHOD(Bgproc_Job, getStream);
ZEND_METHOD(Bgproc_Job, cancel);
ZEND_METHOD(Bgproc_Job, result);
ZEND_METHOD(Bgproc_Job, error);
ZEND_METHOD(Bgproc_Job, output);
ZEND_METHOD(Bgproc_Job, errorOutput);
ZEND_METHOD(Bgproc_Job, getIncrementalOutput);
ZEND_METHOD(Bgproc_Job, getIncrementalErrorOutput);
ZEND_METHOD(Bgproc_Job, getDroppedBytes);
ZEND_METHOD(Bgproc_Job, log);
ZEND_METHOD(Bgproc_Job, scope);
ZEND_METHOD(Bgproc_Job, attempt);
ZEND_METHOD(Bgproc_Job, isMerged);
ZEND_METHOD(Bgproc_Job, isFinal);
ZEND_METHOD(Bgproc_Job, labels);
ZEND_METHOD(Bgproc_Job, __toString);


static const zend_function_entry class_Bgproc_Job_methods[] = {
	ZEND_ME(Bgproc_Job, __construct, arginfo_class_Bgproc_Job___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(Bgproc_Job, id, arginfo_class_Bgproc_Job_id, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, state, arginfo_class_Bgproc_Job_state, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, status, arginfo_class_Bgproc_Job_status, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, progress, arginfo_class_Bgproc_Job_progress, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, isSuccessful, arginfo_class_Bgproc_Job_isSuccessful, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, createdAt, arginfo_class_Bgproc_Job_createdAt, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, startedAt, arginfo_class_Bgproc_Job_startedAt, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, endedAt, arginfo_class_Bgproc_Job_endedAt, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, duration, arginfo_class_Bgproc_Job_duration, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, text, arginfo_class_Bgproc_Job_text, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, wait, arginfo_class_Bgproc_Job_wait, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, waitAll, arginfo_class_Bgproc_Job_waitAll, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(Bgproc_Job, waitAny, arginfo_class_Bgproc_Job_waitAny, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(Bgproc_Job, getStream, arginfo_class_Bgproc_Job_getStream, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, cancel, arginfo_class_Bgproc_Job_cancel, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, result, arginfo_class_Bgproc_Job_result, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, error, arginfo_class_Bgproc_Job_error, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, output, arginfo_class_Bgproc_Job_output, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, errorOutput, arginfo_class_Bgproc_Job_errorOutput, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, getIncrementalOutput, arginfo_class_Bgproc_Job_getIncrementalOutput, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, getIncrementalErrorOutput, arginfo_class_Bgproc_Job_getIncrementalErrorOutput, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, getDroppedBytes, arginfo_class_Bgproc_Job_getDroppedBytes, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, log, arginfo_class_Bgproc_Job_log, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, scope, arginfo_class_Bgproc_Job_scope, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, attempt, arginfo_class_Bgproc_Job_attempt, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, isMerged, arginfo_class_Bgproc_Job_isMerged, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, isFinal, arginfo_class_Bgproc_Job_isFinal, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, labels, arginfo_class_Bgproc_Job_labels, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_Job, __toString, arginfo_class_Bgproc_Job___toString, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_Job(zend_class_entry *class_entry_Stringable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "Job", class_Bgproc_Job_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Stringable);

	return class_entry;
}
