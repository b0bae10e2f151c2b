/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_TIME_ZONE_H
#define BGPROC_PHP_BASE_TIME_ZONE_H

/* PHP's time zone, also where it cannot be read. */

#include "php.h"

#include <time.h>

/*
 * Seconds by which PHP's time zone is ahead of UTC at that time. 0 where the zone cannot be read, which is no error: PHP's own
 * functions throw or crash there.
 */
zend_long bgproc_zone_offset(time_t now);

#endif
