/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/new_relic.h"

#include "zend_ini.h"

#include "php_bgproc.h"

static void call(const char *name, uint32_t argc, zval *args)
{
	zend_function *function = zend_hash_str_find_ptr(EG(function_table), name, strlen(name));
	zval result;

	if (!function || EG(exception)) {
		return;
	}
	ZVAL_UNDEF(&result);
	zend_call_known_function(function, NULL, NULL, &result, argc, args, NULL);
	zval_ptr_dtor(&result);
}

bool bgproc_new_relic_end_request(void)
{
	if (!BGPROC_G(apm) || !zend_hash_str_exists(EG(function_table), ZEND_STRL("newrelic_start_transaction"))) {
		return false;
	}
	call("newrelic_end_transaction", 0, NULL);
	return true;
}

void bgproc_new_relic_begin_task(const struct bgproc_callback *callback)
{
	struct bgproc_callback_label label;
	char *application = INI_STR("newrelic.appname");
	zval arg;

	ZVAL_STRING(&arg, application ? application : "");
	call("newrelic_start_transaction", 1, &arg);
	zval_ptr_dtor(&arg);

	ZVAL_TRUE(&arg);
	call("newrelic_background_job", 1, &arg);

	bgproc_callback_label_init(&label, callback);
	ZVAL_STR(&arg, bgproc_callback_label_text(&label));
	call("newrelic_name_transaction", 1, &arg);
	zval_ptr_dtor(&arg);
	bgproc_callback_label_free(&label);
}

void bgproc_new_relic_end_task(void)
{
	call("newrelic_end_transaction", 0, NULL);
}
