/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/job.h"

#include "zend_interfaces.h"

#include "php_bgproc.h"
#include "src/php/base/option_value.h"
#include "src/php/base/state.h"
#include "src/php/job/object.h"
#include "src/php/job/outcome.h"
#include "src/php/job/status.h"
#include "src/php/process/record_array.h"

#include "stubs/job_arginfo.h"

PHP_METHOD(Bgproc_Job, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(Bgproc_Job, id)
{
	ZEND_PARSE_PARAMETERS_NONE();
	if (Z_ISUNDEF(Z_BGPROC_JOB_P(ZEND_THIS)->process)) {
		bgproc_job_record(Z_BGPROC_JOB_P(ZEND_THIS));
		RETURN_THROWS();
	}
	RETURN_STR_COPY(bgproc_job_process(Z_BGPROC_JOB_P(ZEND_THIS))->key);
}

PHP_METHOD(Bgproc_Job, __toString)
{
	PHP_MN(Bgproc_Job_id)(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

PHP_METHOD(Bgproc_Job, state)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_OBJ_COPY(bgproc_state_case(record->state));
}

PHP_METHOD(Bgproc_Job, status)
{
	ZEND_PARSE_PARAMETERS_NONE();
	if (!bgproc_job_status(Z_BGPROC_JOB_P(ZEND_THIS), return_value)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_Job, progress)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_LONG(record->progress ? record->progress->percent : 0);
}

PHP_METHOD(Bgproc_Job, text)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_STRING(bgproc_job_status_text(record, true));
}

PHP_METHOD(Bgproc_Job, cancel)
{
	double grace = 10.0;
	int64_t grace_ms;
	int result;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE(grace)
	ZEND_PARSE_PARAMETERS_END();
	if (!bgproc_argument_seconds(grace, 1, &grace_ms)) {
		RETURN_THROWS();
	}
	result = bgproc_job_cancel(Z_BGPROC_JOB_P(ZEND_THIS), grace_ms);
	if (result < 0) {
		RETURN_THROWS();
	}
	RETURN_BOOL(result);
}

PHP_METHOD(Bgproc_Job, result)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	if (record->state != BGPROC_STATE_SUCCEEDED || !record->progress || !record->progress->has_result) {
		RETURN_NULL();
	}
	if (!bgproc_job_result(Z_BGPROC_JOB_P(ZEND_THIS), return_value)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_Job, error)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	(void) record;
	bgproc_job_error(Z_BGPROC_JOB_P(ZEND_THIS), return_value);
}

PHP_METHOD(Bgproc_Job, scope)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_STRING(record->scope ? record->scope : "");
}

PHP_METHOD(Bgproc_Job, attempt)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_LONG(record->progress ? record->progress->attempt : 1);
}

PHP_METHOD(Bgproc_Job, isMerged)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(Z_BGPROC_JOB_P(ZEND_THIS)->merged);
}

PHP_METHOD(Bgproc_Job, isFinal)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_BOOL(bgproc_state_is_final(record->state));
}

PHP_METHOD(Bgproc_Job, labels)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	bgproc_record_array_labels(return_value, record);
}

void bgproc_job_register(void)
{
	zend_object_handlers *handlers = bgproc_job_object_register(register_class_Bgproc_Job(zend_ce_stringable));

	handlers->get_properties_for = bgproc_job_debug;
}
