/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_OPTIONS_H
#define BGPROC_PHP_WORKER_OPTIONS_H

/* The options of a pool. */

#include "php.h"

#include "src/php/base/callback.h"
#include "src/php/base/value_codec.h"
#include "src/php/process/options/resource_limits.h"

#define BGPROC_POOL_WORKERS_MAX 1024

enum bgproc_overflow {
	BGPROC_OVERFLOW_BLOCK,
	BGPROC_OVERFLOW_THROW,
	BGPROC_OVERFLOW_DROP_OLDEST,
	BGPROC_OVERFLOW_REFUSE,
};

struct bgproc_pool_options {
	zend_long workers;
	zend_long min_workers; /* 0 before the parsing ends: as many as workers */
	int64_t timeout_ms;    /* -1: none */
	int64_t soft_timeout_ms;
	zend_long max_jobs;   /* 0: no limit; so are the next two */
	zend_long max_memory; /* bytes */
	int64_t max_lifetime_ms;
	double jitter;
	zend_long max_pending;
	enum bgproc_overflow overflow;
	zend_long prefetch; /* -1: by the length of the calls */
	zend_long retries;
	bool idempotent;
	enum bgproc_serializer serializer;
	zend_long nice; /* 0: unchanged */
	struct bgproc_launch_limit limits[BGPROC_LIMITS_MAX];
	size_t limit_count;
	struct bgproc_callback setup, teardown, on_output; /* owned; undefined: none */
	bool close_inherited;
	zend_string *title; /* owned; NULL: none */
};

/*
 * Fills options, which then owns references. False with a \TypeError or \ValueError pending; bgproc_pool_options_free() must be
 * called in either case.
 */
bool bgproc_pool_options_parse(HashTable *given, struct bgproc_pool_options *options);
void bgproc_pool_options_free(struct bgproc_pool_options *options);

#endif
