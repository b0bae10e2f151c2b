/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: a9327cc7513f4e1096f02b6f2450a2469acf4b05 */

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Bgproc_Timer_AbstractTimer_stopTiming, 0, 0, Bgproc\\Timer\\AbstractTimer, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Bgproc_Timer_NewRelicTimer_stopTiming arginfo_class_Bgproc_Timer_AbstractTimer_stopTiming


ZEND_METHOD(Bgproc_Timer_NewRelicTimer, stopTiming);


static const zend_function_entry class_Bgproc_Timer_AbstractTimer_methods[] = {
	ZEND_ABSTRACT_ME_WITH_FLAGS(Bgproc_Timer_AbstractTimer, stopTiming, arginfo_class_Bgproc_Timer_AbstractTimer_stopTiming, ZEND_ACC_PUBLIC|ZEND_ACC_ABSTRACT)
	ZEND_FE_END
};


static const zend_function_entry class_Bgproc_Timer_NewRelicTimer_methods[] = {
	ZEND_ME(Bgproc_Timer_NewRelicTimer, stopTiming, arginfo_class_Bgproc_Timer_NewRelicTimer_stopTiming, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_Timer_AbstractTimer(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc\\Timer", "AbstractTimer", class_Bgproc_Timer_AbstractTimer_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_ABSTRACT;

	return class_entry;
}

static zend_class_entry *register_class_Bgproc_Timer_NewRelicTimer(zend_class_entry *class_entry_Bgproc_Timer_AbstractTimer)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Bgproc\\Timer", "NewRelicTimer", class_Bgproc_Timer_NewRelicTimer_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Bgproc_Timer_AbstractTimer);

	return class_entry;
}
