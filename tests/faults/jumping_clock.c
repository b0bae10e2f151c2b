/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Linked into a supervisor for tests (-Wl,--wrap=clock_gettime): each time it asks for the time of day, somebody has set the
 * clock. A second, an hour, ten years, forward and back. The monotonic clock goes on as ever; nothing else must matter.
 */

#include <stdint.h>
#include <time.h>

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
	static const int64_t jumps[] = {1, -1, 3600, -3600, 315360000, -315360000};
	static uint32_t seed;
	int result = __real_clock_gettime(clock, time);

	if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
		seed = seed ? seed * 1664525u + 1013904223u : (uint32_t) time->tv_nsec | 1;
		time->tv_sec += jumps[(seed >> 16) % (sizeof jumps / sizeof jumps[0])];
	}
	return result;
}
