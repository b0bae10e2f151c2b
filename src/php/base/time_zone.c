/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/time_zone.h"

#include "ext/date/php_date.h"

#include "src/php/base/pending_exception.h"

/*
 * Seconds by which PHP's time zone is ahead of UTC. When the file of that zone cannot be read (a chroot, no free
 * descriptor), PHP throws an Error, and php_idate() would follow a null pointer. In that case UTC is used, since a start
 * needs no time zone.
 */
zend_long bgproc_zone_offset(time_t now)
{
	bool pending = EG(exception) != NULL;

	if (get_timezone_info()) {
		return php_idate('Z', now, false);
	}
	if (!pending && EG(exception)) {
		bgproc_exception_clear();
	}
	return 0;
}
