/* SPDX-License-Identifier: Apache-2.0 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/job/signing_keys.h"
#include "src/php/job/start/request.h"
#include "src/php/job/start/saved_request.h"
#include "src/php/process/options/options.h"
#include "src/protocol/request_text.h"
#include "src/php/job/start/user_cookies.h"

#include "ext/standard/base64.h"
#include "ext/standard/basic_functions.h"
#include "ext/standard/url.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "src/protocol/request_spec.h"
#include "src/core/sha256.h"
#include "src/platform/file/files.h"
#include "src/platform/file/memory_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define FORM "application/x-www-form-urlencoded"

/* What is sent, while it is put together. */
struct message {
	zend_string *method, *target, *content_type, *body, *cookies; /* owned; body, content_type, cookies may be NULL */
	zend_string *host;
};

static void release(zend_string *text)
{
	if (text) {
		zend_string_release(text);
	}
}

static void message_free(struct message *message)
{
	release(message->method);
	release(message->target);
	release(message->content_type);
	release(message->body);
	release(message->cookies);
	release(message->host);
}

/* ---- path and query ---- */

/* Pairs of a form; a string is taken as it is. The caller releases it. NULL with an exception pending. */
static zend_string *form(zval *pairs)
{
	zend_function *build = zend_hash_str_find_ptr(EG(function_table), ZEND_STRL("http_build_query"));
	zval arguments[4], text;

	if (Z_TYPE_P(pairs) == IS_STRING) {
		return zend_string_copy(Z_STR_P(pairs));
	}
	if (!build) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "The function http_build_query() is disabled: give query and body as strings");
		return NULL;
	}
	ZVAL_COPY_VALUE(&arguments[0], pairs);
	ZVAL_EMPTY_STRING(&arguments[1]);
	ZVAL_STR(&arguments[2], ZSTR_CHAR('&'));
	ZVAL_LONG(&arguments[3], PHP_QUERY_RFC3986);
	ZVAL_UNDEF(&text);
	zend_call_known_function(build, NULL, NULL, &text, 4, arguments, NULL);
	if (EG(exception) || Z_TYPE(text) != IS_STRING) {
		zval_ptr_dtor(&text);
		return NULL;
	}
	return Z_STR(text);
}

static bool add_query(smart_str *target, zval *pairs)
{
	zend_string *query = form(pairs);

	if (!query) {
		return false;
	}
	if (ZSTR_LEN(query) > 0) {
		smart_str_appendc(target, memchr(ZSTR_VAL(target->s), '?', ZSTR_LEN(target->s)) ? '&' : '?');
		smart_str_append(target, query);
	}
	zend_string_release(query);
	return true;
}

static bool check_target(const zend_string *target)
{
	if (bgproc_request_target(ZSTR_VAL(target), ZSTR_LEN(target))) {
		return true;
	}
	zend_argument_value_error(1,
		"must be a path with an optional query of at most 8192 characters that a URL may have (rawurlencode() makes them), "
		"without \".\" and \"..\", and no address of another server");
	return false;
}

static bool check_smart(smart_str *target)
{
	smart_str_0(target);
	return check_target(target->s);
}

/*
 * The first item of a list is the path, the others are the query, but for the two names by which the PHP library was told
 * method and body: those become options. False with an exception pending.
 */
