/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_SERVE_H
#define BGPROC_PHP_WORKER_CHILD_SERVE_H

/* The life of a worker: setup, calls, teardown. */

#include "php.h"

#include "src/php/worker/options.h"
#include "src/php/worker/target.h"
#include "src/zygote/board.h"

struct bgproc_serve {
	struct bgproc_target *target;
	const struct bgproc_pool_options *options;
	const struct bgproc_board *board;
};

/* Serves until the parent says so or is gone, or the process has done its share. fd: the worker's end, which it owns. */
ZEND_NORETURN void bgproc_serve(const struct bgproc_serve *serve, unsigned slot, uint32_t generation, int fd);

#endif
