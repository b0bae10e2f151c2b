/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/batch/pool_results.h"
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/worker/batch/results.h"

#include "zend_interfaces.h"
#include "stubs/pool_results_arginfo.h"

/* The methods of class Bgproc\PoolResults. */

PHP_METHOD(Bgproc_PoolResults, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(Bgproc_PoolResults, current)
{
	struct bgproc_results_obj *results = Z_BGPROC_RESULTS_P(ZEND_THIS);

	ZEND_PARSE_PARAMETERS_NONE();
	bgproc_results_begin(results);
	if (!EG(exception) && !Z_ISUNDEF(results->value)) {
		RETURN_COPY(&results->value);
	}
}

PHP_METHOD(Bgproc_PoolResults, key)
{
	struct bgproc_results_obj *results = Z_BGPROC_RESULTS_P(ZEND_THIS);

	ZEND_PARSE_PARAMETERS_NONE();
	bgproc_results_begin(results);
	if (!EG(exception) && !Z_ISUNDEF(results->key)) {
		RETURN_COPY(&results->key);
	}
}

PHP_METHOD(Bgproc_PoolResults, next)
{
	struct bgproc_results_obj *results = Z_BGPROC_RESULTS_P(ZEND_THIS);

	ZEND_PARSE_PARAMETERS_NONE();
	results->begun = true;
	bgproc_results_advance(results);
}

PHP_METHOD(Bgproc_PoolResults, rewind)
{
	struct bgproc_results_obj *results = Z_BGPROC_RESULTS_P(ZEND_THIS);

	ZEND_PARSE_PARAMETERS_NONE();
	if (results->begun) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "The results of a pool can be read only once");
		RETURN_THROWS();
	}
	bgproc_results_begin(results);
}

PHP_METHOD(Bgproc_PoolResults, valid)
{
	struct bgproc_results_obj *results = Z_BGPROC_RESULTS_P(ZEND_THIS);

	ZEND_PARSE_PARAMETERS_NONE();
	bgproc_results_begin(results);
	RETURN_BOOL(!Z_ISUNDEF(results->key));
}

void bgproc_pool_results_register(void)
{
	bgproc_results_object_register(register_class_Bgproc_PoolResults(zend_ce_iterator));
}
