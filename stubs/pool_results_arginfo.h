/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 02deb05cbefff600f12161202d676d90ce340524 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Bgproc_PoolResults___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_PoolResults_current, 0, 0, IS_MIXED, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_PoolResults_key arginfo_class_Bgproc_PoolResults_current

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_PoolResults_next, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_PoolResults_rewind arginfo_class_Bgproc_PoolResults_next

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_PoolResults_valid, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(Bgproc_PoolResults, __construct);
ZEND_METHOD(Bgproc_PoolResults, current);
ZEND_METHOD(Bgproc_PoolResults, key);
ZEND_METHOD(Bgproc_PoolResults, next);
ZEND_METHOD(Bgproc_PoolResults, rewind);
ZEND_METHOD(Bgproc_PoolResults, valid);


static const zend_function_entry class_Bgproc_PoolResults_methods[] = {
	ZEND_ME(Bgproc_PoolResults, __construct, arginfo_class_Bgproc_PoolResults___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(Bgproc_PoolResults, current, arginfo_class_Bgproc_PoolResults_current, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_PoolResults, key, arginfo_class_Bgproc_PoolResults_key, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_PoolResults, next, arginfo_class_Bgproc_PoolResults_next, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_PoolResults, rewind, arginfo_class_Bgproc_PoolResults_rewind, ZEND_ACC_PUBLIC)
	ZEND_ME(Bgproc_PoolResults, valid, arginfo_class_Bgproc_PoolResults_valid, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_PoolResults(zend_class_entry *class_entry_Iterator)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc", "PoolResults", class_Bgproc_PoolResults_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Iterator);

	return class_entry;
}
