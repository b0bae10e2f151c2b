/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/start/call.h"
#include "src/php/job/start/request.h"
#include "src/php/job/start/retry.h"
#include "src/php/process/record_array.h"

#include "ext/json/php_json.h"
#include "ext/standard/base64.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include <string.h>

#define JSON_DEPTH 512

/* What a retry repeats of the options, the manager's included: it may be made by another one. */
static const char *const repeated[] = {"method", "content_type", "headers", "as", "timeout", "max_runtime", "start_timeout",
	"unique", "idempotent", "retries", "backoff", "keep_succeeded", "keep_failed", "scope", "labels", "grace", "output_limit",
	"cwd",
	"inherit_env", "nice", "umask", "limits", "stdin", "stderr", "user", "group", "php_binary", "bootstrap"};

/* The option "stdin" with the bytes themselves; it was checked before. */
static bool is_input_string(const zval *value)
{
	return value && Z_TYPE_P(value) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(value)) == 2;
}

bool bgproc_job_retry_keep(struct bgproc_job_plan *plan, zval *what)
{
	smart_str json = {0};
	zval options;

	array_init(&options);
	if (is_input_string(zend_hash_str_find_deref(Z_ARRVAL(plan->options), ZEND_STRL("stdin")))) {
		/* Large or secret: it is not written to the disk. */
		add_assoc_bool(what, "stdin_string", true);
	}
	for (size_t i = 0; i < sizeof repeated / sizeof repeated[0]; i++) {
		zval *value = zend_hash_str_find_deref(Z_ARRVAL(plan->options), repeated[i], strlen(repeated[i]));

		/* The manager has options for other kinds of jobs, too, which a start of this kind would refuse. */
		if (value && bgproc_job_option_belongs(repeated[i], bgproc_job_place_of(plan->kind)) &&
			!(strcmp(repeated[i], "stdin") == 0 && is_input_string(value))) {
			Z_TRY_ADDREF_P(value);
			add_assoc_zval(&options, repeated[i], value);
		}
	}
	if (plan->kind == BGPROC_JOB_CALL && !plan->given.has_timeout && plan->given.has_error_timeout) {
		if (plan->given.error_timeout_ms < 0) {
			add_assoc_null(&options, "timeout");
		} else {
			add_assoc_double(&options, "timeout", (double) plan->given.error_timeout_ms / 1000);
		}
	}
	add_assoc_long(what, "version", 1);
	add_assoc_string(what, "kind", bgproc_job_kind_name(plan->kind));
	add_assoc_zval(what, "options", &options);
	if (php_json_encode_ex(&json, what, PHP_JSON_PRESERVE_ZERO_FRACTION | PHP_JSON_UNESCAPED_SLASHES, JSON_DEPTH) != SUCCESS) {
		/* A path that is not UTF-8, say. The job can be done, but not repeated from its record. */
		smart_str_free(&json);
	} else {
		smart_str_0(&json);
		plan->request = json.s;
	}
	zval_ptr_dtor(what);
	return !EG(exception);
}

/* ---- the new job ---- */

static zval *member(zval *kept, const char *name, zend_uchar type)
{
	zval *value = zend_hash_str_find(Z_ARRVAL_P(kept), name, strlen(name));

	return value && Z_TYPE_P(value) == type ? value : NULL;
}

/* Reads KEY.request. False with an exception pending. */
static bool read_kept(struct bgproc_job_obj *job, zval *kept)
{
	zend_string *text = bgproc_job_companion(job, ".request");
	zval *kind;

	ZVAL_UNDEF(kept);
	if (!text) {
		return false;
	}
	if (ZSTR_LEN(text) > 0 &&
		php_json_decode_ex(kept, ZSTR_VAL(text), ZSTR_LEN(text), PHP_JSON_OBJECT_AS_ARRAY, JSON_DEPTH) == SUCCESS &&
		Z_TYPE_P(kept) == IS_ARRAY && (kind = member(kept, "kind", IS_STRING)) && member(kept, "options", IS_ARRAY) &&
		strcmp(Z_STRVAL_P(kind), bgproc_job_kind_name(bgproc_job_process(job)->record.job)) == 0) {
		zend_string_release(text);
		return true;
	}
	zend_string_release(text);
	zval_ptr_dtor(kept);
	ZVAL_UNDEF(kept);
	zend_throw_exception_ex(bgproc_ce_job_exception, 0, "What job %s was asked for is not known any more",
		ZSTR_VAL(bgproc_job_process(job)->key));
	return false;
}

/* What the caller says, and behind it what was said then. */
static void merge_options(zval *merged, zval *kept, HashTable *options)
{
	ZVAL_ARR(merged, zend_array_dup(options ? options : (HashTable *) &zend_empty_array));
	zend_hash_merge(Z_ARRVAL_P(merged), Z_ARRVAL_P(member(kept, "options", IS_ARRAY)), zval_add_ref, false);
}

/* A request as a user needs the user of now to say so again: his cookies were not kept, and must not be those of another. */
static bool check_user(struct bgproc_job_obj *job, zval *kept, HashTable *options)
{
	zval *as = zend_hash_str_find(Z_ARRVAL_P(member(kept, "options", IS_ARRAY)), ZEND_STRL("as"));

	if (!as || Z_TYPE_P(as) != IS_STRING || !zend_string_equals_literal(Z_STR_P(as), "user") ||
		(options && zend_hash_str_exists(options, ZEND_STRL("as")))) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STATE, 0,
		"Job %s was started as a user, whose cookies are not kept; give the option \"as\" to say as whom it is to be repeated",
		ZSTR_VAL(bgproc_job_process(job)->key));
	return false;
}

/* Without its input a command would do something else than the first time. */
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
	zval *target = member(kept, "target", IS_STRING), *body = member(kept, "body_base64", IS_STRING);

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
			bgproc_meta_commandline(&commandline, record);
			done = bgproc_job_command_plan(plan, &commandline);
			zval_ptr_dtor(&commandline);
			return done;
		case BGPROC_JOB_CALL:
			callable = zend_hash_str_find(Z_ARRVAL_P(kept), ZEND_STRL("callable"));
			arguments = member(kept, "arguments", IS_ARRAY);
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
	if (!read_kept(job, &kept)) {
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
