/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/background_process.h"
#include "src/php/captured_output.h"
#include "src/php/incremental_output.h"

/* The methods of BackgroundProcess that return output of the command. */

PHP_METHOD(BackgroundProcess, getOutput)
{
	struct bgproc_process_obj *process;
	zend_string *output;

	ZEND_PARSE_PARAMETERS_NONE();
	process = bgproc_process_fetch_started(ZEND_THIS);
	if (!process || !(output = bgproc_captured_output(process, 0))) {
		RETURN_THROWS();
	}
	RETURN_STR(output);
}

PHP_METHOD(BackgroundProcess, getErrorOutput)
{
	struct bgproc_process_obj *process;
	zend_string *output;

	ZEND_PARSE_PARAMETERS_NONE();
	process = bgproc_process_fetch_started(ZEND_THIS);
	if (!process || !(output = bgproc_captured_output(process, 1))) {
		RETURN_THROWS();
	}
	RETURN_STR(output);
}

static void return_incremental(zval *this, int which, zval *return_value)
{
	struct bgproc_process_obj *process = bgproc_process_fetch_started(this);
	zend_string *output;

	if (!process || !(output = bgproc_incremental_output(process, which))) {
		RETURN_THROWS();
	}
	RETURN_STR(output);
}

PHP_METHOD(BackgroundProcess, getIncrementalOutput)
{
	ZEND_PARSE_PARAMETERS_NONE();
	return_incremental(ZEND_THIS, 0, return_value);
}

PHP_METHOD(BackgroundProcess, getIncrementalErrorOutput)
{
	ZEND_PARSE_PARAMETERS_NONE();
	return_incremental(ZEND_THIS, 1, return_value);
}

PHP_METHOD(BackgroundProcess, getDroppedBytes)
{
	struct bgproc_process_obj *process;
	zend_long bytes;

	ZEND_PARSE_PARAMETERS_NONE();
	process = bgproc_process_fetch_started(ZEND_THIS);
	if (!process || !bgproc_dropped_bytes(process, &bytes)) {
		RETURN_THROWS();
	}
	RETURN_LONG(bytes);
}
