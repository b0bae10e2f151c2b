/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/clock.h"

#include <limits.h>
#include <time.h>

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct bgproc_deadline bgproc_deadline_in(int64_t ms)
{
	/* One is added, because monotonic_ms() rounds down and a deadline must never pass too early. */
	int64_t now = monotonic_ms() + 1;

	/* Limited to the maximum: a limit of 10^300 seconds means never. */
	return (struct bgproc_deadline) {ms > INT64_MAX - 1 - now ? INT64_MAX : now + ms};
}

int64_t bgproc_deadline_left(struct bgproc_deadline deadline)
{
	int64_t now;

	if (deadline.ms == INT64_MAX) {
		return INT64_MAX;
	}
	now = monotonic_ms();
	return deadline.ms > now ? deadline.ms - now : 0;
}

int bgproc_deadline_poll(struct bgproc_deadline deadline)
{
	int64_t left = bgproc_deadline_left(deadline);

	if (left == INT64_MAX) {
		return -1;
	}
	return left >= INT_MAX ? INT_MAX : (int) left;
}

uint64_t bgproc_wall_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t) now.tv_sec * 1000000 + (uint64_t) now.tv_nsec / 1000;
}

static uint64_t read_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec;
}

uint64_t bgproc_stopwatch_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

uint64_t bgproc_stopwatch_coarse_ns(void)
{
#ifdef CLOCK_MONOTONIC_COARSE
	return read_ns(CLOCK_MONOTONIC_COARSE);
#else
	return read_ns(CLOCK_MONOTONIC);
#endif
}
