/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/fastcgi_record.h"

#include <string.h>
#include <strings.h>

enum {
	VERSION = 1,
	REQUEST = 1,
	BEGIN_REQUEST = 1,
	END_REQUEST = 3,
	PARAMS = 4,
	STDIN = 5,
	STDOUT = 6,
	STDERR = 7,
	ROLE_RESPONDER = 1,
	REQUEST_COMPLETE = 0,
	CANNOT_MULTIPLEX = 1,
	OVERLOADED = 2,
	UNKNOWN_ROLE = 3,
};

/* The largest content that is a multiple of 8, so that no record needs padding. */
#define CONTENT_MAX 65528

/* ---- the request ---- */

static void put_length(struct bgproc_buf *params, size_t length)
{
	const unsigned char bytes[4] = {(unsigned char) (length >> 24 | 0x80), (unsigned char) (length >> 16),
		(unsigned char) (length >> 8), (unsigned char) length};

	if (length < 128) {
		bgproc_buf_append(params, &bytes[3], 1);
	} else {
		bgproc_buf_append(params, bytes, 4);
	}
}

void bgproc_fastcgi_pair(
	struct bgproc_buf *params, const char *name, size_t name_length, const char *value, size_t value_length)
{
	put_length(params, name_length);
	put_length(params, value_length);
	bgproc_buf_append(params, name, name_length);
	bgproc_buf_append(params, value, value_length);
}

static void fill_header(unsigned char header[8], int type, size_t length)
{
	const unsigned char bytes[8] = {
		VERSION, (unsigned char) type, 0, REQUEST, (unsigned char) (length >> 8), (unsigned char) length, 0, 0};

	memcpy(header, bytes, 8);
}

static void put_record(struct bgproc_buf *out, int type, const void *bytes, size_t length)
{
	unsigned char header[8];

	fill_header(header, type, length);
	bgproc_buf_append(out, header, sizeof header);
	bgproc_buf_append(out, bytes, length);
}

bool bgproc_fastcgi_sender_open(
	struct bgproc_fastcgi_sender *sender, const struct bgproc_buf *params, const char *body, size_t length)
{
	static const unsigned char begin[8] = {0, ROLE_RESPONDER, 0};

	memset(sender, 0, sizeof *sender);
	sender->body = body;
	sender->body_left = length;
	put_record(&sender->head, BEGIN_REQUEST, begin, sizeof begin);
	for (size_t at = 0; at < params->length; at += CONTENT_MAX) {
		size_t left = params->length - at;

		put_record(&sender->head, PARAMS, params->data + at, left < CONTENT_MAX ? left : CONTENT_MAX);
	}
	put_record(&sender->head, PARAMS, "", 0);
	return bgproc_buf_ok(params) && bgproc_buf_ok(&sender->head);
}

bool bgproc_fastcgi_sender_next(struct bgproc_fastcgi_sender *sender, const void **bytes, size_t *length)
{
	if (sender->head_sent < sender->head.length) {
		*bytes = sender->head.data + sender->head_sent;
		*length = sender->head.length - sender->head_sent;
		return true;
	}
	if (sender->record_left == 0 && sender->content_left == 0) {
		if (sender->last) {
			return false;
		}
		sender->content_left = sender->body_left < CONTENT_MAX ? sender->body_left : CONTENT_MAX;
		sender->last = sender->content_left == 0;
		fill_header(sender->record, STDIN, sender->content_left);
		sender->record_left = sizeof sender->record;
	}
	*bytes = sender->record_left ? (const void *) (sender->record + sizeof sender->record - sender->record_left) : sender->body;
	*length = sender->record_left ? sender->record_left : sender->content_left;
	return true;
}

void bgproc_fastcgi_sender_sent(struct bgproc_fastcgi_sender *sender, size_t length)
{
	if (sender->head_sent < sender->head.length) {
		sender->head_sent += length;
	} else if (sender->record_left) {
		sender->record_left -= length;
	} else {
		sender->body += length;
		sender->body_left -= length;
		sender->content_left -= length;
	}
}

void bgproc_fastcgi_sender_close(struct bgproc_fastcgi_sender *sender)
{
	bgproc_buf_free(&sender->head);
}

/* ---- the headers of the reply ---- */

