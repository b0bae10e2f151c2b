/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/output/tail.h"

#include <stdlib.h>
#include <string.h>

/* Most commands write little, so one small block is enough for them. */
#define FIRST_CAPACITY 2048

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Grows for length more bytes, up to the limit and as far as there is memory. The ring wraps only at the limit. */
static void make_room(struct bgproc_tail *tail, size_t length)
{
	size_t capacity = tail->capacity ? tail->capacity : FIRST_CAPACITY;
	char *data;

	while (capacity < BGPROC_TAIL_MAX && capacity - tail->length < length) {
		capacity *= 2;
	}
	if (capacity == tail->capacity || tail->start > 0) {
		return;
	}
	data = realloc(tail->data, capacity);
	if (data) {
		tail->data = data;
		tail->capacity = capacity;
	}
}

size_t bgproc_tail_append(struct bgproc_tail *tail, const char *bytes, size_t length)
{
	size_t lost = 0, end, first;

	make_room(tail, length);
	if (length > tail->capacity) {
		lost = length - tail->capacity;
		bytes += lost;
		length = tail->capacity;
	}
	if (length == 0) {
		return lost;
	}
	if (length > tail->capacity - tail->length) {
		size_t drop = length - (tail->capacity - tail->length);

		tail->start = (tail->start + drop) % tail->capacity;
		tail->length -= drop;
		lost += drop;
	}
	end = (tail->start + tail->length) % tail->capacity;
	first = smaller(length, tail->capacity - end);
	memcpy(tail->data + end, bytes, first);
	memcpy(tail->data, bytes + first, length - first);
	tail->length += length;
	return lost;
}

int bgproc_tail_pieces(const struct bgproc_tail *tail, size_t max, struct iovec pieces[2])
{
	size_t length = smaller(tail->length, max), start, first;

	if (length == 0) {
		return 0;
	}
	start = (tail->start + tail->length - length) % tail->capacity;
	first = smaller(length, tail->capacity - start);
	pieces[0] = (struct iovec) {tail->data + start, first};
	pieces[1] = (struct iovec) {tail->data, length - first};
	return first < length ? 2 : 1;
}

void bgproc_tail_free(struct bgproc_tail *tail)
{
	free(tail->data);
	*tail = (struct bgproc_tail) {NULL, 0, 0, 0};
}
