/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/exceptions.h"
#include "src/php/job.h"
#include "src/php/option_values.h"
#include "src/php/process_watch.h"

#include "zend_exceptions.h"

#include "src/platform/clock.h"

/* The methods of Bgproc\Job that wait for its end. */

PHP_METHOD(Bgproc_Job, wait)
{
	struct bgproc_deadline deadline = BGPROC_NEVER;
	bool forever = true;
	double timeout = 0;
	int64_t ms;
	int result;

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
	if (!bgproc_job_record(Z_BGPROC_JOB_P(ZEND_THIS))) {
		RETURN_THROWS();
	}
	result = bgproc_process_wait(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS)), deadline);
	if (result < 0) {
		RETURN_THROWS();
	}
	RETURN_BOOL(result);
}
