/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/recycle.h"

#include "src/platform/file/random.h"
#include "src/platform/process/memory.h"

/* Reading the size of the process takes longer than a small call. */
#define MEMORY_INTERVAL_NS UINT64_C(20000000)

/* The limit less a random part of it. */
static uint64_t spread(uint64_t limit, double jitter)
{
	uint64_t random;

	if (jitter <= 0 || bgproc_random_bytes(&random, sizeof random) != 0) {
		return limit;
	}
	limit -= (uint64_t) ((double) limit * jitter * ((double) (random >> 11) * 0x1.0p-53));
	return limit > 0 ? limit : 1;
}

void bgproc_recycle_begin(struct bgproc_recycle *recycle, const struct bgproc_pool_options *options, uint64_t now_ns)
{
	*recycle = (struct bgproc_recycle) {.calls_left = UINT64_MAX, .end_ns = UINT64_MAX, .memory_max = UINT64_MAX};
	if (options->max_jobs > 0) {
		recycle->calls_left = spread((uint64_t) options->max_jobs, options->jitter);
	}
	if (options->max_lifetime_ms > 0) {
		recycle->end_ns = now_ns + spread((uint64_t) options->max_lifetime_ms * 1000000, options->jitter);
	}
	if (options->max_memory > 0) {
		recycle->memory_max = bgproc_private_memory() + spread((uint64_t) options->max_memory, options->jitter);
	}
}

bool bgproc_recycle_due(struct bgproc_recycle *recycle, uint64_t now_ns)
{
	if (recycle->calls_left != UINT64_MAX && --recycle->calls_left == 0) {
		return true;
	}
	if (now_ns >= recycle->end_ns) {
		return true;
	}
	if (recycle->memory_max == UINT64_MAX || now_ns < recycle->memory_next_ns) {
		return false;
	}
	recycle->memory_next_ns = now_ns + MEMORY_INTERVAL_NS;
	return bgproc_private_memory() > recycle->memory_max;
}
