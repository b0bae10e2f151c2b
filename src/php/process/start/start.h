/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_START_H
#define BGPROC_PHP_PROCESS_START_START_H

/* BackgroundProcess::run(): everything between the checked options and the detached supervisor. */

#include "src/php/process/object.h"

/*
 * Starts the process of a handle that was not started. True: it runs, and the handle holds the outcome pipe, the capture
 * files and the text of the record. False: an exception is pending and nothing is left behind.
 */
bool bgproc_process_start(struct bgproc_process_obj *process);

/*
 * Seconds by which PHP's time zone is ahead of UTC at that time. 0 where the zone cannot be read, which is no error: PHP's own
 * functions throw or crash there.
 */
zend_long bgproc_zone_offset(time_t now);

#endif
