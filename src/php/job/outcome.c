/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/outcome.h"

#include "ext/json/php_json.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"
#include "src/platform/signal/signals.h"

#include <errno.h>
#include <string.h>

#define JSON_DEPTH 512

bool bgproc_job_result(struct bgproc_job_obj *job, zval *result)
{
	zend_string *text = bgproc_job_companion(job, ".result");

	ZVAL_NULL(result);
	if (!text) {
		return false;
	}
	if (ZSTR_LEN(text) == 0) {
		bgproc_throw_status(BGPROC_ERR_STORE, ENOENT, "The result of job %s is gone: it was removed with the record",
			ZSTR_VAL(bgproc_job_process(job)->key));
	} else if (php_json_decode_ex(result, ZSTR_VAL(text), ZSTR_LEN(text), PHP_JSON_OBJECT_AS_ARRAY, JSON_DEPTH) != SUCCESS) {
		bgproc_throw_status(BGPROC_ERR_STORE, 0, "The result of job %s is not JSON", ZSTR_VAL(bgproc_job_process(job)->key));
		ZVAL_NULL(result);
	}
	zend_string_release(text);
	return !EG(exception);
}

/* Describes an end for which no report exists, for example by exit code or signal. */
static void describe_end(zval *result, const struct bgproc_record *record)
{
	const struct bgproc_end *end = &record->end;
	zend_string *message;

	if (record->state == BGPROC_STATE_LOST) {
		add_assoc_string(result, "type", "lost");
		message = zend_strpprintf(0, "how it ended is not known: %s", record->reason);
	} else if (end->stage != BGPROC_STAGE_NONE) {
		add_assoc_string(result, "type", "start");
		message = zend_strpprintf(0, "%s: %s", bgproc_stage_name(end->stage), strerror(end->stage_errno));
	} else if (record->state == BGPROC_STATE_TIMED_OUT) {
		add_assoc_string(result, "type", "timeout");
		message = zend_strpprintf(0, "its time was up");
	} else if (end->exited) {
		add_assoc_string(result, "type", "exit");
		message = end->exit_code == 0 ? ZSTR_INIT_LITERAL("the script ended before the function was called", 0)
									  : zend_strpprintf(0, "exit code %d", end->exit_code);
	} else {
		char name[16];
		bool named = bgproc_signal_name(end->term_signal, name) != NULL;

		add_assoc_string(result, "type", "signal");
		message = zend_strpprintf(0, "signal %d%s%s%s", end->term_signal, named ? " (" : "", named ? name : "", named ? ")" : "");
	}
	add_assoc_str(result, "message", message);
}

void bgproc_job_error(struct bgproc_job_obj *job, zval *result)
{
	const struct bgproc_record *record = &bgproc_job_process(job)->record;
	const struct bgproc_job_progress *progress = record->progress;
	zend_string *name;
	zval whole, *value;

	ZVAL_NULL(result);
	if (!bgproc_state_is_final(record->state) || record->state == BGPROC_STATE_SUCCEEDED ||
		record->state == BGPROC_STATE_STOPPED) {
		return;
	}
	array_init(result);
	if (!progress || !progress->error_type[0] || record->state == BGPROC_STATE_LOST) {
		describe_end(result, record);
		return;
	}
	add_assoc_string(result, "type", progress->error_type);
	add_assoc_string(result, "message", progress->error_message);
	if (!progress->has_result) {
		return;
	}
	if (!bgproc_job_result(job, &whole)) {
		/* The record alone is correct too, only shorter. */
		bgproc_exception_clear();
		return;
	}
	if (Z_TYPE(whole) == IS_ARRAY) {
		ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL(whole), name, value) {
			if (name) {
				Z_TRY_ADDREF_P(value);
				/* Also replaces type and message, which are shortened in the record. */
				zend_hash_update(Z_ARRVAL_P(result), name, value);
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	zval_ptr_dtor(&whole);
}