static bool take_list(struct bgproc_job_plan *plan, HashTable *list, zval *path, zval *query)
{
	static const char *const names[2] = {"backjobMethod", "backjobPostdata"};
	zval *first = zend_hash_index_find_deref(list, 0), *value;

	if (!first || Z_TYPE_P(first) != IS_STRING) {
		zend_argument_value_error(1, "must be a path, or an array whose item 0 is one");
		return false;
	}
	ZVAL_COPY(path, first);
	ZVAL_ARR(query, zend_array_dup(list));
	zend_hash_index_del(Z_ARRVAL_P(query), 0);
	value = zend_hash_str_find_deref(list, names[0], strlen(names[0]));
	if (value && Z_TYPE_P(value) == IS_STRING && !plan->given.method) {
		if (!bgproc_request_method(Z_STRVAL_P(value), Z_STRLEN_P(value))) {
			zend_argument_value_error(1, "must have the name of an HTTP method as \"%s\"", names[0]);
			return false;
		}
		Z_TRY_ADDREF_P(value);
		plan->given.method = Z_STR_P(zend_hash_str_update(Z_ARRVAL(plan->options), ZEND_STRL("method"), value));
	}
	value = zend_hash_str_find_deref(list, names[1], strlen(names[1]));
	if (value && (Z_TYPE_P(value) == IS_STRING || Z_TYPE_P(value) == IS_ARRAY) && !plan->given.body) {
		Z_TRY_ADDREF_P(value);
		plan->given.body = zend_hash_str_update(Z_ARRVAL(plan->options), ZEND_STRL("body"), value);
	}
	for (size_t i = 0; i < 2; i++) {
		zend_hash_str_del(Z_ARRVAL_P(query), names[i], strlen(names[i]));
	}
	return true;
}

/* "http://host/path" or "//host/path": a request goes to the manager's own server, whatever stands there. */
static bool names_server(const zend_string *path)
{
	const char *text = ZSTR_VAL(path);
	size_t scheme = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

	return strncmp(text, "//", 2) == 0 || (scheme > 0 && strncmp(text + scheme, "://", 3) == 0);
}

/* NULL with an exception pending. */
static zend_string *target_of(struct bgproc_job_plan *plan, zval *request)
{
	smart_str target = {0};
	zval path, query;

	ZVAL_UNDEF(&path);
	ZVAL_UNDEF(&query);
	if (Z_TYPE_P(request) == IS_STRING) {
		ZVAL_COPY(&path, request);
	} else if (Z_TYPE_P(request) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(request));
	} else {
		take_list(plan, Z_ARRVAL_P(request), &path, &query);
	}
	if (!EG(exception) && names_server(Z_STR(path))) {
		zval given;
		zend_string *text;

		ZVAL_STR(&given, Z_STR(path));
		text = bgproc_describe(&given);
		zend_argument_value_error(1,
			"must be a path, without scheme and host: the request goes to the server of the manager's option \"base_url\" or "
			"\"fastcgi\", %s given",
			ZSTR_VAL(text));
		zend_string_release(text);
	}
	if (!EG(exception)) {
		if (Z_STRLEN(path) == 0 || Z_STRVAL(path)[0] != '/') {
			/* Routes of the PHP library have none. */
			smart_str_appendc(&target, '/');
		}
		smart_str_append(&target, Z_STR(path));
		if ((Z_TYPE(query) == IS_ARRAY && !add_query(&target, &query)) ||
			(plan->given.query && !add_query(&target, plan->given.query)) || !check_smart(&target)) {
			smart_str_free(&target);
			target.s = NULL;
		}
	}
	zval_ptr_dtor(&path);
	zval_ptr_dtor(&query);
	return target.s;
}

/* ---- method and body ---- */

static bool take_body(struct message *message, const struct bgproc_job_options *given)
{
	if (given->body) {
		message->body = form(given->body);
		if (!message->body) {
			return false;
		}
		if (given->content_type) {
			message->content_type = zend_string_copy(given->content_type);
		} else {
			message->content_type = zend_string_init(ZEND_STRL(FORM), 0);
		}
	}
	message->method = given->method ? zend_string_toupper(given->method)
		: given->body               ? zend_string_init(ZEND_STRL("POST"), 0)
									: zend_string_init(ZEND_STRL("GET"), 0);
	if (given->body &&
		(zend_string_equals_literal(message->method, "TRACE") || zend_string_equals_literal(message->method, "CONNECT"))) {
		zend_value_error("Option \"body\" cannot be combined with the method %s", ZSTR_VAL(message->method));
		return false;
	}
	if (message->body && ZSTR_LEN(message->body) > BGPROC_SPEC_SIZE_MAX / 2) {
		zend_value_error("Option \"body\" must be at most %zu bytes", BGPROC_SPEC_SIZE_MAX / 2);
		return false;
	}
	return true;
}

