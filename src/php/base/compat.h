/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_COMPAT_H
#define BGPROC_PHP_BASE_COMPAT_H

/* All differences between the supported versions of PHP, and nothing else. */

#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php.h"
#include "ext/standard/basic_functions.h"
#include "ext/standard/exec.h"

#if PHP_VERSION_ID >= 80400
# include "zend_lazy_objects.h"
#endif
#if PHP_VERSION_ID >= 80500
# include "php_main.h"
#else
# include "zend_max_execution_timer.h"
#endif

/*
 * Appends a function or static method without arguments to the list of shutdown functions. The function is borrowed and must
 * live as long as the request: PHP frees only the entry.
 */
static inline bool bgproc_compat_append_shutdown_function(zend_function *function)
{
	php_shutdown_function_entry entry;

	memset(&entry, 0, sizeof entry);
#if PHP_VERSION_ID < 80500
	entry.fci.size = sizeof entry.fci;
	ZVAL_UNDEF(&entry.fci.function_name);
#endif
	entry.fci_cache.function_handler = function;
	entry.fci_cache.called_scope = function->common.scope;
	return append_user_shutdown_function(&entry);
}

/* Since 8.3 PHP's function takes a zend_string. */
static inline zend_string *bgproc_compat_escape_shell_arg(const zend_string *text)
{
#if PHP_VERSION_ID < 80300
	return php_escape_shell_arg(ZSTR_VAL(text));
#else
	return php_escape_shell_arg(text);
#endif
}

/* In the child after a fork: since 8.5 a function does it; before, only the timer of the time limit has to be made anew. */
static inline void bgproc_compat_child_init(void)
{
#if PHP_VERSION_ID >= 80500
	php_child_init();
#else
	zend_max_execution_timer_init();
#endif
}

/* Since 8.4 objects can be lazy: reading their properties runs an initializer of the script first. */
static inline bool bgproc_compat_is_lazy(zend_object *object)
{
#if PHP_VERSION_ID < 80400
	return false;
#else
	return zend_object_is_lazy(object);
#endif
}

/*
 * Some builds of PHP report exhausted memory by unwinding the stack instead of jumping. They then call no function any more
 * until the script has ended. Here the script has ended, and the user's shutdown functions must still be called.
 */
static inline void bgproc_compat_end_delayed_oom(void)
{
#ifdef HAVE_ZEND_EXECUTOR_GLOBALS_DELAYED_OOM
	EG(delayed_oom).state = ZEND_OOM_STATE_NONE;
#endif
}

#endif
