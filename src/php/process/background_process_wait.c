/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/object.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/process/end_stream.h"
#include "src/php/process/refresh.h"
#include "src/php/process/wait_many.h"

#include "main/php_streams.h"

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
	if (!bgproc_wait_deadline(timeout, ZEND_NUM_ARGS() == 0 || forever, 1, &deadline) ||
		!(process = bgproc_process_fetch_started(ZEND_THIS))) {
		RETURN_THROWS();
	}
	RETURN_BOOL(bgproc_process_wait(process, deadline) > 0);
}

PHP_METHOD(BackgroundProcess, waitAll)
{
	bgproc_wait_all(INTERNAL_FUNCTION_PARAM_PASSTHRU, bgproc_ce_process);
}

PHP_METHOD(BackgroundProcess, waitAny)
{
	bgproc_wait_any(INTERNAL_FUNCTION_PARAM_PASSTHRU, bgproc_ce_process);
}

void bgproc_process_stream(struct bgproc_process_obj *process, zval *return_value)
{
	struct bgproc_held *held = bgproc_held_new(NULL, NULL);
	php_stream *stream;

	if (!bgproc_process_end_fd(process, &held->fd)) {
		bgproc_held_end(held);
		return;
	}
	stream = php_stream_fopen_from_fd(held->fd, "r", NULL);
	if (!stream) {
		bgproc_held_end(held);
		bgproc_throw_status(BGPROC_ERR_INTERNAL, 0, "Cannot make a stream");
		return;
	}
	/* The stream has it from here on. */
	bgproc_held_drop(held);
	php_stream_to_zval(stream, return_value);
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
