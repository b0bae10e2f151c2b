/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/request_writer.h"

#include "ext/standard/url.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/path.h"
#include "src/php/job/signing_keys.h"
#include "src/platform/file/memory_file.h"
#include "src/protocol/request_spec.h"
#include "src/protocol/request_text.h"

#include <errno.h>
#include <string.h>

size_t bgproc_request_base_length(const zend_string *url)
{
	return ZSTR_LEN(url) - (ZSTR_VAL(url)[ZSTR_LEN(url) - 1] == '/');
}

/* ---- FastCGI ---- */

/* The path of the script that answers the request. NULL with an exception pending. */
static zend_string *script_of(const struct bgproc_job_plan *plan, const struct bgproc_request_message *message)
{
	const char *query = strchr(ZSTR_VAL(message->target), '?');
	zend_string *path;

	if (plan->given.front_controller) {
		return zend_string_copy(plan->given.front_controller);
	}
	path = zend_string_init(ZSTR_VAL(message->target),
		query ? (size_t) (query - ZSTR_VAL(message->target)) : ZSTR_LEN(message->target), 0);
	ZSTR_LEN(path) = php_raw_url_decode(ZSTR_VAL(path), ZSTR_LEN(path));
	if (ZSTR_LEN(path) > 4 && strcmp(ZSTR_VAL(path) + ZSTR_LEN(path) - 4, ".php") == 0 &&
		bgproc_request_script(ZSTR_VAL(path), ZSTR_LEN(path))) {
		return path;
	}
	zend_string_release(path);
	zend_argument_value_error(1,
		"must be the path of a script that ends in \".php\", unless the manager has the option \"front_controller\"");
	return NULL;
}

static bool add_fastcgi(struct bgproc_buf *spec, const struct bgproc_job_plan *plan, const struct bgproc_request_message *message)
{
	const zend_string *root = plan->given.document_root;
	zend_string *script = script_of(plan, message), *file;
	size_t length = bgproc_path_length(root);

	if (!script) {
		return false;
	}
	file = zend_strpprintf(0, "%.*s%s", length == 1 ? 0 : (int) length, ZSTR_VAL(root), ZSTR_VAL(script));
	bgproc_spec_add(spec, BGPROC_SPEC_SOCKET, ZSTR_VAL(plan->given.fastcgi), ZSTR_LEN(plan->given.fastcgi));
	bgproc_spec_add(spec, BGPROC_SPEC_SCRIPT_FILENAME, ZSTR_VAL(file), ZSTR_LEN(file));
	bgproc_spec_add(spec, BGPROC_SPEC_DOCUMENT_ROOT, ZSTR_VAL(root), length);
	bgproc_spec_add(spec, BGPROC_SPEC_SCRIPT_NAME, ZSTR_VAL(script), ZSTR_LEN(script));
	zend_string_release(file);
	zend_string_release(script);
	return true;
}

/* ---- the spec ---- */

static void add(struct bgproc_buf *spec, enum bgproc_spec_field field, const zend_string *value)
{
	if (value) {
		bgproc_spec_add(spec, field, ZSTR_VAL(value), ZSTR_LEN(value));
	}
}

static void add_http(struct bgproc_buf *spec, const struct bgproc_job_options *given)
{
	zend_string *id, *key;

	bgproc_spec_add(spec, BGPROC_SPEC_BASE_URL, ZSTR_VAL(given->base_url), bgproc_request_base_length(given->base_url));
	add(spec, BGPROC_SPEC_CONNECT_TO, given->connect_to);
	add(spec, BGPROC_SPEC_CA_FILE, given->ca_file);
	add(spec, BGPROC_SPEC_AUTHORIZATION, given->authorization);
	bgproc_signing_keys_signing(given->key, &id, &key);
	add(spec, BGPROC_SPEC_KEY_ID, id);
	add(spec, BGPROC_SPEC_KEY, key);
	zend_string_release(id);
}

static void add_headers(struct bgproc_buf *spec, HashTable *headers)
{
	zend_string *name;
	zval *value;

	ZEND_HASH_FOREACH_STR_KEY_VAL(headers, name, value) {
		zend_string *line;

		ZVAL_DEREF(value);
		line = zend_strpprintf(0, "%s: %s", ZSTR_VAL(name), Z_STRVAL_P(value));
		add(spec, BGPROC_SPEC_HEADER, line);
		zend_string_release(line);
	}
	ZEND_HASH_FOREACH_END();
}

static bool write_spec(struct bgproc_buf *spec, const struct bgproc_job_plan *plan, const struct bgproc_request_message *message)
{
	char number[24];

	bgproc_spec_begin(spec);
	add(spec, BGPROC_SPEC_METHOD, message->method);
	add(spec, BGPROC_SPEC_TARGET, message->target);
	add(spec, BGPROC_SPEC_HOST, message->host);
	add(spec, BGPROC_SPEC_CONTENT_TYPE, message->content_type);
	add(spec, BGPROC_SPEC_BODY, message->body);
	add(spec, BGPROC_SPEC_COOKIE, message->cookies);
	snprintf(number, sizeof number, "%lld", (long long) plan->given.connect_timeout_ms);
	bgproc_spec_add(spec, BGPROC_SPEC_TIMEOUT_MS, number, strlen(number));
	if (plan->given.headers) {
		add_headers(spec, plan->given.headers);
	}
	if (plan->kind == BGPROC_JOB_HTTP) {
		add_http(spec, &plan->given);
		return true;
	}
	return add_fastcgi(spec, plan, message);
}

bool bgproc_request_keep_spec(struct bgproc_job_plan *plan, const struct bgproc_request_message *message)
{
	struct bgproc_held *written = bgproc_held_new(NULL, NULL);
	bool done = write_spec(&written->text, plan, message);

	if (done) {
		plan->input = bgproc_held_new(NULL, NULL);
		if (bgproc_buf_ok(&written->text) && written->text.length <= BGPROC_SPEC_SIZE_MAX) {
			plan->input->fd = bgproc_memory_file("bgproc.request", written->text.data, written->text.length);
		}
		done = plan->input->fd >= 0;
		if (!done) {
			bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot keep the request for the job");
		}
	}
	bgproc_held_end(written);
	return done;
}
