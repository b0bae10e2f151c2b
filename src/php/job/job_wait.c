/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/option_value.h"
#include "src/php/job/object.h"
#include "src/php/process/wait/one.h"
#include "src/php/process/wait/many.h"

#include "zend_exceptions.h"

/* The methods of Bgproc\Job that wait for the end, of this job or of many. */

PHP_METHOD(Bgproc_Job, wait)
{
	struct bgproc_deadline deadline;
	bool forever = true;
	double timeout = 0;
	int result;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE_OR_NULL(timeout, forever)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_deadline(timeout, ZEND_NUM_ARGS() == 0 || forever, 1, &deadline) ||
		!bgproc_job_record(Z_BGPROC_JOB_P(ZEND_THIS))) {
		RETURN_THROWS();
	}
	result = bgproc_process_wait(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS)), deadline);
	if (result < 0) {
		RETURN_THROWS();
	}
	RETURN_BOOL(result);
}

/* The callback of bgproc_wait_all() and bgproc_wait_any(). */
static struct bgproc_process_obj *process_of(zval *object)
{
	struct bgproc_job_obj *job = Z_BGPROC_JOB_P(object);

	return bgproc_job_record(job) ? bgproc_job_process(job) : NULL;
}

PHP_METHOD(Bgproc_Job, waitAll)
{
	bgproc_wait_all(INTERNAL_FUNCTION_PARAM_PASSTHRU, bgproc_ce_job, process_of);
}

PHP_METHOD(Bgproc_Job, waitAny)
{
	bgproc_wait_any(INTERNAL_FUNCTION_PARAM_PASSTHRU, bgproc_ce_job, process_of);
}

PHP_METHOD(Bgproc_Job, getStream)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	(void) record;
	bgproc_process_stream(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS)), return_value);
}
