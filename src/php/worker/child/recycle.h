/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_RECYCLE_H
#define BGPROC_PHP_WORKER_CHILD_RECYCLE_H

/* When a worker has done its share: after so many calls, so much memory, or so much time. Asked only between two calls. */

#include "src/php/worker/options.h"

struct bgproc_recycle {
	uint64_t calls_left; /* UINT64_MAX: without a limit; so are the next two */
	uint64_t end_ns;
	uint64_t memory_max;     /* of the private memory, in bytes */
	uint64_t memory_next_ns; /* when to look at the memory again */
};

/* Each limit is lowered at random by up to the jitter, so that workers do not end together. Begins to count here. */
void bgproc_recycle_begin(struct bgproc_recycle *recycle, const struct bgproc_pool_options *options, uint64_t now_ns);

/* Called after each call. */
bool bgproc_recycle_due(struct bgproc_recycle *recycle, uint64_t now_ns);

#endif
