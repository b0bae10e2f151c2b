/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/http.h"

#include "src/core/buf.h"
#include "src/core/sha256.h"
#include "src/request/curl_load.h"
#include "src/request/http_auth.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct exchange {
	const struct bgproc_request *request;
	struct bgproc_response *response;
	struct bgproc_curl curl;
	void *handle;
	struct curl_slist *headers, *connect_to; /* owned */
	bool refused;                            /* an option or a header could not be set */
	bool head_ended;                         /* the headers of the last answer are complete */
	char error[BGPROC_CURL_ERROR_SIZE];
};

/* ---- receiving ---- */

/* Takes one line of the headers. An interim answer ("100 Continue") has headers, too; those of the last answer replace them. */
static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
	struct exchange *exchange = context;
	size_t length = size * count;

	if (length > 12 && memcmp(bytes, "HTTP/", 5) == 0) {
		const char *space = memchr(bytes, ' ', length - 3);

		if (space && space[1] >= '2') {
			bgproc_response_begin(exchange->response);
		}
		bgproc_response_location(exchange->response, "", 0);
		exchange->head_ended = false;
	} else if (length > 0 && (bytes[0] == '\r' || bytes[0] == '\n')) {
		exchange->head_ended = true;
	} else if (length > 9 && strncasecmp(bytes, "Location:", 9) == 0) {
		size_t at = 9;

		while (at < length && (bytes[at] == ' ' || bytes[at] == '\t')) {
			at++;
		}
		bgproc_response_location(exchange->response, bytes + at, length - at);
	}
	return length;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
	struct exchange *exchange = context;

	bgproc_response_body(exchange->response, bytes, size * count);
	return size * count;
}

/* ---- sending ---- */

static void set_long(struct exchange *exchange, enum bgproc_curl_option option, long value)
{
	exchange->refused |= exchange->curl.easy_setopt(exchange->handle, option, value) != BGPROC_CURL_OK;
}

/* The library copies strings; all other data is borrowed until the exchange ends. */
static void set_pointer(struct exchange *exchange, enum bgproc_curl_option option, const void *value)
{
	exchange->refused |= exchange->curl.easy_setopt(exchange->handle, option, value) != BGPROC_CURL_OK;
}

static void set_field(struct exchange *exchange, enum bgproc_curl_option option, enum bgproc_spec_field field)
{
	char *text = bgproc_request_text(exchange->request, field);

	if (text) {
		set_pointer(exchange, option, text);
	} else {
		exchange->refused = true;
	}
	free(text);
}

static void append(struct exchange *exchange, struct curl_slist **list, const char *text)
{
	struct curl_slist *longer = exchange->curl.slist_append(*list, text);

	if (longer) {
		*list = longer;
	} else {
		exchange->refused = true;
	}
}

static void append_parts(
	struct exchange *exchange, struct curl_slist **list, const char *prefix, const char *bytes, size_t length)
{
	struct bgproc_buf line = BGPROC_BUF_INIT;

	bgproc_buf_puts(&line, prefix);
	bgproc_buf_append(&line, bytes, length);
	if (bgproc_buf_ok(&line)) {
		append(exchange, list, line.data);
		bgproc_forget(line.data, line.length);
	} else {
		exchange->refused = true;
	}
	bgproc_buf_free(&line);
}

/* Appends "Name: value" for a field that is present. For an empty value libcurl requires "Name;". */
static void append_field(struct exchange *exchange, const char *name, enum bgproc_spec_field field)
{
	struct bgproc_spec_value value = exchange->request->spec.values[field];
	struct bgproc_buf prefix = BGPROC_BUF_INIT;

	if (!value.bytes) {
		return;
	}
	bgproc_buf_printf(&prefix, value.length ? "%s: " : "%s;", name);
	if (bgproc_buf_ok(&prefix)) {
		append_parts(exchange, &exchange->headers, prefix.data, value.bytes, value.length);
	} else {
		exchange->refused = true;
	}
	bgproc_buf_free(&prefix);
}

static void append_user_headers(struct exchange *exchange)
{
	struct bgproc_spec_value header, name, value;

	for (size_t at = 0; bgproc_spec_next(&exchange->request->spec, BGPROC_SPEC_HEADER, &at, &header);) {
		bgproc_request_header_split(header, &name, &value);
		if (value.length) {
			append_parts(exchange, &exchange->headers, "", header.bytes, header.length);
		} else {
			struct bgproc_buf line = BGPROC_BUF_INIT;

			bgproc_buf_append(&line, name.bytes, name.length);
			bgproc_buf_puts(&line, ";");
			append_parts(exchange, &exchange->headers, "", line.data ? line.data : "", line.length);
			bgproc_buf_free(&line);
		}
	}
}

