/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/usage.h"

/* The unit of ru_maxrss is KiB, but on macOS it is a byte: getrusage(2) of each. */
#ifdef __APPLE__
# define MAXRSS_UNITS_PER_KIB 1024
#else
# define MAXRSS_UNITS_PER_KIB 1
#endif

static uint64_t microseconds(const struct timeval *time)
{
	return (uint64_t) time->tv_sec * 1000000 + (uint64_t) time->tv_usec;
}

struct bgproc_usage bgproc_usage_of(const struct rusage *usage)
{
	return (struct bgproc_usage) {
		.user_us = microseconds(&usage->ru_utime),
		.system_us = microseconds(&usage->ru_stime),
		.max_rss_kib = (uint64_t) usage->ru_maxrss / MAXRSS_UNITS_PER_KIB,
	};
}
