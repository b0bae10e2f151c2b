/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/background_process.h"
#include "src/php/exceptions.h"
#include "src/php/option_values.h"
#include "src/php/process_watch.h"

#include "main/php_streams.h"
#include "zend_exceptions.h"

#include "src/platform/clock.h"
#include "src/platform/files.h"

/* The methods of BackgroundProcess that wait for its end. */

PHP_METHOD(BackgroundProcess, wait)
{
	struct bgproc_deadline deadline = BGPROC_NEVER;
	struct bgproc_process_obj *process;
	bool forever = true;
	double timeout = 0;
	int64_t ms;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE_OR_NULL(timeout, forever)
	ZEND_PARSE_PARAMETERS_END();
	if (ZEND_NUM_ARGS() > 0 && !forever) {
		if (!bgproc_seconds_to_ms(timeout, false, &ms)) {
			zend_argument_value_error(1, "must be null or a number of seconds from 0 to 1000000000");
			RETURN_THROWS();
		}
		deadline = ms == 0 ? (struct bgproc_deadline) {0} : bgproc_deadline_in(ms);
	}
	process = bgproc_process_fetch_started(ZEND_THIS);
	if (!process) {
		RETURN_THROWS();
	}
	RETURN_BOOL(bgproc_process_wait(process, deadline) > 0);
}

PHP_METHOD(BackgroundProcess, getStream)
{
	struct bgproc_process_obj *process;
	php_stream *stream;
	int fd;

	ZEND_PARSE_PARAMETERS_NONE();
	process = bgproc_process_fetch_started(ZEND_THIS);
	if (!process || (fd = bgproc_process_end_fd(process)) < 0) {
		RETURN_THROWS();
	}
	stream = php_stream_fopen_from_fd(fd, "r", NULL);
	if (!stream) {
		bgproc_fd_close(&fd);
		bgproc_throw_status(BGPROC_ERR_INTERNAL, 0, "Cannot make a stream");
		RETURN_THROWS();
	}
	php_stream_to_zval(stream, return_value);
}
