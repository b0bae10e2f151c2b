/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_REQUEST_TEXT_H
#define BGPROC_PROTOCOL_REQUEST_TEXT_H

/*
 * The allowed text in the request of a job. All of it is written into lines of a protocol. So text that could end a line, or
 * set a field that only the request itself may set, is refused here, where the caller gets an exception.
 */

#include <stdbool.h>
#include <stddef.h>

/* A token of RFC 9110. */
bool bgproc_request_token(const char *text, size_t length);

/* A token of at most 32 bytes. */
bool bgproc_request_method(const char *text, size_t length);

/* A field value of RFC 9110: no control characters but tabs. */
bool bgproc_request_header_value(const char *text, size_t length);

/* False for fields that the request itself sets, that belong to one connection, or that authenticate the sender. */
bool bgproc_request_header_allowed(const char *name);

/* "host", "host:port", "[v6]:port". */
bool bgproc_request_host(const char *text, size_t length);

/* "http://host[:port]" or "https://host[:port]", optionally followed by a slash. */
bool bgproc_request_base_url(const char *text, size_t length);

/* "unix:/path" or "tcp:host:port" */
bool bgproc_request_socket(const char *text, size_t length);

/* An absolute path without empty, "." and ".." segments and without characters that a URL does not have. */
bool bgproc_request_script(const char *text, size_t length);

/*
 * A path with an optional query, as it is sent: begins with "/", only characters of RFC 3986, no "." or ".." segment in any
 * spelling (servers and clients resolve them differently), no fragment.
 */
bool bgproc_request_target(const char *text, size_t length);

/* Whether the name of a host means this machine: localhost, 127.0.0.0/8, ::1. host must end with a NUL. */
bool bgproc_request_is_loopback(const char *host, size_t length);

#endif
