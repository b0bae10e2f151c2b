/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_REQUEST_H
#define BGPROC_REQUEST_REQUEST_H

/*
 * The request that bgproc.request makes: the spec on descriptor 0 and three words of the environment, read once and
 * checked. The starter has checked all of it before; it is checked again because a line feed that was not refused would
 * begin another header.
 */

#include "src/protocol/request_spec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bgproc_request {
	struct bgproc_spec spec;
	char *bytes; /* of the spec; owned */
	size_t length;
	const char *notify; /* path of the socket that reports go to; borrowed from the environment, as the next */
	const char *job;
	uint32_t attempt;
	int64_t connect_ms;
	bool fastcgi; /* else HTTP */
};

/* False when there is no usable request; *wrong is then a text that stays. */
bool bgproc_request_read(struct bgproc_request *request, const char **wrong);

/* Also after a failed read. Overwrites the secrets. */
void bgproc_request_free(struct bgproc_request *request);

/* A field of the spec; {"", 0} when it is not there. */
struct bgproc_spec_value bgproc_request_value(const struct bgproc_request *request, enum bgproc_spec_field field);

/* A copy with NUL that the caller frees; NULL when it is not there or memory is short. */
char *bgproc_request_text(const struct bgproc_request *request, enum bgproc_spec_field field);

/* Name and value of a "Name: value" field that bgproc_request_read() has accepted. */
void bgproc_request_header_split(
	struct bgproc_spec_value header, struct bgproc_spec_value *name, struct bgproc_spec_value *value);

#endif
