/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/timers.h"

#include "zend_interfaces.h"

zend_class_entry *bgproc_ce_abstract_timer;

void bgproc_timer_add(struct bgproc_deferred *deferred, zend_object *timer)
{
	deferred->timers =
		safe_erealloc(deferred->timers, deferred->timer_count + 1, sizeof *deferred->timers, 0);
	GC_ADDREF(timer);
	deferred->timers[deferred->timer_count++] = timer;
}

void bgproc_timer_stop(zend_object *timer)
{
	zval result;

	ZVAL_UNDEF(&result);
	GC_ADDREF(timer);
	zend_call_method_with_0_params(timer, timer->ce, NULL, "stoptiming", &result);
	zval_ptr_dtor(&result);
	OBJ_RELEASE(timer);
}
