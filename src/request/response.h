/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_RESPONSE_H
#define BGPROC_REQUEST_RESPONSE_H

/*
 * What came back, whichever way it came: the status, the body on its way to standard output, and the first reason why it
 * is no success.
 */

#include "src/request/request.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How much of the body of a refusal is reported. */
#define BGPROC_ANSWER_START_MAX 1024
#define BGPROC_ANSWER_LOCATION_MAX 200

struct bgproc_response {
	const struct bgproc_request *request;
	bool begun;    /* the supervisor knows that the other side answers */
	bool unheard;  /* standard output does not take anything any more */
	bool ended;    /* the last byte is here */
	int status;    /* of HTTP; 0: not known yet */
	uint64_t body; /* bytes of it so far */
	size_t start_length;
	char start[BGPROC_ANSWER_START_MAX];           /* of the body */
	char location[BGPROC_ANSWER_LOCATION_MAX + 1]; /* where a redirect would lead, or "" */
	unsigned application_status;                   /* of FastCGI: 0 is success */
	char problem[512];                             /* why the transport failed, or "" */
};

void bgproc_response_init(struct bgproc_response *response, const struct bgproc_request *request);

/* The first byte is here. Tells the supervisor, once. */
void bgproc_response_begin(struct bgproc_response *response);

/* A piece of the body, decoded; status is known by now. */
void bgproc_response_body(struct bgproc_response *response, const char *bytes, size_t length);

/* Remembers a redirect's target as far as it is printable. */
void bgproc_response_location(struct bgproc_response *response, const char *bytes, size_t length);

/* The transport failed. The first reason stays. */
void bgproc_response_fail(struct bgproc_response *response, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True when it is a complete 2xx; else the reason is reported to the supervisor and on standard error. */
bool bgproc_response_judge(struct bgproc_response *response);

#endif
