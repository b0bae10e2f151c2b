/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 4b062aac40a7e507fe61431c4d73be958eacc8bb */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Bgproc_State_isFinal, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(Bgproc_State, isFinal);


static const zend_function_entry class_Bgproc_State_methods[] = {
	ZEND_ME(Bgproc_State, isFinal, arginfo_class_Bgproc_State_isFinal, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Bgproc_State(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("Bgproc\\State", IS_STRING, class_Bgproc_State_methods);

	zval enum_case_Delayed_value;
	zend_string *enum_case_Delayed_value_str = zend_string_init("delayed", strlen("delayed"), 1);
	ZVAL_STR(&enum_case_Delayed_value, enum_case_Delayed_value_str);
	zend_enum_add_case_cstr(class_entry, "Delayed", &enum_case_Delayed_value);

	zval enum_case_Starting_value;
	zend_string *enum_case_Starting_value_str = zend_string_init("starting", strlen("starting"), 1);
	ZVAL_STR(&enum_case_Starting_value, enum_case_Starting_value_str);
	zend_enum_add_case_cstr(class_entry, "Starting", &enum_case_Starting_value);

	zval enum_case_Running_value;
	zend_string *enum_case_Running_value_str = zend_string_init("running", strlen("running"), 1);
	ZVAL_STR(&enum_case_Running_value, enum_case_Running_value_str);
	zend_enum_add_case_cstr(class_entry, "Running", &enum_case_Running_value);

	zval enum_case_Succeeded_value;
	zend_string *enum_case_Succeeded_value_str = zend_string_init("succeeded", strlen("succeeded"), 1);
	ZVAL_STR(&enum_case_Succeeded_value, enum_case_Succeeded_value_str);
	zend_enum_add_case_cstr(class_entry, "Succeeded", &enum_case_Succeeded_value);

	zval enum_case_Failed_value;
	zend_string *enum_case_Failed_value_str = zend_string_init("failed", strlen("failed"), 1);
	ZVAL_STR(&enum_case_Failed_value, enum_case_Failed_value_str);
	zend_enum_add_case_cstr(class_entry, "Failed", &enum_case_Failed_value);

	zval enum_case_TimedOut_value;
	zend_string *enum_case_TimedOut_value_str = zend_string_init("timed_out", strlen("timed_out"), 1);
	ZVAL_STR(&enum_case_TimedOut_value, enum_case_TimedOut_value_str);
	zend_enum_add_case_cstr(class_entry, "TimedOut", &enum_case_TimedOut_value);

	zval enum_case_Stopped_value;
	zend_string *enum_case_Stopped_value_str = zend_string_init("stopped", strlen("stopped"), 1);
	ZVAL_STR(&enum_case_Stopped_value, enum_case_Stopped_value_str);
	zend_enum_add_case_cstr(class_entry, "Stopped", &enum_case_Stopped_value);

	zval enum_case_Lost_value;
	zend_string *enum_case_Lost_value_str = zend_string_init("lost", strlen("lost"), 1);
	ZVAL_STR(&enum_case_Lost_value, enum_case_Lost_value_str);
	zend_enum_add_case_cstr(class_entry, "Lost", &enum_case_Lost_value);

	return class_entry;
}
