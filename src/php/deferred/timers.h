/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_TIMERS_H
#define BGPROC_PHP_DEFERRED_TIMERS_H

/* The timers of a request. A run stops them before it runs the tasks. */

#include "src/php/deferred/state.h"

extern zend_class_entry *bgproc_ce_abstract_timer;

/* Adds a timer; the list holds its own reference. */
void bgproc_timer_add(struct bgproc_deferred *deferred, zend_object *timer);

/* Calls stopTiming() of one timer. An exception may be pending afterwards. */
void bgproc_timer_stop(zend_object *timer);

#endif
