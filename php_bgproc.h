/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PHP_BGPROC_H
#define PHP_BGPROC_H

/* The entry, the version and the globals of the module. */

#include "php.h"

#define PHP_BGPROC_VERSION "0.1.0"

extern zend_module_entry bgproc_module_entry;
#define phpext_bgproc_ptr &bgproc_module_entry

ZEND_BEGIN_MODULE_GLOBALS(bgproc)
	/* INI, src/php/ini.c */
	bool allow_processes;
	bool compat;
	char *supervisor;
	char *working_directory;
	zend_long keep;
	zend_long keep_lost;
	zend_long output_limit;
	bool auto_run;
	zend_long auto_run_on_fatal;
	zend_long run_position;
	zend_long max_tasks;
	zend_long task_time_limit;
	double task_budget;
	bool silence_output;
	bool fallback_close;
	bool apm;
	bool allow_user_finish;
	/* The post-response tasks of this request, src/php/deferred/queue.c. Owned; emptied in RSHUTDOWN. */
	struct bgproc_deferred *deferred;
	/*
	 * The job that this request runs, src/php/job/context/job_context.c, and the signing keys of the managers of this request,
	 * src/php/job/signing_keys.c.
	 */
	zval job_context;
	zval job_keys;
	/* The newest of the pools that have workers; src/php/worker/pool_object.c. */
	struct bgproc_pool_obj *pools;
	/* The newest of the resources outside of PHP's memory that calls of this request hold; src/php/base/held.c. */
	struct bgproc_held *held;
ZEND_END_MODULE_GLOBALS(bgproc)

ZEND_EXTERN_MODULE_GLOBALS(bgproc)
#define BGPROC_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(bgproc, v)

#if defined(ZTS) && defined(COMPILE_DL_BGPROC)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

#endif
