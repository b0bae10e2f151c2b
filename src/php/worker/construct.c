/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/construct.h"
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/worker/child/fork.h"
#include "src/php/worker/fleet/retire.h"
#include "src/php/worker/fleet/spawn.h"
#include "src/php/worker/fleet/zygote_process.h"
#include "src/platform/process/pid.h"

#include <errno.h>
#include <sys/stat.h>

/*
 * Threads that do not belong to PHP (of an extension, a library, FFI) are missing in a fork, and with them whoever would
 * release the locks that they hold. The links of the directory of threads are ".", "..", and one for each thread (Linux;
 * elsewhere there is no such directory).
 */
static void warn_of_threads(void)
{
	static bool warned;
	struct stat threads;

	if (!warned && stat("/proc/self/task", &threads) == 0 && threads.st_nlink > 3) {
		warned = true;
		php_error_docref(NULL, E_WARNING,
			"This process has %lu thread%s besides the main one, and a fork does not copy threads: make pools before they start",
			(unsigned long) threads.st_nlink - 3, threads.st_nlink > 4 ? "s" : "");
	}
}

static bool open_resources(struct bgproc_pool_obj *pool)
{
	const struct bgproc_pool_options *options = &pool->options;

	pool->set = bgproc_poll_set_new();
	if (!pool->set) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot watch the workers of the pool");
		return false;
	}
	if (!bgproc_board_open(&pool->board, BGPROC_POOL_SLOTS, options->soft_timeout_ms < 0 ? 0 : options->soft_timeout_ms * 1000000,
			options->timeout_ms < 0 ? 0 : options->timeout_ms * 1000000)) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot share memory with the workers of the pool");
		return false;
	}
	return true;
}

bool bgproc_pool_construct(struct bgproc_pool_obj *pool, zval *worker, HashTable *options)
{
	pool->owner = bgproc_pid();
	if (!bgproc_pool_options_parse(options, &pool->options) || !bgproc_target_init(&pool->target, worker) ||
		!bgproc_fork_allowed("A pool")) {
		return false;
	}
	warn_of_threads();
	if (EG(exception)) {
		return false;
	}
	pool->slots = ecalloc(BGPROC_POOL_SLOTS, sizeof *pool->slots);
	pool->idle = ecalloc(BGPROC_POOL_SLOTS, sizeof *pool->idle);
	pool->wanted = pool->options.workers;
	/* From here on the object owns processes and descriptors, which its end releases. */
	pool->open = true;
	bgproc_pools_add(pool);
	if (!open_resources(pool) || !bgproc_zygote_start(pool)) {
		return false;
	}
	bgproc_spawn_fill(pool);
	return true;
}

void bgproc_pool_resize(struct bgproc_pool_obj *pool, zend_long workers)
{
	zend_long surplus = bgproc_pool_living(pool) - workers;

	pool->wanted = workers;
	pool->options.min_workers = workers;
	/* The youngest go first. */
	for (uint32_t slot = pool->slots_used; slot-- > 0 && surplus > 0;) {
		struct bgproc_worker *worker = pool->slots[slot];

		if (worker && worker->state <= BGPROC_WORKER_READY) {
			bgproc_retire(pool, worker, true);
			surplus--;
		}
	}
	bgproc_spawn_fill(pool);
}

void bgproc_pool_reload(struct bgproc_pool_obj *pool)
{
	uint32_t last = pool->generation;

	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		struct bgproc_worker *worker = pool->slots[slot];

		if (worker && worker->generation <= last && worker->state <= BGPROC_WORKER_READY) {
			bgproc_retire(pool, worker, false);
			bgproc_spawn_fill(pool);
		}
	}
}
