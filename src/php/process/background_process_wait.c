/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/option_value.h"
#include "src/php/process/object.h"
#include "src/php/process/wait/one.h"
#include "src/php/process/wait/many.h"

/* The methods of BackgroundProcess that wait for the end, of this process or of many. */

PHP_METHOD(BackgroundProcess, wait)
{
	struct bgproc_deadline deadline;
	struct bgproc_process_obj *process;
	bool forever = true;
	double timeout = 0;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE_OR_NULL(timeout, forever)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_deadline(timeout, ZEND_NUM_ARGS() == 0 || forever, 1, &deadline) ||
		!(process = bgproc_process_fetch_started(ZEND_THIS))) {
		RETURN_THROWS();
	}
	RETURN_BOOL(bgproc_process_wait(process, deadline) > 0);
}

PHP_METHOD(BackgroundProcess, waitAll)
{
	bgproc_wait_all(INTERNAL_FUNCTION_PARAM_PASSTHRU, bgproc_ce_process, bgproc_process_fetch_started);
}

PHP_METHOD(BackgroundProcess, waitAny)
{
	bgproc_wait_any(INTERNAL_FUNCTION_PARAM_PASSTHRU, bgproc_ce_process, bgproc_process_fetch_started);
}

PHP_METHOD(BackgroundProcess, getStream)
{
	struct bgproc_process_obj *process;

	ZEND_PARSE_PARAMETERS_NONE();
	process = bgproc_process_fetch_started(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	bgproc_process_stream(process, return_value);
}
