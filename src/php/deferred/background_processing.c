/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/background_processing.h"

#include "zend_closures.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/deferred/auto_run.h"
#include "src/php/deferred/failed_exception.h"
#include "src/php/deferred/queue.h"
#include "src/php/deferred/run.h"
#include "src/php/deferred/shutdown_list.h"
#include "src/php/deferred/timers.h"
#include "stubs/background_processing_arginfo.h"

static zend_class_entry *ce_background_processing;
static zend_class_entry *ce_already_invoked;
static zend_class_entry *ce_invalid_environment;

ZEND_METHOD(BackgroundProcessing, add)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	HashTable *named;
	zval *op, *args;
	uint32_t argc;

	ZEND_PARSE_PARAMETERS_START(1, -1)
	Z_PARAM_OBJECT_OF_CLASS(op, zend_ce_closure)
	Z_PARAM_VARIADIC_WITH_NAMED(args, argc, named)
	ZEND_PARSE_PARAMETERS_END();

	if (!bgproc_callback_resolve_closure(op, &fci, &fcc)) {
		zend_argument_type_error(1, "must be callable");
		RETURN_THROWS();
	}
	bgproc_deferred_add(&fci, &fcc, argc, args, named);
}

ZEND_METHOD(BackgroundProcessing, run)
{
	struct bgproc_deferred *deferred = bgproc_deferred_enter();
	struct bgproc_drain drain = {.stop_on_error = deferred->execution_type == BGPROC_STOP_ON_ERROR};

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_BOOL(drain.stop_timing)
	ZEND_PARSE_PARAMETERS_END();

	if (deferred->invoked || deferred->draining) {
		zend_throw_exception(ce_already_invoked, "background process invoked already", 0);
		RETURN_THROWS();
	}
	/* Checked before any state is changed: after this exception no task is lost, all of them run at the end of the script. */
	if (!bgproc_client_function()) {
		zend_throw_exception(ce_invalid_environment, "background process invokable under PHP-FPM only", 0);
		RETURN_THROWS();
	}
	deferred->invoked = true;
	bgproc_deferred_drain(deferred, &drain);
	if (drain.refused) {
		deferred->invoked = false;
	}
}

ZEND_METHOD(BackgroundProcessing, addTimer)
{
	zval *timer;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_OBJECT_OF_CLASS(timer, bgproc_ce_abstract_timer)
	ZEND_PARSE_PARAMETERS_END();

	bgproc_timer_add(bgproc_deferred_enter(), Z_OBJ_P(timer));
}

ZEND_METHOD(BackgroundProcessing, setExecutionType)
{
	zend_long type;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_LONG(type)
	ZEND_PARSE_PARAMETERS_END();

	if (type != BGPROC_STOP_ON_ERROR && type != BGPROC_CONTINUE_ON_ERROR) {
		zend_argument_value_error(1,
			"must be BackgroundProcessing::EXECUTION_TYPE_STOP_ON_ERROR or "
			"BackgroundProcessing::EXECUTION_TYPE_CONTINUE_ON_ERROR");
		RETURN_THROWS();
	}
	bgproc_deferred_enter()->execution_type = (enum bgproc_execution_type) type;
}

ZEND_METHOD(BackgroundProcessing, getExecutionType)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_LONG(bgproc_deferred_enter()->execution_type);
}

ZEND_METHOD(BackgroundProcessing, atShutdown)
{
	ZEND_PARSE_PARAMETERS_NONE();
	bgproc_deferred_at_shutdown();
}

static void register_aliases(void)
{
	zend_register_class_alias("CrowdStar\\BackgroundProcessing\\BackgroundProcessing", ce_background_processing);
	zend_register_class_alias(
		"CrowdStar\\BackgroundProcessing\\Exception\\AlreadyInvokedException", ce_already_invoked);
	zend_register_class_alias(
		"CrowdStar\\BackgroundProcessing\\Exception\\InvalidEnvironmentException", ce_invalid_environment);
	zend_register_class_alias(
		"CrowdStar\\BackgroundProcessing\\Exception\\BackgroundProcessingFailedException",
		bgproc_ce_failed_exception);
}

void bgproc_background_processing_register(void)
{
	ce_already_invoked = register_class_Bgproc_AlreadyInvokedException(bgproc_ce_exception);
	ce_invalid_environment = register_class_Bgproc_InvalidEnvironmentException(bgproc_ce_exception);
	bgproc_ce_failed_exception = register_class_Bgproc_BackgroundProcessingFailedException(bgproc_ce_exception);
	ce_background_processing = register_class_BackgroundProcessing();
	bgproc_shutdown_list_set_function(
		zend_hash_str_find_ptr(&ce_background_processing->function_table, ZEND_STRL("atshutdown")));
	if (BGPROC_G(compat)) {
		register_aliases();
	}
}
