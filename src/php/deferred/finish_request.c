/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/finish_request.h"

#include "SAPI.h"
#include "php_output.h"
#include "php_variables.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/pending_exception.h"

/* In the order of preference: FrankenPHP has its own function and an alias with the name of FPM's function. */
static const char *const finish_functions[] = {
	"frankenphp_finish_request",
	"litespeed_finish_request",
	"fastcgi_finish_request",
};

/* PHP_SESSION_ACTIVE. The constant of ext/session is not used, because that extension may be missing. */
#define SESSION_ACTIVE 2

static zend_function *find_function(const char *name)
{
	return zend_hash_str_find_ptr(EG(function_table), name, strlen(name));
}

static bool under_fpm(void)
{
	return strcmp(sapi_module.name, "fpm-fcgi") == 0;
}

/* Looked up for each request: functions disabled in the configuration are not in the table. */
static zend_function *find_finish(const char **name)
{
	if (under_fpm() && !SG(server_context)) {
		/* During preloading there is no request, and FPM's function would crash without one. */
		return NULL;
	}
	for (size_t i = 0; i < sizeof finish_functions / sizeof *finish_functions; i++) {
		zend_function *function = find_function(finish_functions[i]);

		if (function && (function->type == ZEND_INTERNAL_FUNCTION || BGPROC_G(allow_user_finish))) {
			*name = finish_functions[i];
			return function;
		}
	}
	return NULL;
}

/* Calls a function without arguments; true when it returned true. */
static bool call_for_truth(zend_function *function)
{
	zval result;
	bool truth;

	ZVAL_UNDEF(&result);
	zend_call_known_function(function, NULL, NULL, &result, 0, NULL, NULL);
	truth = Z_TYPE(result) == IS_TRUE;
	zval_ptr_dtor(&result);
	return truth;
}

const char *bgproc_client_function(void)
{
	const char *name;

	return find_finish(&name) ? name : NULL;
}

bool bgproc_client_close_session(void)
{
	zend_function *status = find_function("session_status");
	zend_function *close = find_function("session_write_close");
	zval result;
	bool active;

	if (!status || !close) {
		return true;
	}
	ZVAL_UNDEF(&result);
	zend_call_known_function(status, NULL, NULL, &result, 0, NULL, NULL);
	active = Z_TYPE(result) == IS_LONG && Z_LVAL(result) == SESSION_ACTIVE;
	zval_ptr_dtor(&result);
	if (active && !EG(exception)) {
		call_for_truth(close);
	}
	return EG(exception) == NULL;
}

static void silence_output(struct bgproc_client *client)
{
	if (BGPROC_G(silence_output) && !client->output_silenced) {
		php_output_set_status(PHP_OUTPUT_DISABLED);
		client->output_silenced = true;
	}
}

/*
 * Whether the response can ask the server to close the connection. The length of the body must be known: no headers may have
 * been sent, and neither compression nor a callback of the script may change the body while it is sent.
 */
static bool fallback_possible(void)
{
	static const char *const without_client[] = {"cli", "phpdbg", "embed"};

	for (size_t i = 0; i < sizeof without_client / sizeof *without_client; i++) {
		if (strcmp(sapi_module.name, without_client[i]) == 0) {
			return false;
		}
	}
	if (SG(headers_sent) || php_output_get_level() > 1) {
		return false;
	}
	return php_output_get_level() == 0 ||
		php_output_handler_started(ZEND_STRL("default output handler"));
}

/*
 * Used when the server has no function to finish a request: sends the response with Content-Length and "Connection: close".
 * Some servers do not pass these headers on, so the client never counts as released.
 */
static void fallback_close(struct bgproc_client *client)
{
	char length[64];
	sapi_header_line header = {0};
	zval body;
	int code = SG(sapi_headers).http_response_code;

	if (client->fallback_tried) {
		return;
	}
	client->fallback_tried = true;
	while (php_output_get_level() > 1 && php_output_end() == SUCCESS && !EG(exception)) {
	}
	if (EG(exception) || !fallback_possible()) {
		return;
	}
	if (code != 204 && code != 304) {
		size_t size = 0;

		if (php_output_get_contents(&body) == SUCCESS) {
			size = Z_STRLEN(body);
			zval_ptr_dtor(&body);
		}
		header.line_len = (size_t) snprintf(length, sizeof length, "Content-Length: %zu", size);
		header.line = length;
		sapi_header_op(SAPI_HEADER_REPLACE, &header);
	}
	header.line = "Connection: close";
	header.line_len = strlen("Connection: close");
	sapi_header_op(SAPI_HEADER_REPLACE, &header);
	php_output_end_all();
	sapi_send_headers();
	sapi_flush();
	silence_output(client);
}

