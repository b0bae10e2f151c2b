/* SPDX-License-Identifier: Apache-2.0 */
#include "src/protocol/request_text.h"

#include "src/protocol/header_name.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define METHOD_MAX 32
#define HOST_MAX 255
#define SOCKET_PATH_MAX 107
#define TARGET_MAX 8192

static bool is_one_of(char byte, const char *set)
{
	return byte != '\0' && strchr(set, byte) != NULL;
}

static bool is_alnum(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

bool bgproc_request_token(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!is_alnum(text[i]) && !is_one_of(text[i], "!#$%&'*+-.^_`|~")) {
			return false;
		}
	}
	return length > 0 && length <= 256;
}

bool bgproc_request_method(const char *text, size_t length)
{
	return length <= METHOD_MAX && bgproc_request_token(text, length);
}

bool bgproc_request_header_value(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char) text[i];

		if ((byte < 0x20 && byte != '\t') || byte == 0x7f) {
			return false;
		}
	}
	return length <= TARGET_MAX;
}

bool bgproc_request_header_allowed(const char *name)
{
	/* Servers drop a header with "_" in its name, or treat it like the header with "-". */
	return bgproc_header_allowed(name, strlen(name)) && strchr(name, '_') == NULL;
}

/* Decimal, 1 to 65535. */
static bool good_port(const char *text, size_t length)
{
	unsigned number = 0;

	if (length == 0 || length > 5) {
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9') {
			return false;
		}
		number = number * 10 + (unsigned) (text[i] - '0');
	}
	return number > 0 && number <= 65535;
}

/* The length of the name in "name" or "name:port"; 0 when it is not valid. */
static size_t host_length(const char *text, size_t length)
{
	size_t at = 0;

	if (length > 0 && text[0] == '[') {
		while (at < length && text[at] != ']') {
			if (at > 0 && !isxdigit((unsigned char) text[at]) && text[at] != ':' && text[at] != '.') {
				return 0;
			}
			at++;
		}
		return at > 2 && at < length ? at + 1 : 0;
	}
	while (at < length && text[at] != ':') {
		if (!is_alnum(text[at]) && !is_one_of(text[at], ".-_")) {
			return 0;
		}
		at++;
	}
	return at;
}

bool bgproc_request_host(const char *text, size_t length)
{
	size_t host = host_length(text, length);

	return host > 0 && host <= HOST_MAX &&
		(host == length || (text[host] == ':' && good_port(text + host + 1, length - host - 1)));
}

bool bgproc_request_base_url(const char *text, size_t length)
{
	/* Only lower case, because bgproc.request accepts nothing else. */
	size_t scheme = length > 8 && strncmp(text, "https://", 8) == 0 ? 8
		: length > 7 && strncmp(text, "http://", 7) == 0            ? 7
																	: 0;

	if (scheme && text[length - 1] == '/') {
		length--;
	}
	return scheme && bgproc_request_host(text + scheme, length - scheme);
}

bool bgproc_request_socket(const char *text, size_t length)
{
	if (strlen(text) != length) {
		return false;
	}
	if (length > 6 && strncmp(text, "unix:/", 6) == 0) {
		return length - 5 <= SOCKET_PATH_MAX;
	}
	if (length > 4 && strncmp(text, "tcp:", 4) == 0) {
		size_t host = host_length(text + 4, length - 4);

		return host > 0 && 4 + host < length && bgproc_request_host(text + 4, length - 4);
	}
	return false;
}

/* The byte at a position; the decoded byte when there is a percent-encoding like "%2e". *used is the length of its spelling. */
static int decoded(const char *text, size_t length, size_t at, size_t *used)
{
	*used = 1;
	if (text[at] == '%' && at + 2 < length && isxdigit((unsigned char) text[at + 1]) &&
		isxdigit((unsigned char) text[at + 2])) {
		const char digits[] = {text[at + 1], text[at + 2]};
		int value = 0;

		for (int i = 0; i < 2; i++) {
			char digit = (char) tolower((unsigned char) digits[i]);

			value = value * 16 + (digit <= '9' ? digit - '0' : digit - 'a' + 10);
		}
		*used = 3;
		return value;
	}
	return (unsigned char) text[at];
}

/* Whether no segment is "." or "..", also not as "%2e", and the path has no backslash and no encoded slash, backslash or NUL. */
static bool plain_path(const char *text, size_t length)
{
	size_t at = 0, dots = 0, bytes = 0, used;

	while (at < length) {
		int byte = decoded(text, length, at, &used);

		if ((used == 3 && (byte == '/' || byte == '\\' || byte == '\0')) || byte == '\\') {
			return false;
		}
		if (byte == '/') {
			if (bytes > 0 && bytes == dots && dots <= 2) {
				return false;
			}
			dots = bytes = 0;
		} else {
			bytes++;
			dots += byte == '.';
		}
		at += used;
	}
	return !(bytes > 0 && bytes == dots && dots <= 2);
}

bool bgproc_request_script(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!is_alnum(text[i]) && !is_one_of(text[i], "/-._~!$&'()*+,;=:@")) {
			return false;
		}
		if (text[i] == '/' && (i + 1 == length || text[i + 1] == '/')) {
			return false;
		}
	}
	return length > 1 && length < 4096 && text[0] == '/' && plain_path(text, length);
}

bool bgproc_request_target(const char *text, size_t length)
{
	const char *query = memchr(text, '?', length);
	size_t path = query ? (size_t) (query - text) : length;

	if (length == 0 || length > TARGET_MAX || text[0] != '/') {
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '%') {
			if (i + 2 >= length || !isxdigit((unsigned char) text[i + 1]) || !isxdigit((unsigned char) text[i + 2])) {
				return false;
			}
		} else if (!is_alnum(text[i]) &&
			!is_one_of(text[i], i > path ? "-._~!$&'()*+,;=:@/?[]" : "-._~!$&'()*+,;=:@/?")) {
			return false;
		}
	}
	return plain_path(text, path);
}

bool bgproc_request_is_loopback(const char *host, size_t length)
{
	size_t name = host_length(host, length);

	if (name == strlen("[::1]") && strncmp(host, "[::1]", name) == 0) {
		return true;
	}
	if (name == strlen("localhost") && strncasecmp(host, "localhost", name) == 0) {
		return true;
	}
	if (name < strlen("127.0.0.1") - 2 || strncmp(host, "127.", 4) != 0) {
		return false;
	}
	/* Digits and dots only: "127.example.org" is a name. */
	return strspn(host, "0123456789.") >= name;
}
