/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/output/captured.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/output/incremental.h"
#include "src/php/job/object.h"

#include "zend_exceptions.h"

#include <errno.h>

/* The methods of Bgproc\Job that return its output and its log. */

/* Returns the result of read() for a stream, or "" if the job captures nothing. */
static void return_read(zval *this, const struct bgproc_record *record,
	zend_string *(*read)(struct bgproc_process_obj *process, int which), int which, zval *return_value)
{
	zend_string *output;

	if (!record->capture) {
		RETURN_EMPTY_STRING();
	}
	output = read(bgproc_job_process(Z_BGPROC_JOB_P(this)), which);
	if (!output) {
		RETURN_THROWS();
	}
	RETURN_STR(output);
}

PHP_METHOD(Bgproc_Job, output)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	return_read(ZEND_THIS, record, bgproc_captured_output, 0, return_value);
}

PHP_METHOD(Bgproc_Job, errorOutput)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	return_read(ZEND_THIS, record, bgproc_captured_output, 1, return_value);
}

PHP_METHOD(Bgproc_Job, log)
{
	zend_string *log;
	bool has_begun;

	BGPROC_JOB_RECORD_OR_THROW(record)
	has_begun = record->started_us != 0;
	log = bgproc_job_companion(Z_BGPROC_JOB_P(ZEND_THIS), ".log");
	if (!log) {
		RETURN_THROWS();
	}
	if (ZSTR_LEN(log) == 0 && has_begun && !bgproc_captured_has_record(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS)))) {
		/* No file exists if the job has not logged anything (perhaps it never began), or if the file was removed. */
		bgproc_throw_status(BGPROC_ERR_STORE, ENOENT, "The log of job %s is gone: it was removed with the record",
			ZSTR_VAL(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS))->key));
		RETURN_THROWS();
	}
	if (ZSTR_LEN(log) > BGPROC_JOB_LOG_LIMIT) {
		/* While the job runs, the file may contain up to twice the limit. */
		RETVAL_STRINGL(ZSTR_VAL(log) + ZSTR_LEN(log) - BGPROC_JOB_LOG_LIMIT, BGPROC_JOB_LOG_LIMIT);
		zend_string_release(log);
		return;
	}
	RETURN_STR(log);
}

PHP_METHOD(Bgproc_Job, getIncrementalOutput)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	return_read(ZEND_THIS, record, bgproc_incremental_output, 0, return_value);
}

PHP_METHOD(Bgproc_Job, getIncrementalErrorOutput)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	return_read(ZEND_THIS, record, bgproc_incremental_output, 1, return_value);
}

PHP_METHOD(Bgproc_Job, getDroppedBytes)
{
	zend_long bytes = 0;

	BGPROC_JOB_RECORD_OR_THROW(record)
	if (record->capture && !bgproc_dropped_bytes(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS)), &bytes)) {
		RETURN_THROWS();
	}
	RETURN_LONG(bytes);
}
