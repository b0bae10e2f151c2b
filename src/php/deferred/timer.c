/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/timer.h"

#include "php_bgproc.h"
#include "src/php/deferred/timers.h"
#include "stubs/timer_arginfo.h"

ZEND_METHOD(Bgproc_Timer_NewRelicTimer, stopTiming)
{
	zend_function *function;

	ZEND_PARSE_PARAMETERS_NONE();
	function = zend_hash_str_find_ptr(EG(function_table), ZEND_STRL("newrelic_end_of_transaction"));
	if (function) {
		zval result;

		ZVAL_UNDEF(&result);
		zend_call_known_function(function, NULL, NULL, &result, 0, NULL, NULL);
		zval_ptr_dtor(&result);
	}
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

void bgproc_timer_register(void)
{
	zend_class_entry *new_relic;

	bgproc_ce_abstract_timer = register_class_Bgproc_Timer_AbstractTimer();
	new_relic = register_class_Bgproc_Timer_NewRelicTimer(bgproc_ce_abstract_timer);
	if (BGPROC_G(compat)) {
		zend_register_class_alias("CrowdStar\\BackgroundProcessing\\Timer\\AbstractTimer", bgproc_ce_abstract_timer);
		zend_register_class_alias("CrowdStar\\BackgroundProcessing\\Timer\\NewRelicTimer", new_relic);
	}
}