/* ---- transport ---- */

static bool choose_transport(struct bgproc_job_plan *plan)
{
	const struct bgproc_job_options *given = &plan->given;

	plan->kind = given->has_transport ? (given->by_http ? BGPROC_JOB_HTTP : BGPROC_JOB_FASTCGI)
		: given->fastcgi              ? BGPROC_JOB_FASTCGI
									  : BGPROC_JOB_HTTP;
	if (plan->kind == BGPROC_JOB_FASTCGI ? given->fastcgi != NULL : given->base_url != NULL) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STATE, 0, "The manager has no option \"%s\": there is no way for the request",
		given->has_transport ? (given->by_http ? "base_url" : "fastcgi") : "fastcgi or base_url");
	return false;
}

/*
 * PHP takes the body of such a POST apart and shows it to nobody (php.net, "php://input"), so the one at the other end could
 * not tell that it is the one that was signed, and would refuse the job. By FastCGI nothing is signed.
 */
static bool can_be_read(const struct bgproc_job_plan *plan, const struct message *message)
{
	static const char multipart[] = "multipart/form-data";

	if (plan->kind == BGPROC_JOB_HTTP && message->content_type && zend_string_equals_literal(message->method, "POST") &&
		zend_binary_strncasecmp(ZSTR_VAL(message->content_type), ZSTR_LEN(message->content_type), multipart,
			sizeof multipart - 1, sizeof multipart - 1) == 0) {
		zend_value_error("Option \"content_type\" must not be \"multipart/form-data\" for a POST by \"http\": "
						 "PHP does not show such a body");
		return false;
	}
	return true;
}

/* Scheme and host without the slash that may stand behind them. */
static size_t base_length(const zend_string *url)
{
	return ZSTR_LEN(url) - (ZSTR_VAL(url)[ZSTR_LEN(url) - 1] == '/');
}

static zend_string *host_of(const struct bgproc_job_options *given)
{
	const char *begin;

	if (!given->base_url) {
		return zend_string_init(ZEND_STRL("localhost"), 0);
	}
	begin = strstr(ZSTR_VAL(given->base_url), "://") + 3;
	return zend_string_init(begin, base_length(given->base_url) - (size_t) (begin - ZSTR_VAL(given->base_url)), 0);
}

/* Whether nobody on the way can read along. */
static bool is_private(const struct bgproc_job_plan *plan, const struct message *message)
{
	const struct bgproc_job_options *given = &plan->given;

	if (plan->kind == BGPROC_JOB_FASTCGI) {
		return strncmp(ZSTR_VAL(given->fastcgi), "unix:", 5) == 0 ||
			bgproc_request_is_loopback(ZSTR_VAL(given->fastcgi) + 4, ZSTR_LEN(given->fastcgi) - 4);
	}
	if (strncasecmp(ZSTR_VAL(given->base_url), "https:", 6) == 0) {
		return true;
	}
	return given->connect_to
		? bgproc_request_is_loopback(ZSTR_VAL(given->connect_to), ZSTR_LEN(given->connect_to))
		: bgproc_request_is_loopback(ZSTR_VAL(message->host), ZSTR_LEN(message->host));
}

/* False with an exception pending. */
static bool take_secrets(struct bgproc_job_plan *plan, struct message *message)
{
	const struct bgproc_job_options *given = &plan->given;
	bool authorization = given->authorization && plan->kind == BGPROC_JOB_HTTP;

	if ((given->as_user || authorization) && !is_private(plan, message)) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"%s would be sent without encryption to another machine; this needs https, a unix socket or this machine",
			given->as_user ? "The cookies of the user (option \"as\")" : "Option \"authorization\"");
		return false;
	}
	return !given->as_user || bgproc_user_cookies(given->cookies, &message->cookies);
}

/* ---- FastCGI ---- */

/* The script that answers. NULL with an exception pending. */
static zend_string *script_of(const struct bgproc_job_plan *plan, const struct message *message)
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

