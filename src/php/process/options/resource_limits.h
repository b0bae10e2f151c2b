/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OPTIONS_RESOURCE_LIMITS_H
#define BGPROC_PHP_PROCESS_OPTIONS_RESOURCE_LIMITS_H

/* The option "limits": limits of resources by their names. */

#include "php.h"

#include "src/launch/launch.h"

#define BGPROC_LIMITS_MAX 16

/* Fills limits. False with a \TypeError or \ValueError pending. */
bool bgproc_resource_limits_take(
	const char *name, const zval *value, struct bgproc_launch_limit limits[BGPROC_LIMITS_MAX], size_t *count);

#endif
