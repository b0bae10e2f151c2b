/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/fastcgi_params.h"

#include "src/request/fastcgi_record.h"

#include <stdio.h>
#include <string.h>

static void add(struct bgproc_buf *params, const char *name, struct bgproc_spec_value value)
{
	bgproc_fastcgi_pair(params, name, strlen(name), value.bytes, value.length);
}

static void add_text(struct bgproc_buf *params, const char *name, const char *value)
{
	bgproc_fastcgi_pair(params, name, strlen(name), value, strlen(value));
}

static void add_number(struct bgproc_buf *params, const char *name, size_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%zu", number);
	add_text(params, name, text);
}

/* Adds the field if it is present, also when it is empty. */
static void add_given(
	struct bgproc_buf *params, const struct bgproc_request *request, const char *name, enum bgproc_spec_field field)
{
	if (request->spec.values[field].bytes) {
		add(params, name, request->spec.values[field]);
	}
}

/* SERVER_NAME and SERVER_PORT of a Host header; "[::1]:80" keeps its brackets. */
static void add_server(struct bgproc_buf *params, struct bgproc_spec_value host)
{
	struct bgproc_spec_value name = host, port = {"80", 2};

	for (size_t i = host.length; i > 0 && host.bytes[i - 1] != ']'; i--) {
		if (host.bytes[i - 1] == ':') {
			name.length = i - 1;
			port = (struct bgproc_spec_value) {host.bytes + i, host.length - i};
			break;
		}
	}
	add(params, "SERVER_NAME", name);
	add(params, "SERVER_PORT", port);
}

/* "X-Some: value" as HTTP_X_SOME. */
static void add_headers(struct bgproc_buf *params, const struct bgproc_spec *spec)
{
	struct bgproc_spec_value header, name, value;

	for (size_t at = 0; bgproc_spec_next(spec, BGPROC_SPEC_HEADER, &at, &header);) {
		struct bgproc_buf variable = BGPROC_BUF_INIT;

		bgproc_request_header_split(header, &name, &value);
		bgproc_buf_puts(&variable, "HTTP_");
		for (size_t i = 0; i < name.length; i++) {
			char c = name.bytes[i];
			bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';

			c = letter ? (char) (c & ~0x20) : digit ? c
													: '_';
			bgproc_buf_append(&variable, &c, 1);
		}
		if (bgproc_buf_ok(&variable)) {
			bgproc_fastcgi_pair(params, variable.data, variable.length, value.bytes, value.length);
		} else {
			params->failed = true;
		}
		bgproc_buf_free(&variable);
	}
}

void bgproc_fastcgi_params(struct bgproc_buf *params, const struct bgproc_request *request)
{
	struct bgproc_spec_value target = bgproc_request_value(request, BGPROC_SPEC_TARGET);
	struct bgproc_spec_value body = bgproc_request_value(request, BGPROC_SPEC_BODY);
	const char *question = memchr(target.bytes, '?', target.length);
	struct bgproc_spec_value query = {"", 0};

	if (question) {
		query = (struct bgproc_spec_value) {question + 1, target.length - (size_t) (question + 1 - target.bytes)};
	}
	add_text(params, "GATEWAY_INTERFACE", "CGI/1.1");
	add_text(params, "SERVER_PROTOCOL", "HTTP/1.1");
	add_text(params, "SERVER_SOFTWARE", "bgproc");
	add_text(params, "REMOTE_ADDR", "127.0.0.1");
	/* php-cgi requires this variable as a sign that the web server has checked the path. */
	add_text(params, "REDIRECT_STATUS", "200");
	add(params, "REQUEST_METHOD", bgproc_request_value(request, BGPROC_SPEC_METHOD));
	add(params, "REQUEST_URI", target);
	add(params, "QUERY_STRING", query);
	add(params, "SCRIPT_FILENAME", bgproc_request_value(request, BGPROC_SPEC_SCRIPT_FILENAME));
	add(params, "SCRIPT_NAME", bgproc_request_value(request, BGPROC_SPEC_SCRIPT_NAME));
	add(params, "DOCUMENT_URI", bgproc_request_value(request, BGPROC_SPEC_SCRIPT_NAME));
	add(params, "DOCUMENT_ROOT", bgproc_request_value(request, BGPROC_SPEC_DOCUMENT_ROOT));
	add_server(params, bgproc_request_value(request, BGPROC_SPEC_HOST));
	add(params, "HTTP_HOST", bgproc_request_value(request, BGPROC_SPEC_HOST));
	add_given(params, request, "CONTENT_TYPE", BGPROC_SPEC_CONTENT_TYPE);
	if (request->spec.values[BGPROC_SPEC_BODY].bytes) {
		add_number(params, "CONTENT_LENGTH", body.length);
	}
	add_given(params, request, "HTTP_COOKIE", BGPROC_SPEC_COOKIE);
	add_given(params, request, "HTTP_AUTHORIZATION", BGPROC_SPEC_AUTHORIZATION);
	add_headers(params, &request->spec);
	add_text(params, "BGPROC_JOB", request->job);
	add_number(params, "BGPROC_ATTEMPT", request->attempt);
	add_text(params, "BGPROC_NOTIFY", request->notify);
}
