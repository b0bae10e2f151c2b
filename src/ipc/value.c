/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/value.h"

#include "src/ipc/frame.h"
#include "src/platform/huge_pages.h"

#include <string.h>

#define COUNT_SIZE sizeof(uint32_t)

/* ---- writing ---- */

void bgproc_ipc_writer_open(struct bgproc_ipc_writer *writer, struct bgproc_buf *buf)
{
	*writer = (struct bgproc_ipc_writer) {.buf = buf, .start = buf->length};
	/* Room for the count, which bgproc_ipc_writer_close() fills in. */
	bgproc_buf_fill(buf, 0, COUNT_SIZE);
}

/* Counts a value. False, with refused set, when it may not be written. */
static bool admit(struct bgproc_ipc_writer *writer, size_t length)
{
	uint32_t *count = writer->list ? &writer->list_count : &writer->count;

	/* More does not fit into a message; so a count never overflows either. */
	if (writer->refused || writer->buf->length - writer->start > BGPROC_IPC_MESSAGE_MAX || length > BGPROC_IPC_MESSAGE_MAX) {
		writer->refused = true;
		return false;
	}
	++*count;
	return true;
}

static void put(struct bgproc_ipc_writer *writer, enum bgproc_ipc_kind kind, const void *fixed, size_t fixed_length)
{
	char bytes[1 + sizeof(int64_t)];

	bytes[0] = (char) kind;
	if (fixed_length) {
		memcpy(bytes + 1, fixed, fixed_length);
	}
	bgproc_buf_append(writer->buf, bytes, 1 + fixed_length);
}

static void put_bytes(struct bgproc_ipc_writer *writer, enum bgproc_ipc_kind kind, const char *bytes, size_t length)
{
	uint32_t prefix = (uint32_t) length;

	if (admit(writer, length)) {
		put(writer, kind, &prefix, sizeof prefix);
		if (bgproc_buf_grow(writer->buf, length)) {
			bgproc_huge_pages_advise(writer->buf->data + writer->buf->length, length);
		}
		bgproc_buf_append(writer->buf, bytes, length);
	}
}

void bgproc_ipc_write_null(struct bgproc_ipc_writer *writer)
{
	if (admit(writer, 0)) {
		put(writer, BGPROC_IPC_NULL, NULL, 0);
	}
}

void bgproc_ipc_write_bool(struct bgproc_ipc_writer *writer, bool value)
{
	if (admit(writer, 0)) {
		put(writer, value ? BGPROC_IPC_TRUE : BGPROC_IPC_FALSE, NULL, 0);
	}
}

void bgproc_ipc_write_integer(struct bgproc_ipc_writer *writer, int64_t value)
{
	if (admit(writer, 0)) {
		put(writer, BGPROC_IPC_INTEGER, &value, sizeof value);
	}
}

void bgproc_ipc_write_double(struct bgproc_ipc_writer *writer, double value)
{
	if (admit(writer, 0)) {
		put(writer, BGPROC_IPC_DOUBLE, &value, sizeof value);
	}
}

void bgproc_ipc_write_bytes(struct bgproc_ipc_writer *writer, const char *bytes, size_t length)
{
	put_bytes(writer, BGPROC_IPC_BYTES, bytes, length);
}

void bgproc_ipc_write_serialized(struct bgproc_ipc_writer *writer, const char *bytes, size_t length)
{
	if (writer->list) {
		writer->refused = true;
		return;
	}
	put_bytes(writer, BGPROC_IPC_SERIALIZED, bytes, length);
}

void bgproc_ipc_write_list_begin(struct bgproc_ipc_writer *writer)
{
	uint32_t unknown = 0;

	if (writer->list) {
		writer->refused = true;
		return;
	}
	if (admit(writer, 0)) {
		put(writer, BGPROC_IPC_LIST, &unknown, sizeof unknown);
		writer->list = writer->buf->length - COUNT_SIZE;
		writer->list_count = 0;
	}
}

/* Writes the count into the place that was kept for it. If memory ran out, that place may not exist. */
static void fill_in(struct bgproc_ipc_writer *writer, size_t where, uint32_t count)
{
	if (bgproc_buf_ok(writer->buf)) {
		memcpy(writer->buf->data + where, &count, sizeof count);
	}
}

void bgproc_ipc_write_list_end(struct bgproc_ipc_writer *writer)
{
	if (writer->refused || !writer->list) {
		writer->refused = true;
		return;
	}
	fill_in(writer, writer->list, writer->list_count);
	writer->list = 0;
}