void bgproc_client_end_output(const struct bgproc_client *client)
{
	const char *name;
	zend_function *function;

	if (client->released && !client->by_script) {
		return;
	}
	function = find_finish(&name);
	if (function && function->type == ZEND_INTERNAL_FUNCTION) {
		php_output_end_all();
	}
}

/*
 * Whether FPM keeps the connection. FPM refuses a second call only when it has closed the connection; the second call has no
 * other effect.
 */
static bool is_kept(zend_function *function)
{
	/*
	 * In the first call the callback of the headers may have thrown, and no function can be called while an exception is
	 * pending.
	 */
	zend_object *exception = bgproc_exception_take();
	bool kept = !EG(exception) && call_for_truth(function);

	if (exception) {
		zend_throw_exception_internal(exception);
	}
	return kept;
}

static void release_by_server(struct bgproc_client *client, zend_function *function)
{
	client->released = call_for_truth(function);
	if (!client->released && EG(exception)) {
		/* When a callback throws, the result of the function is lost. It has released the client. */
		client->released = true;
	} else if (!client->released && strcmp(client->function, "litespeed_finish_request") != 0) {
		/* FPM and FrankenPHP refuse when the response has already ended: frameworks call the function themselves. */
		client->released = true;
		client->ended_before = true;
	}
	if (!client->released) {
		return;
	}
	if (under_fpm() && !client->ended_before) {
		client->keepalive = is_kept(function);
	}
	silence_output(client);
}

bool bgproc_client_release(struct bgproc_client *client)
{
	const char *name = NULL;
	zend_function *function;

	if (client->released && !client->by_script) {
		return true;
	}
	function = find_finish(&name);
	if (!function) {
		if (BGPROC_G(fallback_close)) {
			fallback_close(client);
		}
		return false;
	}
	client->function = name;
	client->by_script = function->type != ZEND_INTERNAL_FUNCTION;
	if (client->by_script) {
		client->released = call_for_truth(function);
	} else {
		release_by_server(client, function);
	}
	return client->released;
}

bool bgproc_client_in_callback(void)
{
	return OG(running) != NULL;
}

void bgproc_client_leave_callback(void)
{
	php_output_handler *running = OG(running);
	bool last = false;

	/* PHP refuses every use of output buffers while a callback runs, and it does not know yet that this callback has ended. */
	OG(running) = NULL;
	while (running && !last && OG(active)) {
		php_output_handler *active = OG(active);

		last = active == running;
		/* The callback of this buffer is not called again. Its contents are dropped, because they must not be sent unfiltered. */
		active->flags |= PHP_OUTPUT_HANDLER_DISABLED | PHP_OUTPUT_HANDLER_REMOVABLE;
		php_output_discard();
	}
}

void bgproc_client_fail(void)
{
	EG(exit_status) = 255;
	if (!PG(display_errors) && !SG(headers_sent) && SG(sapi_headers).http_response_code == 200) {
		sapi_header_line status = {0};

		status.line = "HTTP/1.0 500 Internal Server Error";
		status.line_len = strlen(status.line);
		sapi_header_op(SAPI_HEADER_REPLACE, &status);
	}
}

void bgproc_client_ignore_abort(struct bgproc_client *client)
{
	if (!client->abort_ignored) {
		client->abort_ignored = true;
		client->abort_before = PG(ignore_user_abort);
	}
	PG(ignore_user_abort) = true;
}

static void restore_abort(struct bgproc_client *client)
{
	if (client->abort_ignored) {
		PG(ignore_user_abort) = client->abort_before;
		client->abort_ignored = false;
	}
}

void bgproc_client_settle(struct bgproc_client *client)
{
	if ((!client->released || client->by_script) && !client->output_silenced) {
		restore_abort(client);
	}
}

void bgproc_client_reset(struct bgproc_client *client)
{
	restore_abort(client);
	memset(client, 0, sizeof *client);
}
