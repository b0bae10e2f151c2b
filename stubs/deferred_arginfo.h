/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 59bf695485e26c3491a43b8a6151977f21bb2422 */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_background_processing_add, 0, 1, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO(0, task, IS_CALLABLE, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, args, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_background_processing_run, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, stopTiming, _IS_BOOL, 0, "false")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_background_processing_finish, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

#define arginfo_background_processing_can_finish arginfo_background_processing_finish

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_background_processing_status, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_background_processing_cancel, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, task, IS_LONG, 0)
ZEND_END_ARG_INFO()


ZEND_FUNCTION(background_processing_add);
ZEND_FUNCTION(background_processing_run);
ZEND_FUNCTION(background_processing_finish);
ZEND_FUNCTION(background_processing_can_finish);
ZEND_FUNCTION(background_processing_status);
ZEND_FUNCTION(background_processing_cancel);


static const zend_function_entry ext_functions[] = {
	ZEND_FE(background_processing_add, arginfo_background_processing_add)
	ZEND_FE(background_processing_run, arginfo_background_processing_run)
	ZEND_FE(background_processing_finish, arginfo_background_processing_finish)
	ZEND_FE(background_processing_can_finish, arginfo_background_processing_can_finish)
	ZEND_FE(background_processing_status, arginfo_background_processing_status)
	ZEND_FE(background_processing_cancel, arginfo_background_processing_cancel)
	ZEND_FE_END
};