bool bgproc_ipc_writer_close(struct bgproc_ipc_writer *writer)
{
	struct bgproc_buf *buf = writer->buf;

	if (bgproc_buf_ok(buf) && !writer->refused && !writer->list && buf->length - writer->start <= BGPROC_IPC_MESSAGE_MAX) {
		fill_in(writer, writer->start, writer->count);
		return true;
	}
	if (buf->length > writer->start) {
		buf->length = writer->start;
		buf->data[buf->length] = '\0';
	}
	return false;
}

/* ---- reading ---- */

static enum bgproc_ipc_value_step refuse(struct bgproc_ipc_reader *reader, const char *problem)
{
	reader->problem = problem;
	return BGPROC_IPC_VALUE_BROKEN;
}

static size_t bytes_left(const struct bgproc_ipc_reader *reader)
{
	return (size_t) (reader->end - reader->at);
}

/* Copies the next length bytes to target. False when fewer bytes are left. */
static bool take(struct bgproc_ipc_reader *reader, void *target, size_t length)
{
	if (bytes_left(reader) < length) {
		return false;
	}
	memcpy(target, reader->at, length);
	reader->at += length;
	return true;
}

bool bgproc_ipc_reader_open(struct bgproc_ipc_reader *reader, const char *bytes, size_t length)
{
	*reader = (struct bgproc_ipc_reader) {.at = bytes, .end = length ? bytes + length : bytes};
	if (length < COUNT_SIZE) {
		refuse(reader, "values without their number");
		return false;
	}
	take(reader, &reader->count, COUNT_SIZE);
	/* A value has at least one byte. So a caller may allocate room for count values. */
	if (reader->count > bytes_left(reader)) {
		reader->count = 0;
		refuse(reader, "more values than bytes");
		return false;
	}
	reader->left = reader->count;
	return true;
}

/* reader->left counts a list with its elements as one value. */
static enum bgproc_ipc_value_step open_list(struct bgproc_ipc_reader *reader, struct bgproc_ipc_value *value, bool in_list)
{
	if (in_list) {
		return refuse(reader, "a list in a list");
	}
	if (!take(reader, &value->count, COUNT_SIZE) || value->count > bytes_left(reader)) {
		return refuse(reader, "more values in a list than bytes");
	}
	reader->list_left = value->count;
	return BGPROC_IPC_VALUE_READ;
}

static enum bgproc_ipc_value_step take_bytes(
	struct bgproc_ipc_reader *reader, struct bgproc_ipc_value *value, bool in_list)
{
	uint32_t length;

	if (in_list && value->kind == BGPROC_IPC_SERIALIZED) {
		return refuse(reader, "a serialized value in a list");
	}
	if (!take(reader, &length, sizeof length) || length > bytes_left(reader)) {
		return refuse(reader, "bytes that are cut off");
	}
	value->bytes = reader->at;
	value->length = length;
	reader->at += length;
	return BGPROC_IPC_VALUE_READ;
}

enum bgproc_ipc_value_step bgproc_ipc_reader_next(struct bgproc_ipc_reader *reader, struct bgproc_ipc_value *value)
{
	bool in_list = reader->list_left > 0;
	uint8_t kind;

	if (reader->problem) {
		return BGPROC_IPC_VALUE_BROKEN;
	}
	if (!in_list && reader->left == 0) {
		return bytes_left(reader) == 0 ? BGPROC_IPC_VALUE_END : refuse(reader, "bytes behind the last value");
	}
	--*(in_list ? &reader->list_left : &reader->left);
	if (!take(reader, &kind, sizeof kind)) {
		return refuse(reader, "fewer values than announced");
	}
	*value = (struct bgproc_ipc_value) {.kind = (enum bgproc_ipc_kind) kind};
	switch (kind) {
		case BGPROC_IPC_NULL:
		case BGPROC_IPC_FALSE:
		case BGPROC_IPC_TRUE:
			return BGPROC_IPC_VALUE_READ;
		case BGPROC_IPC_INTEGER:
			return take(reader, &value->integer, sizeof value->integer) ? BGPROC_IPC_VALUE_READ
																		: refuse(reader, "an integer that is cut off");
		case BGPROC_IPC_DOUBLE:
			return take(reader, &value->number, sizeof value->number) ? BGPROC_IPC_VALUE_READ
																	  : refuse(reader, "a number that is cut off");
		case BGPROC_IPC_BYTES:
		case BGPROC_IPC_SERIALIZED:
			return take_bytes(reader, value, in_list);
		case BGPROC_IPC_LIST:
			return open_list(reader, value, in_list);
		default:
			return refuse(reader, "a value of an unknown kind");
	}
}

bool bgproc_ipc_is_plain(const char *bytes, size_t length)
{
	/* A list cannot contain a serialized value, so the kind of the first value decides. */
	return length > sizeof(uint32_t) && (unsigned char) bytes[sizeof(uint32_t)] < BGPROC_IPC_SERIALIZED;
}
