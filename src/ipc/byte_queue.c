/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/byte_queue.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_MIN 8192

/* The largest block that an empty queue keeps. */
#define KEPT_MAX (1024 * 1024)

/* Replaces the block by one of that size, with the bytes at its start. False when memory runs out; nothing is then changed. */
static bool replace(struct bgproc_ipc_byte_queue *queue, size_t size)
{
	size_t used = queue->end - queue->start;
	char *bytes = malloc(size);

	if (!bytes) {
		return false;
	}
	if (used) {
		memcpy(bytes, queue->bytes + queue->start, used);
	}
	free(queue->bytes);
	queue->bytes = bytes;
	queue->size = size;
	queue->start = 0;
	queue->end = used;
	return true;
}

char *bgproc_ipc_byte_queue_room(struct bgproc_ipc_byte_queue *queue, size_t length)
{
	size_t used = queue->end - queue->start, size = SIZE_MIN;

	if (length <= queue->size - queue->end) {
		return queue->bytes + queue->end;
	}
	if (length > SIZE_MAX / 4 - used) {
		return NULL;
	}
	/* At least half of a block is free after a move, so each byte moves rarely; a block that was needed once becomes smaller. */
	while (size < 2 * (used + length)) {
		size *= 2;
	}
	if (size != queue->size) {
		return replace(queue, size) ? queue->bytes + queue->end : NULL;
	}
	memmove(queue->bytes, queue->bytes + queue->start, used);
	queue->start = 0;
	queue->end = used;
	return queue->bytes + queue->end;
}

void bgproc_ipc_byte_queue_added(struct bgproc_ipc_byte_queue *queue, size_t length)
{
	queue->end += length;
}

const char *bgproc_ipc_byte_queue_first(const struct bgproc_ipc_byte_queue *queue)
{
	return queue->bytes + queue->start;
}

void bgproc_ipc_byte_queue_drop(struct bgproc_ipc_byte_queue *queue, size_t length)
{
	queue->start += length;
	if (queue->start == queue->end) {
		queue->start = queue->end = 0;
		if (queue->size > KEPT_MAX) {
			bgproc_ipc_byte_queue_free(queue);
		}
	}
}

void bgproc_ipc_byte_queue_free(struct bgproc_ipc_byte_queue *queue)
{
	free(queue->bytes);
	*queue = (struct bgproc_ipc_byte_queue) {0};
}
