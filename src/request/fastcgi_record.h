/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_FASTCGI_RECORD_H
#define BGPROC_REQUEST_FASTCGI_RECORD_H

/*
 * FastCGI 1.0 as bytes: builds the records of a request, and parses the reply while it arrives. No descriptors are used here.
 * The reader trusts nothing: it needs memory only for one line of a header, and reports a problem for anything that is not a
 * reply to our only request (its number is 1).
 */

#include "src/core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limit of all headers of a reply together, in bytes. */
#define BGPROC_FASTCGI_HEAD_MAX 65536

/* ---- the request ---- */

/* Appends a name and a value in the format of FCGI_PARAMS. */
void bgproc_fastcgi_pair(
	struct bgproc_buf *params, const char *name, size_t name_length, const char *value, size_t value_length);

/*
 * Sends the records of the head, then the body cut into records, then the empty record that ends it. The connection is not kept
 * open, because a worker that waits for the next request on a connection cannot serve another one.
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

/* False when memory runs out. The body is borrowed until the end of sending; the parameters are copied. */
bool bgproc_fastcgi_sender_open(
	struct bgproc_fastcgi_sender *sender, const struct bgproc_buf *params, const char *body, size_t length);

/* The next bytes to send; false when everything was sent. */
bool bgproc_fastcgi_sender_next(struct bgproc_fastcgi_sender *sender, const void **bytes, size_t *length);

/* The caller has sent length of these bytes. */
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
	const char *problem; /* why this is not a valid reply, or NULL; static text. Once set, nothing more is read */

	/* the record that is being read */
	unsigned char header[8];
	size_t header_have;
	size_t content_left, padding_left;
	unsigned char end[8]; /* content of FCGI_END_REQUEST */
	size_t end_have;

	/* the streams */
	bool begun; /* a byte of the output or of standard error was read */
	bool out_ended, err_ended;
	bool ended; /* FCGI_END_REQUEST was read; later bytes are ignored */
	uint32_t application_status;
	unsigned protocol_status;

	/* the headers of the reply */
	struct bgproc_buf line; /* owned; the line that is not yet complete */
	size_t head_length;
	bool head_ended;
	int status;
	bool has_status, has_location, has_length;
	uint64_t announced, body; /* bytes */
};

void bgproc_fastcgi_reader_open(struct bgproc_fastcgi_reader *reader, const struct bgproc_fastcgi_taker *taker);

/* Takes bytes that were read from the connection. False, with problem set, when they are not a valid reply. */
bool bgproc_fastcgi_reader_feed(struct bgproc_fastcgi_reader *reader, const char *bytes, size_t length);

/*
 * Why a reply that has ended is not complete, or NULL: the protocol status refuses the request, the headers are incomplete, or
 * the body is shorter than its Content-Length. The last is not checked for a reply without a body, such as that to HEAD.
 */
const char *bgproc_fastcgi_reader_lacks(const struct bgproc_fastcgi_reader *reader, bool bodiless);

void bgproc_fastcgi_reader_close(struct bgproc_fastcgi_reader *reader);

#endif
