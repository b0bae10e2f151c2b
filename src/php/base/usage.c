/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/usage.h"

void bgproc_usage_array(zval *result, const struct bgproc_usage *usage)
{
	array_init(result);
	add_assoc_double(result, "user_time", (double) usage->user_us / 1e6);
	add_assoc_double(result, "system_time", (double) usage->system_us / 1e6);
	add_assoc_long(result, "max_rss", (zend_long) (usage->max_rss_kib * 1024));
}
