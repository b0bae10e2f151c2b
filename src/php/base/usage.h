/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_USAGE_H
#define BGPROC_PHP_BASE_USAGE_H

#include "php.h"

#include "src/core/record.h"

/* The array of BackgroundProcess::getUsage(): user_time and system_time in seconds, max_rss in bytes. */
void bgproc_usage_array(zval *result, const struct bgproc_usage *usage);

#endif
