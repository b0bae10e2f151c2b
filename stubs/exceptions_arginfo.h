/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: bb25103252951b8aa0357de86ca94bec9ae7b819 */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_WorkerLostException_getPid, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_WorkerLostException_getSignal, 0, 0, IS_LONG, 1)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_WorkerLostException_getExitCode arginfo_class_Bgproc_WorkerLostException_getSignal

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_WorkerLostException_isOutOfMemory, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_RemoteException_getRemoteClass, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_RemoteException_getRemoteTrace arginfo_class_Bgproc_RemoteException_getRemoteClass


ZEND_METHOD(Bgproc_WorkerLostException, getPid);
ZEND_METHOD(Bgproc_WorkerLostException, getSignal);
ZEND_METHOD(Bgproc_WorkerLostException, getExitCode);
ZEND_METHOD(Bgproc_WorkerLostException, isOutOfMemory);
ZEND_METHOD(Bgproc_RemoteException, getRemoteClass);
ZEND_METHOD(Bgproc_RemoteException, getRemoteTrace);


static const zend_function_entry class_Bgproc_Throwable_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_Exception_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_SpawnException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_StoreException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_StateException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_TimeoutException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_LockException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_JobException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_JobCancelledException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_PayloadException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_CallTimeoutException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_QueueFullException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_CancelledException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_WorkerLostException_methods[] = {
	ZEND_ME(Bgproc_WorkerLostException, getPid, arginfo_class_Bgproc_WorkerLostException_getPid, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_WorkerLostException, getSignal, arginfo_class_Bgproc_WorkerLostException_getSignal, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_WorkerLostException, getExitCode, arginfo_class_Bgproc_WorkerLostException_getExitCode, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_WorkerLostException, isOutOfMemory, arginfo_class_Bgproc_WorkerLostException_isOutOfMemory, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_RemoteException_methods[] = {
	ZEND_ME(Bgproc_RemoteException, getRemoteClass, arginfo_class_Bgproc_RemoteException_getRemoteClass, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_RemoteException, getRemoteTrace, arginfo_class_Bgproc_RemoteException_getRemoteTrace, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_Throwable(zend_class_entry *class_entry_Throwable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "Throwable", class_Bgproc_Throwable_methods);
	class_entry = zend_register_internal_interface(&ce);
	zend_class_implements(class_entry, 1, class_entry_Throwable);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_Exception(zend_class_entry *class_entry_RuntimeException, zend_class_entry *class_entry_Bgproc_Throwable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "Exception", class_Bgproc_Exception_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_RuntimeException);
	zend_class_implements(class_entry, 1, class_entry_Bgproc_Throwable);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_SpawnException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "SpawnException", class_Bgproc_SpawnException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_StoreException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "StoreException", class_Bgproc_StoreException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_StateException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "StateException", class_Bgproc_StateException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_TimeoutException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "TimeoutException", class_Bgproc_TimeoutException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_LockException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "LockException", class_Bgproc_LockException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_JobException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "JobException", class_Bgproc_JobException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_JobCancelledException(zend_class_entry *class_entry_Bgproc_JobException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "JobCancelledException", class_Bgproc_JobCancelledException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_JobException);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_PayloadException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "PayloadException", class_Bgproc_PayloadException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_CallTimeoutException(zend_class_entry *class_entry_Bgproc_TimeoutException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "CallTimeoutException", class_Bgproc_CallTimeoutException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_TimeoutException);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_QueueFullException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "QueueFullException", class_Bgproc_QueueFullException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_CancelledException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "CancelledException", class_Bgproc_CancelledException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_WorkerLostException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "WorkerLostException", class_Bgproc_WorkerLostException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	zval property_pid_default_value;
	ZVAL_LONG(&property_pid_default_value, 0);
	zend_string *property_pid_name = zend_string_init("pid", sizeof("pid") - 1, 1);
	zend_declare_typed_property(class_entry, property_pid_name, &property_pid_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_pid_name);

	zval property_signal_default_value;
	ZVAL_NULL(&property_signal_default_value);
	zend_string *property_signal_name = zend_string_init("signal", sizeof("signal") - 1, 1);
	zend_declare_typed_property(class_entry, property_signal_name, &property_signal_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_signal_name);

	zval property_exitCode_default_value;
	ZVAL_NULL(&property_exitCode_default_value);
	zend_string *property_exitCode_name = zend_string_init("exitCode", sizeof("exitCode") - 1, 1);
	zend_declare_typed_property(class_entry, property_exitCode_name, &property_exitCode_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_exitCode_name);

	zval property_outOfMemory_default_value;
	ZVAL_FALSE(&property_outOfMemory_default_value);
	zend_string *property_outOfMemory_name = zend_string_init("outOfMemory", sizeof("outOfMemory") - 1, 1);
	zend_declare_typed_property(class_entry, property_outOfMemory_name, &property_outOfMemory_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL));
	zend_string_release(property_outOfMemory_name);

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_RemoteException(zend_class_entry *class_entry_Bgproc_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "RemoteException", class_Bgproc_RemoteException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Exception);

	zval property_remoteClass_default_value;
	ZVAL_EMPTY_STRING(&property_remoteClass_default_value);
	zend_string *property_remoteClass_name = zend_string_init("remoteClass", sizeof("remoteClass") - 1, 1);
	zend_declare_typed_property(class_entry, property_remoteClass_name, &property_remoteClass_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_remoteClass_name);

	zval property_remoteTrace_default_value;
	ZVAL_EMPTY_STRING(&property_remoteTrace_default_value);
	zend_string *property_remoteTrace_name = zend_string_init("remoteTrace", sizeof("remoteTrace") - 1, 1);
	zend_declare_typed_property(class_entry, property_remoteTrace_name, &property_remoteTrace_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_remoteTrace_name);

	return class_entry;
}
