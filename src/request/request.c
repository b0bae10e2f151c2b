/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/request.h"

#include "src/core/error.h"
#include "src/protocol/header_name.h"
#include "src/core/key.h"
#include "src/core/sha256.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONNECT_DEFAULT_MS 2000

struct bgproc_spec_value bgproc_request_value(const struct bgproc_request *request, enum bgproc_spec_field field)
{
	const struct bgproc_spec_value none = {"", 0};

	return request->spec.values[field].bytes ? request->spec.values[field] : none;
}

static bool there(const struct bgproc_request *request, enum bgproc_spec_field field)
{
	return request->spec.values[field].bytes != NULL;
}

char *bgproc_request_text(const struct bgproc_request *request, enum bgproc_spec_field field)
{
	const struct bgproc_spec_value *value = &request->spec.values[field];

	return value->bytes ? strndup(value->bytes, value->length) : NULL;
}

/* Reads the whole file. Its position is not changed, because other attempts read the same file. */
static bool read_spec(struct bgproc_request *request)
{
	struct stat st;
	size_t have = 0;

	if (fstat(0, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size <= 0 || (uint64_t) st.st_size > BGPROC_SPEC_SIZE_MAX) {
		return false;
	}
	request->length = (size_t) st.st_size;
	request->bytes = malloc(request->length);
	while (request->bytes && have < request->length) {
		ssize_t count = pread(0, request->bytes + have, request->length - have, (off_t) have);

		if (count <= 0 && (count == 0 || errno != EINTR)) {
			return false;
		}
		have += count > 0 ? (size_t) count : 0;
	}
	return request->bytes != NULL;
}

static bool decimal(struct bgproc_spec_value text, uint64_t max, uint64_t *number)
{
	*number = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] < '0' || text.bytes[i] > '9') {
			return false;
		}
		*number = *number * 10 + (uint64_t) (text.bytes[i] - '0');
		if (*number > max) {
			return false;
		}
	}
	return text.length > 0;
}

/* RFC 9110, 5.6.2. */
static bool token(struct bgproc_spec_value text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) &&
			(c == '\0' || !strchr("!#$%&'*+-.^_`|~", c))) {
			return false;
		}
	}
	return text.length > 0;
}

static bool method(struct bgproc_spec_value text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] >= 'a' && text.bytes[i] <= 'z') {
			return false;
		}
	}
	return token(text);
}

/* Whether the text is not empty and has only visible ASCII, without the bytes of stop. */
static bool visible(struct bgproc_spec_value text, const char *stop)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] <= ' ' || text.bytes[i] > '~' || strchr(stop, text.bytes[i])) {
			return false;
		}
	}
	return text.length > 0;
}

/* Whether the text may be part of one header line: no control characters except the tab. */
static bool one_line(struct bgproc_spec_value text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char) text.bytes[i];

		if ((c < ' ' && c != '\t') || c == 127) {
			return false;
		}
	}
	return true;
}

void bgproc_request_header_split(
	struct bgproc_spec_value header, struct bgproc_spec_value *name, struct bgproc_spec_value *value)
{
	const char *colon = memchr(header.bytes, ':', header.length);
	size_t at = colon ? (size_t) (colon - header.bytes) : header.length;

	*name = (struct bgproc_spec_value) {header.bytes, at};
	at += at < header.length;
	while (at < header.length && (header.bytes[at] == ' ' || header.bytes[at] == '\t')) {
		at++;
	}
	*value = (struct bgproc_spec_value) {header.bytes + at, header.length - at};
}

static bool header(struct bgproc_spec_value text)
{
	struct bgproc_spec_value name, value;

	if (!memchr(text.bytes, ':', text.length)) {
		return false;
	}
	bgproc_request_header_split(text, &name, &value);
	return token(name) && bgproc_header_allowed(name.bytes, name.length) && one_line(value);
}

static bool headers(const struct bgproc_spec *spec)
{
	struct bgproc_spec_value value;

	for (size_t at = 0; bgproc_spec_next(spec, BGPROC_SPEC_HEADER, &at, &value);) {
		if (!header(value)) {
			return false;
		}
	}
	return true;
}

/* Only the scheme and the host are allowed: the path is in TARGET, and a user name with a password must not be there. */
static bool base_url(struct bgproc_spec_value url)
{
	size_t skip = 0;

	if (url.length > 7 && memcmp(url.bytes, "http://", 7) == 0) {
		skip = 7;
	} else if (url.length > 8 && memcmp(url.bytes, "https://", 8) == 0) {
		skip = 8;
	}
	url.bytes += skip;
	url.length -= skip;
	return skip > 0 && visible(url, "/\\?#@%\"<>^`{|}");
}

static bool absolute(struct bgproc_spec_value path)
{
	return path.length > 0 && path.bytes[0] == '/' && one_line(path);
}

