/* SPDX-License-Identifier: Apache-2.0 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php.h"
#include "php_ini.h"
#include "ext/standard/info.h"

#include "php_bgproc.h"
#include "src/php/ini.h"
#include "src/php/process/background_process.h"
#include "src/php/process/background_process_manager.h"
#include "src/php/deferred/background_processing.h"
#include "src/php/deferred/queue.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/job/context/current.h"
#include "src/php/job/context/job_context.h"
#include "src/php/job/job.h"
#include "src/php/job/signing_keys.h"
#include "src/php/job/job_manager.h"
#include "src/php/base/state.h"
#include "src/php/worker/batch/pool_results.h"
#include "src/php/worker/future.h"
#include "src/php/worker/pool.h"
#include "src/launch/program_image.h"
#include "src/php/deferred/timer.h"
#include "src/platform/process/spawn.h"
#include "stubs/deferred_arginfo.h"

/* Calls the parts of the extension in each phase of PHP. A shutdown calls them in the reverse order of the startup. */

ZEND_DECLARE_MODULE_GLOBALS(bgproc)

static PHP_GINIT_FUNCTION(bgproc)
{
#if defined(COMPILE_DL_BGPROC) && defined(ZTS)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	memset(bgproc_globals, 0, sizeof *bgproc_globals);
	bgproc_globals->deferred = bgproc_deferred_new();
}

/* With ZTS this is called at the end of each thread. */
static PHP_GSHUTDOWN_FUNCTION(bgproc)
{
	bgproc_spawn_thread_end();
	bgproc_deferred_destroy(bgproc_globals->deferred);
}

static PHP_MINIT_FUNCTION(bgproc)
{
	bgproc_ini_register(type, module_number);
	bgproc_exceptions_register();
	bgproc_state_register();
	bgproc_manager_register();
	bgproc_process_register();
	bgproc_job_manager_register();
	bgproc_job_register();
	bgproc_job_context_register(type);
	bgproc_background_processing_register();
	bgproc_timer_register();
	bgproc_pool_register();
	bgproc_future_register();
	bgproc_pool_results_register();
	return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(bgproc)
{
	bgproc_program_image_shutdown();
	bgproc_ini_unregister(type, module_number);
	return SUCCESS;
}

static PHP_RINIT_FUNCTION(bgproc)
{
#if defined(ZTS) && defined(COMPILE_DL_BGPROC)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(bgproc)
{
	bgproc_deferred_rshutdown();
	bgproc_job_context_rshutdown();
	bgproc_signing_keys_rshutdown();
	bgproc_held_rshutdown();
	return SUCCESS;
}

/*
 * Session handlers and stream wrappers written in PHP may run after RSHUTDOWN, and may hold resources when PHP ends them. PHP's
 * heap still exists here.
 */
static ZEND_MODULE_POST_ZEND_DEACTIVATE_D(bgproc)
{
	bgproc_held_rshutdown();
	return SUCCESS;
}

static PHP_MINFO_FUNCTION(bgproc)
{
	php_info_print_table_start();
	php_info_print_table_row(2, "bgproc support", "enabled");
	php_info_print_table_row(2, "version", PHP_BGPROC_VERSION);
	php_info_print_table_row(2, "supervisor", bgproc_program_image_source(BGPROC_G(supervisor)));
	php_info_print_table_row(2, "start by", bgproc_spawn_method());
	php_info_print_table_end();
	DISPLAY_INI_ENTRIES();
}

/* When all of them are built into PHP, this orders their start: our exceptions extend classes of spl, which must exist. */
/* clang-format off */
static const zend_module_dep dependencies[] = {
	ZEND_MOD_REQUIRED("date")
	ZEND_MOD_REQUIRED("json")
	ZEND_MOD_REQUIRED("random")
	ZEND_MOD_REQUIRED("spl")
	ZEND_MOD_REQUIRED("standard")
	ZEND_MOD_END
};
/* clang-format on */

zend_module_entry bgproc_module_entry = {
	STANDARD_MODULE_HEADER_EX,
	NULL,
	dependencies,
	"bgproc",
	ext_functions,
	PHP_MINIT(bgproc),
	PHP_MSHUTDOWN(bgproc),
	PHP_RINIT(bgproc),
	PHP_RSHUTDOWN(bgproc),
	PHP_MINFO(bgproc),
	PHP_BGPROC_VERSION,
	PHP_MODULE_GLOBALS(bgproc),
	PHP_GINIT(bgproc),
	PHP_GSHUTDOWN(bgproc),
	ZEND_MODULE_POST_ZEND_DEACTIVATE_N(bgproc),
	STANDARD_MODULE_PROPERTIES_EX,
};

#ifdef COMPILE_DL_BGPROC
# ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
# endif
ZEND_GET_MODULE(bgproc)
#endif
