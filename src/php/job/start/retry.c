/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/retry.h"

#include "ext/standard/base64.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/start/call.h"
#include "src/php/job/start/request.h"
#include "src/php/job/start/saved_request.h"
#include "src/php/job/start/start.h"
#include "src/php/process/record_array.h"

#include <string.h>

/* The options of this call, completed by the saved options of the earlier start. */
static void merge_options(zval *merged, zval *kept, HashTable *options)
{
	ZVAL_ARR(merged, zend_array_dup(options ? options : (HashTable *) &zend_empty_array));
	zend_hash_merge(Z_ARRVAL_P(merged), Z_ARRVAL_P(bgproc_job_saved_member(kept, "options", IS_ARRAY)), zval_add_ref, false);
}

/*
 * A request with the cookies of a user must get "as" again: the cookies were not saved, and those of another user must not
 * be used.
 */
static bool check_user(struct bgproc_job_obj *job, zval *kept, HashTable *options)
{
	zval *as = zend_hash_str_find(Z_ARRVAL_P(bgproc_job_saved_member(kept, "options", IS_ARRAY)), ZEND_STRL("as"));

	if (!as || Z_TYPE_P(as) != IS_STRING || !zend_string_equals_literal(Z_STR_P(as), "user") ||
		(options && zend_hash_str_exists(options, ZEND_STRL("as")))) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STATE, 0,
		"Job %s was started as a user, whose cookies are not kept; give the option \"as\" to say as whom it is to be repeated",
		ZSTR_VAL(bgproc_job_process(job)->key));
	return false;
}

/* Without the same input a command would do something different. */
static bool check_input(struct bgproc_job_obj *job, zval *kept, HashTable *options)
{
	if (!zend_hash_str_exists(Z_ARRVAL_P(kept), ZEND_STRL("stdin_string")) ||
		(options && zend_hash_str_exists(options, ZEND_STRL("stdin")))) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STATE, 0,
		"Job %s was started with a string as input, which is not kept; give the option \"stdin\" to say what is to be read",
		ZSTR_VAL(bgproc_job_process(job)->key));
	return false;
}

static bool plan_request(struct bgproc_job_plan *plan, zval *kept)
{
	zval *target = bgproc_job_saved_member(kept, "target", IS_STRING);
	zval *body = bgproc_job_saved_member(kept, "body_base64", IS_STRING);

	if (!target) {
		zend_throw_exception_ex(bgproc_ce_job_exception, 0, "What the job was asked for cannot be read");
		return false;
	}
	if (plan->given.query) {
		zend_value_error("Option \"query\" cannot be given for a repetition: the path is repeated with the query that it had");
		return false;
	}
	if (body && !plan->given.body) {
		zend_string *bytes = php_base64_decode_str(Z_STR_P(body));

		if (bytes) {
			add_assoc_str(&plan->options, "body", bytes);
			plan->given.body = zend_hash_str_find(Z_ARRVAL(plan->options), ZEND_STRL("body"));
		}
	}
	return bgproc_job_request_again(plan, Z_STR_P(target));
}

static bool plan_again(struct bgproc_job_plan *plan, zval *kept, const struct bgproc_record *record)
{
	zval commandline, *callable, *arguments;
	bool done;

	switch (plan->kind) {
		case BGPROC_JOB_COMMAND:
			bgproc_record_array_commandline(&commandline, record);
			done = bgproc_job_command_plan(plan, &commandline);
			zval_ptr_dtor(&commandline);
			return done;
		case BGPROC_JOB_CALL:
			callable = zend_hash_str_find(Z_ARRVAL_P(kept), ZEND_STRL("callable"));
			arguments = bgproc_job_saved_member(kept, "arguments", IS_ARRAY);
			if (callable && arguments) {
				return bgproc_job_call_plan(plan, callable, Z_ARRVAL_P(arguments));
			}
			zend_throw_exception_ex(bgproc_ce_job_exception, 0, "What the job was asked for cannot be read");
			return false;
		default:
			return plan_request(plan, kept);
	}
}

bool bgproc_job_retry(zval *manager, struct bgproc_job_obj *job, HashTable *options, zval *result)
{
	const struct bgproc_record *record = bgproc_job_record(job);
	struct bgproc_job_plan plan;
	zval kept, merged;
	enum bgproc_job_place place;
	bool done = false;

	if (!record) {
		return false;
	}
	if (!bgproc_state_is_final(record->state)) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "Job %s has not ended and cannot be repeated", record->key);
		return false;
	}
	if (!bgproc_job_load_request(job, &kept)) {
		return false;
	}
	place = bgproc_job_place_of(record->job);
	merge_options(&merged, &kept, options);
	if (place == BGPROC_JOB_OF_REQUEST && !zend_hash_str_exists(Z_ARRVAL(merged), ZEND_STRL("transport"))) {
		add_assoc_string(&merged, "transport", bgproc_job_kind_name(record->job));
	}
	if (check_user(job, &kept, options) && check_input(job, &kept, options)) {
		if (bgproc_job_plan_init(&plan, record->job, place, manager, Z_ARRVAL(merged))) {
			plan.retry_of = zend_string_init(record->key, strlen(record->key), 0);
			done = plan_again(&plan, &kept, record) && bgproc_job_start(&plan, result);
		}
		bgproc_job_plan_free(&plan);
	}
	zval_ptr_dtor(&merged);
	zval_ptr_dtor(&kept);
	return done;
}
