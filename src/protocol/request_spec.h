/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_REQUEST_SPEC_H
#define BGPROC_PROTOCOL_REQUEST_SPEC_H

/*
 * The request of a job, as the starter (src/php/job/start/request.c) hands it to bgproc.request: on descriptor 0, a memory
 * file or an unlinked one that each attempt reads from its start. It holds secrets (cookies, the signing key) and is
 * therefore never written under a name, never an argument, never in the environment.
 *
 * Bytes: BGPROC_SPEC_MAGIC, then fields. A field is its number and its length (32 bits each, the machine's order) and
 * so many bytes. Fields marked "many" may stand any number of times, all others once. Strings have no NUL inside.
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
	BGPROC_SPEC_TARGET,          /* path?query as it is sent and signed; starts with "/" */
	BGPROC_SPEC_HOST,            /* host[:port] of the Host header, signed; FastCGI: HTTP_HOST */
	BGPROC_SPEC_CONTENT_TYPE,    /* of the body; absent without one */
	BGPROC_SPEC_BODY,            /* any bytes */
	BGPROC_SPEC_HEADER,          /* many: "Name: value", checked by the starter */
	BGPROC_SPEC_COOKIE,          /* value of the Cookie header; secret */
	BGPROC_SPEC_AUTHORIZATION,   /* value of the Authorization header; secret */
	BGPROC_SPEC_TIMEOUT_MS,      /* decimal: connecting must not take longer */
	BGPROC_SPEC_BASE_URL,        /* HTTP: scheme://host[:port], never from a request; TARGET is appended */
	BGPROC_SPEC_CONNECT_TO,      /* HTTP: host:port really connected to, optional */
	BGPROC_SPEC_CA_FILE,         /* HTTP: certificates to trust, optional; absolute path */
	BGPROC_SPEC_KEY_ID,          /* HTTP: names the key for the accepting side */
	BGPROC_SPEC_KEY,             /* HTTP: the signing key, raw; secret */
	BGPROC_SPEC_SOCKET,          /* FastCGI: "unix:/path" or "tcp:host:port" */
	BGPROC_SPEC_SCRIPT_FILENAME, /* FastCGI: absolute path of the script */
	BGPROC_SPEC_DOCUMENT_ROOT,   /* FastCGI */
	BGPROC_SPEC_SCRIPT_NAME,     /* FastCGI: the script seen from the document root; starts with "/" */
	BGPROC_SPEC_FIELD_END,       /* number of fields, no field */
};

/* Starts a spec in an empty buffer. */
void bgproc_spec_begin(struct bgproc_buf *buf);

/* What would make the spec larger than BGPROC_SPEC_SIZE_MAX is not appended; bgproc_buf_ok() is false from then on. */
void bgproc_spec_add(struct bgproc_buf *buf, enum bgproc_spec_field field, const char *bytes, size_t length);

/* A spec as read. Everything points into the bytes it was parsed from, each value is followed by no NUL. */
struct bgproc_spec_value {
	const char *bytes; /* NULL: not there */
	size_t length;
};

struct bgproc_spec {
	struct bgproc_spec_value values[BGPROC_SPEC_FIELD_END]; /* by field; of a "many" field the first */
	const char *bytes;
	size_t length;
};

/* BGPROC_ERR_ARGUMENT when the bytes are no spec: cut short, an unknown or doubled field, a NUL in a string. */
enum bgproc_status bgproc_spec_parse(
	struct bgproc_spec *spec, const char *bytes, size_t length, struct bgproc_error *err);

/* Walks a "many" field: *at is 0 at first. False when there is no further one. */
bool bgproc_spec_next(
	const struct bgproc_spec *spec, enum bgproc_spec_field field, size_t *at, struct bgproc_spec_value *value);

#endif
