/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/request.h"

#include "ext/standard/base64.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/start/request_target.h"
#include "src/php/job/start/request_writer.h"
#include "src/php/job/start/saved_request.h"
#include "src/php/job/start/user_cookies.h"
#include "src/protocol/request_spec.h"
#include "src/protocol/request_text.h"

#include <string.h>
#include <strings.h>

#define FORM "application/x-www-form-urlencoded"

static void release(zend_string *text)
{
	if (text) {
		zend_string_release(text);
	}
}

static void message_free(struct bgproc_request_message *message)
{
	release(message->method);
	release(message->target);
	release(message->content_type);
	release(message->body);
	release(message->cookies);
	release(message->host);
}

/* ---- method and body ---- */

static bool take_body(struct bgproc_request_message *message, const struct bgproc_job_options *given)
{
	if (given->body) {
		message->body = bgproc_job_target_form(given->body);
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
	bgproc_throw_status(BGPROC_ERR_STATE, 0, "The manager needs the option %s to send a request",
		!given->has_transport ? "\"fastcgi\" or \"base_url\"" : given->by_http ? "\"base_url\""
																			   : "\"fastcgi\"");
	return false;
}

/*
 * PHP parses the body of such a POST and does not make it available in php://input. So the worker could not check the
 * signature of the body and would refuse the job. Requests by FastCGI are not signed.
 */
static bool can_be_read(const struct bgproc_job_plan *plan, const struct bgproc_request_message *message)
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

static zend_string *host_of(const struct bgproc_job_options *given)
{
	const char *begin;

	if (!given->base_url) {
		return zend_string_init(ZEND_STRL("localhost"), 0);
	}
	begin = strstr(ZSTR_VAL(given->base_url), "://") + 3;
	return zend_string_init(begin, bgproc_request_base_length(given->base_url) - (size_t) (begin - ZSTR_VAL(given->base_url)), 0);
}

/* Whether no third party can read the request on its way. */
static bool is_private(const struct bgproc_job_plan *plan, const struct bgproc_request_message *message)
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
static bool take_secrets(struct bgproc_job_plan *plan, struct bgproc_request_message *message)
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

/* ---- the plan ---- */

/* The same request to another server, or to another application on the same server, is different work. */
static void add_destination(smart_str *identity, const struct bgproc_job_plan *plan)
{
	const struct bgproc_job_options *given = &plan->given;
	const zend_string *const parts[] = {given->fastcgi, given->document_root, given->front_controller};

	if (plan->kind == BGPROC_JOB_HTTP) {
		smart_str_appendl(identity, ZSTR_VAL(given->base_url), bgproc_request_base_length(given->base_url));
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

/* Saves what a retry repeats, and what makes this job equal to another one. */
static bool remember(struct bgproc_job_plan *plan, const struct bgproc_request_message *message)
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
	struct bgproc_request_message message = {.target = target};
	bool done;

	message.host = host_of(&plan->given);
	/* The file is opened last: if memory runs out before, PHP ends the script, and nothing would close the file. */
	done = take_body(&message, &plan->given) && choose_transport(plan) && can_be_read(plan, &message) &&
		take_secrets(plan, &message) && remember(plan, &message) && bgproc_request_keep_spec(plan, &message);
	message_free(&message);
	if (done && bgproc_program_image_request(&plan->program, &err) != BGPROC_OK) {
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
	zend_string *target = bgproc_job_target(plan, request);

	return target && make_plan(plan, target);
}

bool bgproc_job_request_again(struct bgproc_job_plan *plan, zend_string *target)
{
	return bgproc_job_target_check(target) && make_plan(plan, zend_string_copy(target));
}
