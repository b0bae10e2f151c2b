/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A module for one test: what a server does that keeps a script running over many requests. The function that releases the
 * client is the server's own, and the step to the next request is the one FrankenPHP takes.
 */

#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php.h"
#include "php_main.h"
#include "php_output.h"
#include "SAPI.h"

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_finish, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_next, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

PHP_FUNCTION(frankenphp_finish_request)
{
	ZEND_PARSE_PARAMETERS_NONE();
	php_output_end_all();
	sapi_send_headers();
	RETURN_TRUE;
}

/* ext/filter keeps arrays of the request, which sapi_activate() makes anew without a look at them. */
static void end_request_of_filter(void)
{
	zend_module_entry *filter = zend_hash_str_find_ptr(&module_registry, ZEND_STRL("filter"));

	if (filter) {
		filter->request_shutdown_func(filter->type, filter->module_number);
	}
}

PHP_FUNCTION(worker_next_request)
{
	ZEND_PARSE_PARAMETERS_NONE();
	php_output_end_all();
	end_request_of_filter();
	php_output_deactivate();
	sapi_deactivate();
	php_output_activate();
	sapi_activate();
}

static const zend_function_entry functions[] = {
	PHP_FE(frankenphp_finish_request, arginfo_finish)
	PHP_FE(worker_next_request, arginfo_next)
	PHP_FE_END
};

zend_module_entry worker_mode_module_entry = {
	STANDARD_MODULE_HEADER, "worker_mode", functions, NULL, NULL, NULL, NULL, NULL, "1", STANDARD_MODULE_PROPERTIES,
};

#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif
ZEND_GET_MODULE(worker_mode)
