/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_NEW_RELIC_H
#define BGPROC_PHP_DEFERRED_NEW_RELIC_H

/*
 * Monitoring by New Relic, when it is there (INI bgproc.apm): the web transaction ends with the response, and each task is a
 * background transaction of its own. Its functions are found by name only. Exceptions are the caller's to handle.
 */

#include "src/php/base/callback.h"

/* Ends the web transaction. False: there is nothing to report to, and the two below must not be called. */
bool bgproc_new_relic_end_request(void);

void bgproc_new_relic_begin_task(const struct bgproc_callback *callback);
void bgproc_new_relic_end_task(void);

#endif
