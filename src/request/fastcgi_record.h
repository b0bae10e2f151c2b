/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_FASTCGI_RECORD_H
#define BGPROC_REQUEST_FASTCGI_RECORD_H

/*
 * FastCGI 1.0 as bytes: a request made of records, and the reply taken apart as it comes. No descriptors here. The
 * reader believes nothing: it needs no more memory than one line of a header, and whatever is no reply to the one
 * request we made (its number is 1) ends in a problem.
 */

#include "src/core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All headers of a reply together. */
#define BGPROC_FASTCGI_HEAD_MAX 65536

/* ---- the request ---- */

/* A name and a value in the form of FCGI_PARAMS. */
void bgproc_fastcgi_pair(
	struct bgproc_buf *params, const char *name, size_t name_length, const char *value, size_t value_length);

/*
 * What is to be sent: the records of the head, then the body cut into records, then the empty record at its end. The
 * connection is not kept: a worker that waits for the next request of a connection serves no other one.
 */
struct bgproc_fastcgi_sender {
	struct bgproc_buf head; /* owned: FCGI_BEGIN_REQUEST and FCGI_PARAMS */
	size_t head_sent;
	const char *body;
	size_t body_left;
	unsigned char record[8]; /* header of the current record of the body */
	size_t record_left, content_left;
	bool last; /* the empty record was begun */
};

/* False when memory is short. The body must stay where it is. */
bool bgproc_fastcgi_sender_open(
	struct bgproc_fastcgi_sender *sender, const struct bgproc_buf *params, const char *body, size_t length);

/* What to send next; false when all was sent. */
bool bgproc_fastcgi_sender_next(struct bgproc_fastcgi_sender *sender, const void **bytes, size_t *length);

/* So much of it was sent. */
void bgproc_fastcgi_sender_sent(struct bgproc_fastcgi_sender *sender, size_t length);

void bgproc_fastcgi_sender_close(struct bgproc_fastcgi_sender *sender);

/* ---- the reply ---- */

/* Callbacks for the parts of the reply. The status is known when body is called. */
struct bgproc_fastcgi_taker {
	void (*body)(void *context, const char *bytes, size_t length);
	void (*error_text)(void *context, const char *bytes, size_t length);
	void (*location)(void *context, const char *bytes, size_t length);
	void *context;
};

struct bgproc_fastcgi_reader {
	struct bgproc_fastcgi_taker taker;
	const char *problem; /* static text: this is no reply. Nothing more is read then */

	/* the record that is being read */
	unsigned char header[8];
	size_t header_have;
	size_t content_left, padding_left;
	unsigned char end[8]; /* content of FCGI_END_REQUEST */
	size_t end_have;

	/* the streams */
	bool begun; /* there was a byte of the reply itself */
	bool out_ended, err_ended;
	bool ended; /* FCGI_END_REQUEST was read; what comes behind is not looked at */
	uint32_t application_status;
	unsigned protocol_status;

	/* the headers of the reply */
	struct bgproc_buf line; /* owned; the one that is not complete */
	size_t head_length;
	bool head_ended;
	int status;
	bool has_status, has_location, has_length;
	uint64_t announced, body; /* bytes */
};

void bgproc_fastcgi_reader_open(struct bgproc_fastcgi_reader *reader, const struct bgproc_fastcgi_taker *taker);

/* Takes what was read from the connection. False: no reply (problem). */
bool bgproc_fastcgi_reader_feed(struct bgproc_fastcgi_reader *reader, const char *bytes, size_t length);

/*
 * Why a reply that has ended is not complete, or NULL: refused by the protocol status, without its headers, or shorter than
 * its Content-Length (unless it may have no body, as that to HEAD).
 */
const char *bgproc_fastcgi_reader_lacks(const struct bgproc_fastcgi_reader *reader, bool bodiless);

void bgproc_fastcgi_reader_close(struct bgproc_fastcgi_reader *reader);

#endif
