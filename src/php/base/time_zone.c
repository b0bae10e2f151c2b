/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/time_zone.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"

/*
 * Seconds east of UTC where PHP's zone is. Without the file of that zone (a chroot, no free descriptor) PHP throws an Error, and
 * php_idate() would follow a null pointer: the time is UTC then, since a start needs no time zone.
 */
zend_long bgproc_zone_offset(time_t now)
{
	bool pending = EG(exception) != NULL;

	if (get_timezone_info()) {
		return php_idate('Z', now, false);
	}
	if (!pending && EG(exception)) {
		zend_clear_exception();
	}
	return 0;
}
