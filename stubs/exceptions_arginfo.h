/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 02f5b94870a680cdaa477d745e9a43db7be0c2da */




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