static bool add_fastcgi(struct bgproc_buf *spec, const struct bgproc_job_plan *plan, const struct message *message)
{
	const zend_string *root = plan->given.document_root;
	zend_string *script = script_of(plan, message), *file;
	size_t length = ZSTR_LEN(root);

	if (!script) {
		return false;
	}
	while (length > 1 && ZSTR_VAL(root)[length - 1] == '/') {
		length--;
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

	bgproc_spec_add(spec, BGPROC_SPEC_BASE_URL, ZSTR_VAL(given->base_url), base_length(given->base_url));
	add(spec, BGPROC_SPEC_CONNECT_TO, given->connect_to);
	add(spec, BGPROC_SPEC_CA_FILE, given->ca_file);
	add(spec, BGPROC_SPEC_AUTHORIZATION, given->authorization);
	bgproc_job_keys_signing(given->key, &id, &key);
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

static bool write_spec(struct bgproc_buf *spec, const struct bgproc_job_plan *plan, const struct message *message)
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

static bool keep_spec(struct bgproc_job_plan *plan, const struct message *message)
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

/* ---- the plan ---- */

/* Another server, or another application on the same one, is other work. */
static void add_destination(smart_str *identity, const struct bgproc_job_plan *plan)
{
	const struct bgproc_job_options *given = &plan->given;
	const zend_string *const parts[] = {given->fastcgi, given->document_root, given->front_controller};

	if (plan->kind == BGPROC_JOB_HTTP) {
		smart_str_appendl(identity, ZSTR_VAL(given->base_url), base_length(given->base_url));
		smart_str_appendc(identity, '\n');
		return;
	}
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (parts[i]) {
			smart_str_append(identity, parts[i]);
		}
		smart_str_appendc(identity, '\n');
	}
}

/* What a retry repeats, and what makes it the same as another one. */
static bool remember(struct bgproc_job_plan *plan, const struct message *message)
{
	smart_str identity = {0};
	zval what;

	array_init(&what);
	add_assoc_str(&what, "target", zend_string_copy(message->target));
	if (message->body) {
		add_assoc_str(&what, "body_base64",
			php_base64_encode((const unsigned char *) ZSTR_VAL(message->body), ZSTR_LEN(message->body)));
	}
	add_destination(&identity, plan);
	smart_str_append(&identity, message->method);
	smart_str_appendc(&identity, ' ');
	smart_str_append(&identity, message->target);
	smart_str_appendc(&identity, '\n');
	if (message->cookies) {
		smart_str_append(&identity, message->cookies);
	}
	smart_str_appendc(&identity, '\n');
	if (message->body) {
		smart_str_append(&identity, message->content_type);
		smart_str_appendc(&identity, '\n');
		smart_str_append(&identity, message->body);
	}
	smart_str_0(&identity);
	plan->identity = identity.s;
	plan->target = zend_strpprintf(0, "%s %s", ZSTR_VAL(message->method), ZSTR_VAL(message->target));
	return bgproc_job_save_request(plan, &what);
}

static bool make_plan(struct bgproc_job_plan *plan, zend_string *target)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct message message = {.target = target};
	bool done;

	message.host = host_of(&plan->given);
	/* The file last: where memory runs out PHP gives the script up, and nothing would close it. */
	done = take_body(&message, &plan->given) && choose_transport(plan) && can_be_read(plan, &message) &&
		take_secrets(plan, &message) && remember(plan, &message) && keep_spec(plan, &message);
	message_free(&message);
	if (done && bgproc_request_image_find(&plan->program, &err) != BGPROC_OK) {
		bgproc_throw(&err);
		return false;
	}
	if (done) {
		array_init(&plan->commandline);
		add_next_index_string(&plan->commandline, "bgproc.request");
	}
	return done;
}

bool bgproc_job_request_plan(struct bgproc_job_plan *plan, zval *request)
{
	zend_string *target = target_of(plan, request);

	return target && make_plan(plan, target);
}

bool bgproc_job_request_again(struct bgproc_job_plan *plan, zend_string *target)
{
	return check_target(target) && make_plan(plan, zend_string_copy(target));
}
