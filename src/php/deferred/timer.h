/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_TIMER_H
#define BGPROC_PHP_DEFERRED_TIMER_H

/* class Bgproc\Timer\AbstractTimer and NewRelicTimer. */

#include "php.h"

void bgproc_timer_register(void);

#endif
