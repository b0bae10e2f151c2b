/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/job/outcome.h"
#include "src/php/job/status.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/time_zone.h"
#include "src/php/process/facts.h"
#include "src/php/process/record_array.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"

#include <string.h>

/* The four values of the status in the PHP library. */
enum library_status {
	WAITS = 0,
	RUNS = 1,
	SUCCEEDED = 2,
	FAILED = 3,
};

static enum library_status library_status(enum bgproc_state state)
{
	switch (state) {
		case BGPROC_STATE_DELAYED:
		case BGPROC_STATE_STARTING:
			return WAITS;
		case BGPROC_STATE_RUNNING:
			return RUNS;
		case BGPROC_STATE_SUCCEEDED:
			return SUCCEEDED;
		default:
			return FAILED;
	}
}

/* "Y-m-d H:i:s" in PHP's time zone; null for 0. */
static void add_time(zval *result, const char *name, uint64_t us)
{
	time_t at = (time_t) (us / 1000000);

	if (us) {
		/* php_format_date() itself is not asked for the local time, because it needs the file of the time zone. */
		add_assoc_str(result, name, php_format_date(ZEND_STRL("Y-m-d H:i:s"), at + (time_t) bgproc_zone_offset(at), false));
	} else {
		add_assoc_null(result, name);
	}
}

static void add_text(zval *result, const char *name, const char *text)
{
	add_assoc_string(result, name, text ? text : "");
}

const char *bgproc_job_status_text(const struct bgproc_record *record, bool insiders)
{
	static const char *const for_people[] = {"fail", "timeout", "start"};
	const struct bgproc_job_progress *progress = record->progress;

	if (!progress) {
		return "";
	}
	if (bgproc_state_is_final(record->state) && record->state != BGPROC_STATE_SUCCEEDED && progress->error_message[0]) {
		for (size_t i = 0; i < sizeof for_people / sizeof for_people[0]; i++) {
			if (strcmp(progress->error_type, for_people[i]) == 0) {
				return progress->error_message;
			}
		}
		if (insiders && !progress->text[0]) {
			return progress->error_message;
		}
	}
	return progress->text;
}

static void add_libraries(zval *result, const struct bgproc_record *record)
{
	const struct bgproc_job_progress *progress = record->progress;
	uint64_t start = record->start_at_us ? record->start_at_us : record->created_us;

	add_assoc_long(result, "progress", progress ? progress->percent : 0);
	add_assoc_long(result, "status", library_status(record->state));
	add_text(result, "status_text", bgproc_job_status_text(record, true));
	if (record->started_us) {
		start = record->started_us;
	} else if (record->ended_us && start > record->ended_us) {
		/* The job was cancelled while it was delayed, so it never began. */
		start = 0;
	}
	add_time(result, "start_time", start);
	add_time(result, "updated_time", progress && progress->updated_us ? progress->updated_us : record->created_us);
	add_time(result, "end_time", record->ended_us);
}

/* Only type and message; Job::error() returns the rest. */
static void add_error(zval *result, struct bgproc_job_obj *job)
{
	zval error, brief, *value;

	bgproc_job_error(job, &error);
	if (Z_TYPE(error) != IS_ARRAY) {
		add_assoc_null(result, "error");
		return;
	}
	array_init(&brief);
	value = zend_hash_str_find(Z_ARRVAL(error), ZEND_STRL("type"));
	Z_TRY_ADDREF_P(value);
	add_assoc_zval(&brief, "type", value);
	value = zend_hash_str_find(Z_ARRVAL(error), ZEND_STRL("message"));
	Z_TRY_ADDREF_P(value);
	add_assoc_zval(&brief, "message", value);
	add_assoc_zval(result, "error", &brief);
	zval_ptr_dtor(&error);
}

bool bgproc_job_status(struct bgproc_job_obj *job, zval *result)
{
	const struct bgproc_record *record = bgproc_job_record(job);
	double duration;
	zval labels;

	if (!record) {
		return false;
	}
	array_init_size(result, 24);
	add_libraries(result, record);
	add_assoc_str(result, "id", zend_string_copy(bgproc_job_process(job)->key));
	add_assoc_string(result, "state", bgproc_state_name(record->state));
	add_assoc_bool(result, "final", bgproc_state_is_final(record->state));
	add_assoc_long(result, "attempt", record->progress ? record->progress->attempt : 1);
	add_error(result, job);
	add_assoc_string(result, "kind", bgproc_job_kind_name(record->job));
	add_text(result, "target", record->target);
	add_text(result, "scope", record->scope);
	bgproc_record_array_labels(&labels, record);
	add_assoc_zval(result, "labels", &labels);
	if (record->retry_of && record->retry_of[0]) {
		add_assoc_string(result, "retry_of", record->retry_of);
	} else {
		add_assoc_null(result, "retry_of");
	}
	if (bgproc_state_is_final(record->state) && record->end.exited) {
		add_assoc_long(result, "exit_code", record->end.exit_code);
	} else {
		add_assoc_null(result, "exit_code");
	}
	if (record->end.term_signal) {
		add_assoc_long(result, "signal", record->end.term_signal);
	} else {
		add_assoc_null(result, "signal");
	}
	if (bgproc_record_duration(record, &duration)) {
		add_assoc_double(result, "duration", duration);
	} else {
		add_assoc_null(result, "duration");
	}
	add_assoc_long(result, "updates", record->progress ? (zend_long) record->progress->updates : 0);
	return !EG(exception);
}

HashTable *bgproc_job_debug(zend_object *object, zend_prop_purpose purpose)
{
	struct bgproc_job_obj *job = bgproc_job_from_obj(object);
	zval table, status;

	if (purpose != ZEND_PROP_PURPOSE_DEBUG || Z_ISUNDEF(job->process) || EG(exception)) {
		return zend_std_get_properties_for(object, purpose);
	}
	ZVAL_ARR(&table, zend_array_dup(zend_std_get_properties(object)));
	ZVAL_UNDEF(&status);
	/* A record that cannot be read causes no exception here: var_dump() shows what is known. */
	if (bgproc_job_status(job, &status)) {
		zend_hash_copy(Z_ARRVAL(table), Z_ARRVAL(status), zval_add_ref);
	} else {
		bgproc_exception_clear();
		add_assoc_str(&table, "id", zend_string_copy(bgproc_job_process(job)->key));
	}
	zval_ptr_dtor(&status);
	return Z_ARRVAL(table);
}
