/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 256

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Changes the memory of the buffer to capacity bytes in total. On failure sets failed; the old memory is kept. */
static bool resize(struct bgproc_buf *buf, size_t capacity)
{
	char *data = realloc(buf->data, capacity);

	if (!data) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->capacity = capacity;
	return true;
}

bool bgproc_buf_grow(struct bgproc_buf *buf, size_t length)
{
	size_t need, capacity;

	if (buf->failed || length > SIZE_MAX - buf->length - 1) {
		buf->failed = true;
		return false;
	}
	need = buf->length + length + 1;
	if (need <= buf->capacity) {
		return true;
	}
	/* Twice as much, so that many short appends cost little; with a sixteenth more for what follows a very long one. */
	capacity = buf->capacity > SIZE_MAX / 2 ? need : larger(2 * buf->capacity, CAPACITY_MIN);
	return resize(buf, larger(capacity, need > SIZE_MAX - need / 16 ? need : need + need / 16));
}

void bgproc_buf_reserve(struct bgproc_buf *buf, size_t length)
{
	if (buf->failed || length == SIZE_MAX) {
		buf->failed = true;
	} else if (length >= buf->capacity && resize(buf, length + 1)) {
		buf->data[buf->length] = '\0';
	}
}

void bgproc_buf_append(struct bgproc_buf *buf, const void *bytes, size_t length)
{
	if (bgproc_buf_grow(buf, length)) {
		if (length) {
			memcpy(buf->data + buf->length, bytes, length);
		}
		buf->length += length;
		buf->data[buf->length] = '\0';
	}
}

void bgproc_buf_puts(struct bgproc_buf *buf, const char *text)
{
	bgproc_buf_append(buf, text, strlen(text));
}

void bgproc_buf_printf(struct bgproc_buf *buf, const char *format, ...)
{
	va_list args;
	int length;

	size_t room;

	if (!bgproc_buf_grow(buf, 0)) {
		return;
	}
	/* The first attempt: in most cases the text fits into the memory that is there. */
	room = buf->capacity - buf->length;
	va_start(args, format);
	length = vsnprintf(buf->data + buf->length, room, format, args);
	va_end(args);
	if (length < 0 || !bgproc_buf_grow(buf, (size_t) length)) {
		buf->data[buf->length] = '\0';
		buf->failed = true;
		return;
	}
	if ((size_t) length >= room) {
		va_start(args, format);
		vsnprintf(buf->data + buf->length, (size_t) length + 1, format, args);
		va_end(args);
	}
	buf->length += (size_t) length;
}

void bgproc_buf_fill(struct bgproc_buf *buf, char byte, size_t count)
{
	if (bgproc_buf_grow(buf, count)) {
		memset(buf->data + buf->length, byte, count);
		buf->length += count;
		buf->data[buf->length] = '\0';
	}
}

bool bgproc_buf_ok(const struct bgproc_buf *buf)
{
	return !buf->failed;
}

void bgproc_buf_free(struct bgproc_buf *buf)
{
	free(buf->data);
	*buf = (struct bgproc_buf) BGPROC_BUF_INIT;
}