static bool refuse(struct bgproc_fastcgi_reader *reader, const char *problem)
{
	reader->problem = problem;
	return false;
}

static bool token(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] <= ' ' || bytes[i] > '~' || strchr("\"(),/:;<=>?@[\\]{}", bytes[i])) {
			return false;
		}
	}
	return length > 0;
}

static bool named(const char *line, size_t length, const char *name)
{
	return length == strlen(name) && strncasecmp(line, name, length) == 0;
}

/* "404 Not Found" */
static bool take_status(struct bgproc_fastcgi_reader *reader, const char *value, size_t length)
{
	int status = 0;

	for (size_t i = 0; i < 3 && i < length && value[i] >= '0' && value[i] <= '9'; i++) {
		status = status * 10 + (value[i] - '0');
	}
	if (reader->has_status || status < 200 || (length > 3 && value[3] != ' ')) {
		return refuse(reader, "The status of the answer is not one");
	}
	reader->has_status = true;
	reader->status = status;
	return true;
}

static bool take_length(struct bgproc_fastcgi_reader *reader, const char *value, size_t length)
{
	uint64_t number = 0;

	for (size_t i = 0; i < length; i++) {
		if (value[i] < '0' || value[i] > '9' || number > UINT64_MAX / 10 - 1) {
			return refuse(reader, "The Content-Length of the answer is not one");
		}
		number = number * 10 + (uint64_t) (value[i] - '0');
	}
	if (length == 0 || (reader->has_length && reader->announced != number)) {
		return refuse(reader, "The Content-Length of the answer is not one");
	}
	reader->has_length = true;
	reader->announced = number;
	return true;
}

static bool take_line(struct bgproc_fastcgi_reader *reader, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length), *value, *end = line + length;

	if (!colon || !token(line, (size_t) (colon - line)) || memchr(line, '\0', length) || memchr(line, '\r', length)) {
		return refuse(reader, "The answer has a header that is not one");
	}
	for (value = colon + 1; value < end && (*value == ' ' || *value == '\t'); value++) {
	}
	while (end > value && (end[-1] == ' ' || end[-1] == '\t')) {
		end--;
	}
	length = (size_t) (colon - line);
	if (named(line, length, "Status")) {
		return take_status(reader, value, (size_t) (end - value));
	}
	if (named(line, length, "Content-Length")) {
		return take_length(reader, value, (size_t) (end - value));
	}
	if (named(line, length, "Location")) {
		reader->has_location = true;
		reader->taker.location(reader->taker.context, value, (size_t) (end - value));
	}
	return true;
}

/* Takes the headers from the stream; the remaining bytes belong to the body. */
static bool take_head(struct bgproc_fastcgi_reader *reader, const char **bytes, size_t *length)
{
	while (*length > 0 && !reader->head_ended) {
		const char *feed = memchr(*bytes, '\n', *length);
		size_t count = feed ? (size_t) (feed + 1 - *bytes) : *length;
		size_t used;

		if (count > BGPROC_FASTCGI_HEAD_MAX - reader->head_length) {
			return refuse(reader, "The headers of the answer are too long");
		}
		bgproc_buf_append(&reader->line, *bytes, count);
		if (!bgproc_buf_ok(&reader->line)) {
			return refuse(reader, "Out of memory");
		}
		*bytes += count;
		*length -= count;
		reader->head_length += count;
		if (!feed) {
			break;
		}
		used = reader->line.length - 1;
		used -= used > 0 && reader->line.data[used - 1] == '\r';
		reader->line.length = 0;
		if (used == 0) {
			reader->head_ended = true;
			/* RFC 3875, 6.2: without a status it is 200, a redirect with a Location. */
			reader->status = reader->has_status ? reader->status : reader->has_location ? 302
																						: 200;
		} else if (!take_line(reader, reader->line.data, used)) {
			return false;
		}
	}
	return true;
}

/* ---- the reply ---- */

void bgproc_fastcgi_reader_open(struct bgproc_fastcgi_reader *reader, const struct bgproc_fastcgi_taker *taker)
{
	memset(reader, 0, sizeof *reader);
	reader->taker = *taker;
}

void bgproc_fastcgi_reader_close(struct bgproc_fastcgi_reader *reader)
{
	bgproc_buf_free(&reader->line);
}

