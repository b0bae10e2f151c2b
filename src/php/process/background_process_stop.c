/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/option_value.h"
#include "src/php/process/object.h"
#include "src/php/process/stop.h"
#include "src/platform/signal/signals.h"

#include <signal.h>

/* The methods of BackgroundProcess that send signals. */

/* True when the argument is a signal of this system, else a \ValueError is pending. */
static bool check_signal(zend_long number, uint32_t arg_num)
{
	char name[16];

	if (number > 0 && number <= 128 && bgproc_signal_name((int) number, name)) {
		return true;
	}
	zend_argument_value_error(arg_num, "must be the number of a signal, " ZEND_LONG_FMT " given", number);
	return false;
}

PHP_METHOD(BackgroundProcess, stop)
{
	struct bgproc_process_obj *process;
	zend_long signal_number = SIGTERM;
	double grace = 10.0;
	int64_t grace_ms;

	ZEND_PARSE_PARAMETERS_START(0, 2)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE(grace)
	Z_PARAM_LONG(signal_number)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_seconds(grace, 1, &grace_ms)) {
		RETURN_THROWS();
	}
	if (!check_signal(signal_number, 2) || !(process = bgproc_process_fetch_started(ZEND_THIS))) {
		RETURN_THROWS();
	}
	RETURN_BOOL(bgproc_process_stop(process, grace_ms, (int) signal_number) > 0);
}

PHP_METHOD(BackgroundProcess, signal)
{
	struct bgproc_process_obj *process;
	zend_long signal_number;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_LONG(signal_number)
	ZEND_PARSE_PARAMETERS_END();
	if (!check_signal(signal_number, 1) || !(process = bgproc_process_fetch_started(ZEND_THIS))) {
		RETURN_THROWS();
	}
	bgproc_process_signal(process, (int) signal_number);
}