static void set_headers(struct exchange *exchange)
{
	append_field(exchange, "Host", BGPROC_SPEC_HOST);
	append_field(exchange, "Cookie", BGPROC_SPEC_COOKIE);
	append_field(exchange, "Authorization", BGPROC_SPEC_AUTHORIZATION);
	append_user_headers(exchange);
	if (exchange->request->spec.values[BGPROC_SPEC_CONTENT_TYPE].bytes) {
		append_field(exchange, "Content-Type", BGPROC_SPEC_CONTENT_TYPE);
	} else {
		/* Without this line libcurl would send a Content-Type of its own. */
		append(exchange, &exchange->headers, "Content-Type:");
	}
	/* With "Expect: 100-continue" libcurl would wait up to a second before it sends the body. */
	append(exchange, &exchange->headers, "Expect:");
	set_pointer(exchange, BGPROC_CURL_HTTPHEADER, exchange->headers);
}

static bool method_is(const struct bgproc_request *request, const char *method)
{
	struct bgproc_spec_value value = bgproc_request_value(request, BGPROC_SPEC_METHOD);

	return value.length == strlen(method) && memcmp(value.bytes, method, value.length) == 0;
}

/* The method is always that of the spec. The other options only tell libcurl whether request and answer have a body. */
static void set_body(struct exchange *exchange)
{
	const struct bgproc_request *request = exchange->request;
	const struct bgproc_spec_value *body = &request->spec.values[BGPROC_SPEC_BODY];

	if (method_is(request, "HEAD") && !body->bytes) {
		set_long(exchange, BGPROC_CURL_NOBODY, 1);
	} else if (body->bytes || method_is(request, "POST") || method_is(request, "PUT") || method_is(request, "PATCH")) {
		int failed = exchange->curl.easy_setopt(
			exchange->handle, BGPROC_CURL_POSTFIELDSIZE_LARGE, (int64_t) body->length);

		exchange->refused |= failed != BGPROC_CURL_OK;
		set_pointer(exchange, BGPROC_CURL_POSTFIELDS, body->bytes ? body->bytes : "");
	} else {
		set_long(exchange, BGPROC_CURL_HTTPGET, 1);
	}
	set_field(exchange, BGPROC_CURL_CUSTOMREQUEST, BGPROC_SPEC_METHOD);
}

static void set_callbacks(struct exchange *exchange)
{
	size_t (*const header)(char *, size_t, size_t, void *) = take_header;
	size_t (*const body)(char *, size_t, size_t, void *) = take_body;

	exchange->refused |= exchange->curl.easy_setopt(exchange->handle, BGPROC_CURL_HEADERFUNCTION, header) != BGPROC_CURL_OK;
	exchange->refused |= exchange->curl.easy_setopt(exchange->handle, BGPROC_CURL_WRITEFUNCTION, body) != BGPROC_CURL_OK;
	set_pointer(exchange, BGPROC_CURL_HEADERDATA, exchange);
	set_pointer(exchange, BGPROC_CURL_WRITEDATA, exchange);
	set_pointer(exchange, BGPROC_CURL_ERRORBUFFER, exchange->error);
}

/* Sets the destination, and ensures that the request is sent to no other one. */
static void set_destination(struct exchange *exchange)
{
	if (exchange->curl.easy_setopt(exchange->handle, BGPROC_CURL_PROTOCOLS_STR, "http,https") != BGPROC_CURL_OK) {
		set_long(exchange, BGPROC_CURL_PROTOCOLS, BGPROC_CURL_PROTOCOL_HTTP | BGPROC_CURL_PROTOCOL_HTTPS);
	}
	set_field(exchange, BGPROC_CURL_URL, BGPROC_SPEC_BASE_URL);
	/* Exactly the bytes that were signed. */
	set_field(exchange, BGPROC_CURL_REQUEST_TARGET, BGPROC_SPEC_TARGET);
	if (exchange->request->spec.values[BGPROC_SPEC_CONNECT_TO].bytes) {
		struct bgproc_spec_value to = bgproc_request_value(exchange->request, BGPROC_SPEC_CONNECT_TO);

		append_parts(exchange, &exchange->connect_to, "::", to.bytes, to.length);
		set_pointer(exchange, BGPROC_CURL_CONNECT_TO, exchange->connect_to);
	}
	set_long(exchange, BGPROC_CURL_FOLLOWLOCATION, 0);
	set_long(exchange, BGPROC_CURL_NETRC, BGPROC_CURL_NETRC_IGNORED);
	/* The environment may name a proxy for requests to the outside. This request goes to our own application. */
	set_pointer(exchange, BGPROC_CURL_PROXY, "");
	set_pointer(exchange, BGPROC_CURL_NOPROXY, "*");
}

