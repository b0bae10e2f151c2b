/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_NEW_RELIC_H
#define BGPROC_PHP_DEFERRED_NEW_RELIC_H

/*
 * Monitoring by New Relic, when its extension is loaded (INI bgproc.apm): the web transaction ends with the response, and
 * each task is a separate background transaction. The functions are looked up by name only. The caller handles their
 * exceptions.
 */

#include "src/php/base/callback.h"

/* Ends the web transaction. False: New Relic is not available, and the two functions below must not be called. */
bool bgproc_new_relic_end_request(void);

void bgproc_new_relic_begin_task(const struct bgproc_callback *callback);
void bgproc_new_relic_end_task(void);

#endif
