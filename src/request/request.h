/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_REQUEST_H
#define BGPROC_REQUEST_REQUEST_H

/*
 * The request that bgproc.request sends: the spec on descriptor 0 and three environment variables, read once and checked. The
 * starter has already checked everything. It is checked again because an accepted line feed would begin another header.
 */

#include "src/protocol/request_spec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bgproc_request {
	struct bgproc_spec spec;
	char *bytes; /* of the spec; owned */
	size_t length;
	const char *notify; /* path of the socket for reports; borrowed from the environment, like the next one */
	const char *job;
	uint32_t attempt;
	int64_t connect_ms;
	bool fastcgi; /* else HTTP */
};

/* False when there is no valid request; *wrong is then a static text. */
bool bgproc_request_read(struct bgproc_request *request, const char **wrong);

/* Frees the request, also after a failed read. Overwrites the secrets. */
void bgproc_request_free(struct bgproc_request *request);

/* A field of the spec; {"", 0} when it is absent. */
struct bgproc_spec_value bgproc_request_value(const struct bgproc_request *request, enum bgproc_spec_field field);

/* A copy of a field with a NUL, which the caller frees; NULL when the field is absent or memory runs out. */
char *bgproc_request_text(const struct bgproc_request *request, enum bgproc_spec_field field);

/* Splits a "Name: value" field that bgproc_request_read() has accepted. name and value point into it. */
void bgproc_request_header_split(
	struct bgproc_spec_value header, struct bgproc_spec_value *name, struct bgproc_spec_value *value);

#endif
