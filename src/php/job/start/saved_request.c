/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/saved_request.h"

#include "ext/json/php_json.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"

#include <string.h>

#define JSON_DEPTH 512

/* The options that a retry repeats. Those of the manager are included, because another manager may do the retry. */
static const char *const repeated[] = {"method", "content_type", "headers", "as", "timeout", "max_runtime", "start_timeout",
	"unique", "idempotent", "retries", "backoff", "keep_succeeded", "keep_failed", "scope", "labels", "grace", "output_limit",
	"cwd",
	"inherit_env", "nice", "umask", "limits", "stdin", "stderr", "user", "group", "php_binary", "bootstrap"};

/* Whether the option "stdin", which was checked before, contains the bytes themselves. */
static bool is_input_string(const zval *value)
{
	return value && Z_TYPE_P(value) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(value)) == 2;
}

bool bgproc_job_save_request(struct bgproc_job_plan *plan, zval *what)
{
	smart_str json = {0};
	zval options;

	array_init(&options);
	if (is_input_string(zend_hash_str_find_deref(Z_ARRVAL(plan->options), ZEND_STRL("stdin")))) {
		/* The bytes may be large or secret, so they are not written to the disk. */
		add_assoc_bool(what, "stdin_string", true);
	}
	for (size_t i = 0; i < sizeof repeated / sizeof repeated[0]; i++) {
		zval *value = zend_hash_str_find_deref(Z_ARRVAL(plan->options), repeated[i], strlen(repeated[i]));

		/* The manager also has options for other kinds of jobs, which a start of this kind would refuse. */
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
		/* For example a path that is not UTF-8. The job can run, but cannot be repeated from its record. */
		smart_str_free(&json);
	} else {
		smart_str_0(&json);
		plan->request = json.s;
	}
	zval_ptr_dtor(what);
	return !EG(exception);
}

zval *bgproc_job_saved_member(zval *kept, const char *name, zend_uchar type)
{
	zval *value = zend_hash_str_find(Z_ARRVAL_P(kept), name, strlen(name));

	return value && Z_TYPE_P(value) == type ? value : NULL;
}

bool bgproc_job_load_request(struct bgproc_job_obj *job, zval *kept)
{
	zend_string *text = bgproc_job_companion(job, ".request");
	zval *kind;

	ZVAL_UNDEF(kept);
	if (!text) {
		return false;
	}
	if (ZSTR_LEN(text) > 0 &&
		php_json_decode_ex(kept, ZSTR_VAL(text), ZSTR_LEN(text), PHP_JSON_OBJECT_AS_ARRAY, JSON_DEPTH) == SUCCESS &&
		Z_TYPE_P(kept) == IS_ARRAY && (kind = bgproc_job_saved_member(kept, "kind", IS_STRING)) &&
		bgproc_job_saved_member(kept, "options", IS_ARRAY) &&
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