static bool environment(struct bgproc_request *request)
{
	const char *attempt = getenv("BGPROC_ATTEMPT");
	uint64_t number = 0;

	request->notify = getenv("BGPROC_NOTIFY");
	request->job = getenv("BGPROC_JOB");
	if (!request->notify || !request->job || !attempt || request->notify[0] != '/' ||
		!bgproc_key_valid(request->job, strlen(request->job)) ||
		!decimal((struct bgproc_spec_value) {attempt, strlen(attempt)}, UINT32_MAX, &number) || number == 0) {
		return false;
	}
	request->attempt = (uint32_t) number;
	return true;
}

/* Checks the fields that HTTP and FastCGI have in common. */
static const char *check_common(struct bgproc_request *request)
{
	struct bgproc_spec_value timeout = bgproc_request_value(request, BGPROC_SPEC_TIMEOUT_MS);
	struct bgproc_spec_value target = bgproc_request_value(request, BGPROC_SPEC_TARGET);
	uint64_t ms = CONNECT_DEFAULT_MS;

	if (!method(bgproc_request_value(request, BGPROC_SPEC_METHOD))) {
		return "the method is not one";
	}
	if (!visible(target, "#") || target.bytes[0] != '/') {
		return "the target is no path";
	}
	if (!visible(bgproc_request_value(request, BGPROC_SPEC_HOST), "/\\?#@,")) {
		return "the host is not one";
	}
	if (!headers(&request->spec) || !one_line(bgproc_request_value(request, BGPROC_SPEC_CONTENT_TYPE)) ||
		!one_line(bgproc_request_value(request, BGPROC_SPEC_COOKIE)) ||
		!one_line(bgproc_request_value(request, BGPROC_SPEC_AUTHORIZATION))) {
		return "a header cannot be sent";
	}
	if (timeout.length && (!decimal(timeout, BGPROC_SPEC_CONNECT_MAX_MS, &ms) || ms == 0)) {
		return "the timeout is not one";
	}
	request->connect_ms = (int64_t) ms;
	return NULL;
}

static const char *check_fastcgi(const struct bgproc_request *request)
{
	struct bgproc_spec_value address = bgproc_request_value(request, BGPROC_SPEC_SOCKET);

	if (there(request, BGPROC_SPEC_BASE_URL) || address.length < 5 ||
		(memcmp(address.bytes, "unix:", 5) != 0 && memcmp(address.bytes, "tcp:", 4) != 0)) {
		return "the socket is neither unix:/path nor tcp:host:port";
	}
	if (!absolute(bgproc_request_value(request, BGPROC_SPEC_SCRIPT_FILENAME)) ||
		!absolute(bgproc_request_value(request, BGPROC_SPEC_SCRIPT_NAME)) ||
		!absolute(bgproc_request_value(request, BGPROC_SPEC_DOCUMENT_ROOT))) {
		return "the script or the document root is no absolute path";
	}
	return NULL;
}

static const char *check_http(const struct bgproc_request *request)
{
	if (!base_url(bgproc_request_value(request, BGPROC_SPEC_BASE_URL))) {
		return "the base URL is not http(s)://host[:port]";
	}
	if (there(request, BGPROC_SPEC_CONNECT_TO) && !visible(bgproc_request_value(request, BGPROC_SPEC_CONNECT_TO), "/\\?#@,")) {
		return "the address to connect to is no host:port";
	}
	if (there(request, BGPROC_SPEC_CA_FILE) && !absolute(bgproc_request_value(request, BGPROC_SPEC_CA_FILE))) {
		return "the file of certificates is no absolute path";
	}
	if (there(request, BGPROC_SPEC_KEY) != there(request, BGPROC_SPEC_KEY_ID)) {
		return "a key without its name";
	}
	return NULL;
}

bool bgproc_request_read(struct bgproc_request *request, const char **wrong)
{
	static struct bgproc_error err = BGPROC_ERROR_INIT;

	memset(request, 0, sizeof *request);
	if (!environment(request)) {
		*wrong = "BGPROC_NOTIFY, BGPROC_JOB or BGPROC_ATTEMPT is missing or wrong; the supervisor of a job starts this program";
	} else if (!read_spec(request)) {
		*wrong = "standard input is no file with a request";
	} else if (bgproc_spec_parse(&request->spec, request->bytes, request->length, &err) != BGPROC_OK) {
		*wrong = err.text;
	} else if ((*wrong = check_common(request)) == NULL) {
		request->fastcgi = there(request, BGPROC_SPEC_SOCKET);
		*wrong = request->fastcgi ? check_fastcgi(request) : check_http(request);
	}
	return *wrong == NULL;
}

void bgproc_request_free(struct bgproc_request *request)
{
	if (request->bytes) {
		bgproc_forget(request->bytes, request->length);
	}
	free(request->bytes);
	request->bytes = NULL;
}
