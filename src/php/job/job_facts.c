/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/job/object.h"
#include "src/php/process/facts.h"

/* The methods of Bgproc\Job for its start, its end and its duration, as in BackgroundProcess. */

PHP_METHOD(Bgproc_Job, isSuccessful)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	RETURN_BOOL(record->state == BGPROC_STATE_SUCCEEDED);
}

PHP_METHOD(Bgproc_Job, createdAt)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	if (!bgproc_time_object(return_value, record->created_us)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_Job, startedAt)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	if (!bgproc_time_object(return_value, record->started_us)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_Job, endedAt)
{
	BGPROC_JOB_RECORD_OR_THROW(record)
	if (!bgproc_time_object(return_value, record->ended_us)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(Bgproc_Job, duration)
{
	double seconds;
	BGPROC_JOB_RECORD_OR_THROW(record)

	if (bgproc_record_duration(record, &seconds)) {
		RETURN_DOUBLE(seconds);
	}
}
