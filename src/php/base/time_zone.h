/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_TIME_ZONE_H
#define BGPROC_PHP_BASE_TIME_ZONE_H

/* PHP's time zone, also when its file cannot be read. */

#include "php.h"

#include <time.h>

/*
 * Seconds by which PHP's time zone is ahead of UTC at that time. 0 when the zone cannot be read: not an error here, although
 * PHP's own functions throw or crash then.
 */
zend_long bgproc_zone_offset(time_t now);

#endif
