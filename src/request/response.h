/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_RESPONSE_H
#define BGPROC_REQUEST_RESPONSE_H

/*
 * The answer, over HTTP or FastCGI: the status, the body, which is written to standard output, and the first reason why the
 * request has failed.
 */

#include "src/request/request.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes of the body of an error answer are reported. */
#define BGPROC_ANSWER_START_MAX 1024
#define BGPROC_ANSWER_LOCATION_MAX 200

struct bgproc_response {
	const struct bgproc_request *request;
	bool begun;    /* the supervisor was notified that the other side answers */
	bool unheard;  /* writing to standard output has failed; nothing more is written */
	bool ended;    /* the last byte has arrived */
	int status;    /* HTTP status; 0: not known yet */
	uint64_t body; /* bytes of the body so far */
	size_t start_length;
	char start[BGPROC_ANSWER_START_MAX];           /* the first bytes of the body */
	char location[BGPROC_ANSWER_LOCATION_MAX + 1]; /* the target of a redirect, or "" */
	unsigned application_status;                   /* of FastCGI; 0 is success */
	char problem[512];                             /* why the transport failed, or "" */
};

void bgproc_response_init(struct bgproc_response *response, const struct bgproc_request *request);

/* The first byte has arrived. Notifies the supervisor once. */
void bgproc_response_begin(struct bgproc_response *response);

/* Takes a decoded piece of the body. status must already be known. */
void bgproc_response_body(struct bgproc_response *response, const char *bytes, size_t length);

/* Stores the target of a redirect, up to the first byte that is not printable. */
void bgproc_response_location(struct bgproc_response *response, const char *bytes, size_t length);

/* The transport failed. Only the first reason is kept. */
void bgproc_response_fail(struct bgproc_response *response, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True for a complete answer 2xx. Otherwise reports the reason to the supervisor and on standard error. */
bool bgproc_response_judge(struct bgproc_response *response);

#endif