static void set_up(struct exchange *exchange)
{
	set_callbacks(exchange);
	set_destination(exchange);
	set_long(exchange, BGPROC_CURL_NOSIGNAL, 1);
	set_long(exchange, BGPROC_CURL_HTTP_VERSION, BGPROC_CURL_HTTP_1_1);
	set_long(exchange, BGPROC_CURL_CONNECTTIMEOUT_MS, (long) exchange->request->connect_ms);
	set_long(exchange, BGPROC_CURL_TCP_KEEPALIVE, 1);
	/* A library without TLS refuses these options. It then refuses https, too. */
	exchange->curl.easy_setopt(exchange->handle, BGPROC_CURL_SSL_VERIFYPEER, 1L);
	exchange->curl.easy_setopt(exchange->handle, BGPROC_CURL_SSL_VERIFYHOST, 2L);
	if (exchange->request->spec.values[BGPROC_SPEC_CA_FILE].bytes) {
		set_field(exchange, BGPROC_CURL_CAINFO, BGPROC_SPEC_CA_FILE);
	}
	/* Compressed output would arrive in large pieces. If the answer is compressed anyway, the library decodes it if it can. */
	exchange->curl.easy_setopt(exchange->handle, BGPROC_CURL_ACCEPT_ENCODING, "identity");
	set_headers(exchange);
	set_body(exchange);
}

/* ---- the exchange ---- */

/* Called just before sending, because the time is signed. A request without a key is not signed. */
static bool sign(struct exchange *exchange)
{
	char value[BGPROC_AUTH_VALUE_MAX];

	if (!exchange->request->spec.values[BGPROC_SPEC_KEY].bytes) {
		return true;
	}
	if (!bgproc_http_auth_sign(exchange->request, value)) {
		bgproc_response_fail(exchange->response, "The request cannot be signed");
		return false;
	}
	append_parts(exchange, &exchange->headers, BGPROC_AUTH_HEADER ": ", value, strlen(value));
	return true;
}

static void perform(struct exchange *exchange)
{
	struct bgproc_response *response = exchange->response;
	long status = 0;
	int code;

	if (!sign(exchange)) {
		return;
	}
	set_up(exchange);
	if (exchange->refused) {
		bgproc_response_fail(response, "The request cannot be prepared: out of memory, or libcurl is older than 7.55");
		return;
	}
	code = exchange->curl.easy_perform(exchange->handle);
	exchange->curl.easy_getinfo(exchange->handle, BGPROC_CURL_INFO_RESPONSE_CODE, &status);
	response->status = (int) status;
	response->ended = code == BGPROC_CURL_OK && status >= 200;
	if (code != BGPROC_CURL_OK) {
		bgproc_response_fail(response, "%s", exchange->error[0] ? exchange->error : exchange->curl.easy_strerror(code));
	} else if (status < 200 || !exchange->head_ended) {
		/* libcurl accepts headers that the end of the connection has cut off. */
		bgproc_response_fail(response, "The answer ends within its headers");
	}
}

void bgproc_http_exchange(const struct bgproc_request *request, struct bgproc_response *response)
{
	static struct exchange exchange;
	const char *why;

	exchange.request = request;
	exchange.response = response;
	if (!bgproc_curl_load(&exchange.curl, &why)) {
		bgproc_response_fail(response, "%s", why);
		return;
	}
	if (exchange.curl.global_init(BGPROC_CURL_GLOBAL_ALL) != BGPROC_CURL_OK ||
		!(exchange.handle = exchange.curl.easy_init())) {
		bgproc_response_fail(response, "libcurl cannot be used: out of memory");
		return;
	}
	perform(&exchange);
	exchange.curl.easy_cleanup(exchange.handle);
	exchange.curl.slist_free_all(exchange.headers);
	exchange.curl.slist_free_all(exchange.connect_to);
}
