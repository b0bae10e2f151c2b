/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/object.h"
#include "src/php/process/output/captured.h"
#include "src/php/process/output/incremental.h"

/* The methods of BackgroundProcess that return output of the command. */

/* Returns the result of read() for a stream. */
static void return_read(
	zval *this, zend_string *(*read)(struct bgproc_process_obj *process, int which), int which, zval *return_value)
{
	struct bgproc_process_obj *process = bgproc_process_fetch_started(this);
	zend_string *output;

	if (!process || !(output = read(process, which))) {
		RETURN_THROWS();
	}
	RETURN_STR(output);
}

PHP_METHOD(BackgroundProcess, getOutput)
{
	ZEND_PARSE_PARAMETERS_NONE();
	return_read(ZEND_THIS, bgproc_captured_output, 0, return_value);
}

PHP_METHOD(BackgroundProcess, getErrorOutput)
{
	ZEND_PARSE_PARAMETERS_NONE();
	return_read(ZEND_THIS, bgproc_captured_output, 1, return_value);
}

PHP_METHOD(BackgroundProcess, getIncrementalOutput)
{
	ZEND_PARSE_PARAMETERS_NONE();
	return_read(ZEND_THIS, bgproc_incremental_output, 0, return_value);
}

PHP_METHOD(BackgroundProcess, getIncrementalErrorOutput)
{
	ZEND_PARSE_PARAMETERS_NONE();
	return_read(ZEND_THIS, bgproc_incremental_output, 1, return_value);
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
