/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_REQUEST_SPEC_H
#define BGPROC_PROTOCOL_REQUEST_SPEC_H

/*
 * The request of a job, as the starter (src/php/job/start/request.c) passes it to bgproc.request: on descriptor 0, as a memory
 * file or an unlinked file, which each attempt reads from its start. It contains secrets (cookies, the signing key), so it
 * never has a file name and is never an argument or an environment variable.
 *
 * Format: BGPROC_SPEC_MAGIC, then fields. A field is its number and its length (32 bits each, in the byte order of the machine)
 * and the bytes of its value. Fields marked "many" may occur any number of times, all others at most once. Strings contain no
 * NUL.
 */

#include "src/core/buf.h"
#include "src/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_SPEC_MAGIC "bgprqst1"
#define BGPROC_SPEC_MAGIC_LENGTH 8
#define BGPROC_SPEC_SIZE_MAX ((size_t) 64 * 1024 * 1024)
#define BGPROC_SPEC_CONNECT_MAX_MS (3600 * 1000) /* of BGPROC_SPEC_TIMEOUT_MS */

enum bgproc_spec_field {
	BGPROC_SPEC_METHOD = 1,      /* token of RFC 9110, upper case */
	BGPROC_SPEC_TARGET,          /* path?query, sent and signed unchanged; starts with "/" */
	BGPROC_SPEC_HOST,            /* host[:port] of the Host header, signed; FastCGI: HTTP_HOST */
	BGPROC_SPEC_CONTENT_TYPE,    /* of the body; absent if there is no body */
	BGPROC_SPEC_BODY,            /* any bytes */
	BGPROC_SPEC_HEADER,          /* many: "Name: value", checked by the starter */
	BGPROC_SPEC_COOKIE,          /* value of the Cookie header; secret */
	BGPROC_SPEC_AUTHORIZATION,   /* value of the Authorization header; secret */
	BGPROC_SPEC_TIMEOUT_MS,      /* decimal: limit of the time for connecting, in milliseconds */
	BGPROC_SPEC_BASE_URL,        /* HTTP: scheme://host[:port], never from a request; TARGET is appended */
	BGPROC_SPEC_CONNECT_TO,      /* HTTP: host:port to connect to instead, optional */
	BGPROC_SPEC_CA_FILE,         /* HTTP: certificates to trust, optional; absolute path */
	BGPROC_SPEC_KEY_ID,          /* HTTP: tells the accepting side which key to use */
	BGPROC_SPEC_KEY,             /* HTTP: the signing key, raw; secret */
	BGPROC_SPEC_SOCKET,          /* FastCGI: "unix:/path" or "tcp:host:port" */
	BGPROC_SPEC_SCRIPT_FILENAME, /* FastCGI: absolute path of the script */
	BGPROC_SPEC_DOCUMENT_ROOT,   /* FastCGI */
	BGPROC_SPEC_SCRIPT_NAME,     /* FastCGI: path of the script relative to the document root; starts with "/" */
	BGPROC_SPEC_FIELD_END,       /* not a field: one more than the last field number */
};

/* Starts a spec in an empty buffer. */
void bgproc_spec_begin(struct bgproc_buf *buf);

/* Appends a field. If the spec would become larger than BGPROC_SPEC_SIZE_MAX, bgproc_buf_ok() is false from then on. */
void bgproc_spec_add(struct bgproc_buf *buf, enum bgproc_spec_field field, const char *bytes, size_t length);

/* A parsed spec. Everything points into the bytes that were parsed; values have no NUL at their end. */
struct bgproc_spec_value {
	const char *bytes; /* NULL: absent */
	size_t length;
};

struct bgproc_spec {
	struct bgproc_spec_value values[BGPROC_SPEC_FIELD_END]; /* by field number; for a "many" field the first one */
	const char *bytes;
	size_t length;
};

/* BGPROC_ERR_ARGUMENT when the bytes are not a spec: incomplete, an unknown or repeated field, or a NUL in a string. */
enum bgproc_status bgproc_spec_parse(
	struct bgproc_spec *spec, const char *bytes, size_t length, struct bgproc_error *err);

/* Reads the values of a "many" field one by one. The caller sets *at to 0 first. False when there is no further value. */
bool bgproc_spec_next(
	const struct bgproc_spec *spec, enum bgproc_spec_field field, size_t *at, struct bgproc_spec_value *value);

#endif
