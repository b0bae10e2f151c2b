/* SPDX-License-Identifier: Apache-2.0 */
#include "src/protocol/header_name.h"

#include <string.h>

/* Fields of the message, fields of the connection, and our own signature; in the form of CGI. */
static const char *const reserved[] = {"HOST", "CONTENT_LENGTH", "CONTENT_TYPE", "COOKIE", "COOKIE2", "AUTHORIZATION",
	"PROXY_AUTHORIZATION", "PROXY_CONNECTION", "PROXY", "CONNECTION", "KEEP_ALIVE", "TRANSFER_ENCODING", "TE", "TRAILER",
	"UPGRADE", "HTTP2_SETTINGS", "EXPECT", "ACCEPT_ENCODING", "RANGE", "X_BGPROC_AUTH"};

/* The byte in the form of CGI, independent of the locale. */
static char of_cgi(char c)
{
	if (c >= 'a' && c <= 'z') {
		return (char) (c - 'a' + 'A');
	}
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
}

static bool is(const char *name, size_t length, const char *known)
{
	if (strlen(known) != length) {
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (of_cgi(name[i]) != known[i]) {
			return false;
		}
	}
	return true;
}

bool bgproc_header_allowed(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
		if (is(name, length, reserved[i])) {
			return false;
		}
	}
	return true;
}
