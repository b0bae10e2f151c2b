/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/context/result.h"

#include "ext/json/php_json.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "php_bgproc.h"
#include "src/php/job/context/send.h"

#define JSON_DEPTH 512

/* Encodes a result as JSON. NULL with an exception pending. */
static zend_string *encode(zval *value)
{
	smart_str json = {0};
	static const struct {
		int code;
		const char *why;
	} reasons[] = {
		{PHP_JSON_ERROR_DEPTH, "it is nested too deep"},
		{PHP_JSON_ERROR_RECURSION, "it contains itself"},
		{PHP_JSON_ERROR_INF_OR_NAN, "it holds a number that is infinite or none at all"},
		{PHP_JSON_ERROR_UTF8, "it holds a string that is not UTF-8"},
		{PHP_JSON_ERROR_UNSUPPORTED_TYPE, "it holds a value of a type that JSON does not have"},
	};
	const char *why = "it cannot be encoded";

	if (php_json_encode_ex(&json, value,
			PHP_JSON_UNESCAPED_SLASHES | PHP_JSON_UNESCAPED_UNICODE | PHP_JSON_PRESERVE_ZERO_FRACTION, JSON_DEPTH) == SUCCESS &&
		JSON_G(error_code) == PHP_JSON_ERROR_NONE && !EG(exception)) {
		smart_str_0(&json);
		return json.s;
	}
	smart_str_free(&json);
	if (!EG(exception)) {
		for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
			why = reasons[i].code == (int) JSON_G(error_code) ? reasons[i].why : why;
		}
		zend_value_error("The result of a job must be a value that JSON can hold: %s", why);
	}
	return NULL;
}

void bgproc_job_context_finish(struct bgproc_job_context_obj *context, zval *result)
{
	zend_string *json;

	if (!bgproc_job_context_may_decide(context) || !(json = encode(result))) {
		return;
	}
	if (ZSTR_LEN(json) > BGPROC_JOB_MESSAGE_MAX) {
		zend_value_error("The result of a job must be at most %d bytes of JSON, these are %zu; give the name of a file",
			BGPROC_JOB_MESSAGE_MAX, ZSTR_LEN(json));
	} else {
		bgproc_job_send_finish(context, Z_TYPE_P(result) == IS_NULL ? NULL : json);
	}
	zend_string_release(json);
}
