/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/background_process.h"
#include "src/php/captured_output.h"

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