static bool take_out(struct bgproc_fastcgi_reader *reader, const char *bytes, size_t length)
{
	reader->begun = true;
	if (!take_head(reader, &bytes, &length)) {
		return false;
	}
	if (length) {
		reader->body += length;
		reader->taker.body(reader->taker.context, bytes, length);
	}
	return true;
}

/* Reads the complete header of a record. An empty record ends its stream. */
static bool begin_record(struct bgproc_fastcgi_reader *reader)
{
	const unsigned char *header = reader->header;
	bool *ended = header[1] == STDOUT ? &reader->out_ended : &reader->err_ended;

	reader->content_left = (size_t) header[4] << 8 | header[5];
	reader->padding_left = header[6];
	reader->end_have = 0;
	if (header[0] != VERSION) {
		return refuse(reader, "The answer is not FastCGI");
	}
	if (header[2] != 0 || header[3] != REQUEST) {
		return refuse(reader, "The answer is for another request");
	}
	if (header[1] == END_REQUEST) {
		return reader->content_left == sizeof reader->end || refuse(reader, "The end of the answer has a wrong length");
	}
	if (header[1] != STDOUT && header[1] != STDERR) {
		return refuse(reader, "The answer has a record of a kind that does not belong there");
	}
	if (*ended) {
		return refuse(reader, "The answer goes on behind its end");
	}
	*ended = reader->content_left == 0;
	return true;
}

static bool take_content(struct bgproc_fastcgi_reader *reader, const char *bytes, size_t length)
{
	reader->content_left -= length;
	switch (reader->header[1]) {
		case STDOUT:
			return take_out(reader, bytes, length);
		case STDERR:
			reader->begun = true;
			reader->taker.error_text(reader->taker.context, bytes, length);
			return true;
		default:
			memcpy(reader->end + reader->end_have, bytes, length);
			reader->end_have += length;
			return true;
	}
}

static void end_record(struct bgproc_fastcgi_reader *reader)
{
	const unsigned char *end = reader->end;

	if (reader->header[1] == END_REQUEST) {
		reader->ended = true;
		reader->application_status =
			(uint32_t) end[0] << 24 | (uint32_t) end[1] << 16 | (uint32_t) end[2] << 8 | (uint32_t) end[3];
		reader->protocol_status = end[4];
	}
	reader->header_have = 0;
}

bool bgproc_fastcgi_reader_feed(struct bgproc_fastcgi_reader *reader, const char *bytes, size_t length)
{
	while (!reader->problem && !reader->ended && length > 0) {
		size_t wanted = sizeof reader->header - reader->header_have, count;

		if (wanted > 0) {
			count = wanted < length ? wanted : length;
			memcpy(reader->header + reader->header_have, bytes, count);
			reader->header_have += count;
			if (count == wanted && !begin_record(reader)) {
				return false;
			}
		} else if (reader->content_left > 0) {
			count = reader->content_left < length ? reader->content_left : length;
			if (!take_content(reader, bytes, count)) {
				return false;
			}
		} else {
			count = reader->padding_left < length ? reader->padding_left : length;
			reader->padding_left -= count;
		}
		bytes += count;
		length -= count;
		if (reader->header_have == sizeof reader->header && reader->content_left == 0 && reader->padding_left == 0) {
			end_record(reader);
		}
	}
	return !reader->problem;
}

const char *bgproc_fastcgi_reader_lacks(const struct bgproc_fastcgi_reader *reader, bool bodiless)
{
	switch (reader->protocol_status) {
		case REQUEST_COMPLETE:
			break;
		case OVERLOADED:
			return "The FastCGI server is overloaded and has refused the request";
		case CANNOT_MULTIPLEX:
			return "The FastCGI server has refused the request: it takes one at a time on a connection";
		case UNKNOWN_ROLE:
			return "The FastCGI server has refused the request: it is no responder";
		default:
			return "The FastCGI server has refused the request for a reason unknown to us";
	}
	if (!reader->head_ended) {
		return reader->head_length ? "The answer ends within its headers" : "The answer is empty";
	}
	if (reader->has_length && reader->body < reader->announced && !bodiless && reader->status != 204 && reader->status != 304) {
		return "The answer is shorter than it said";
	}
	return NULL;
}
