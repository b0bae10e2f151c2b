/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_BYTE_QUEUE_H
#define BGPROC_IPC_BYTE_QUEUE_H

/*
 * Bytes that are added at the end and dropped from the begin, in one piece of memory. While it neither grows nor has been very
 * long, adding needs no new memory. What the bytes are is not known here.
 */

#include <stddef.h>

struct bgproc_ipc_byte_queue {
	char *bytes; /* owned, or NULL; what was there may move with each bgproc_ipc_byte_queue_room() */
	size_t size, start, end;
};

/* Room for so many bytes behind the others; NULL, and nothing is changed, when there is no memory. */
char *bgproc_ipc_byte_queue_room(struct bgproc_ipc_byte_queue *queue, size_t length);

/* So many bytes were written there, and belong to the queue. */
void bgproc_ipc_byte_queue_added(struct bgproc_ipc_byte_queue *queue, size_t length);

/* The first byte. */
const char *bgproc_ipc_byte_queue_first(const struct bgproc_ipc_byte_queue *queue);

/* Removes the first bytes. An empty queue that was very long gives its memory back. */
void bgproc_ipc_byte_queue_drop(struct bgproc_ipc_byte_queue *queue, size_t length);

/* Forgets the bytes and frees the memory. It can be used again. */
void bgproc_ipc_byte_queue_free(struct bgproc_ipc_byte_queue *queue);

#endif
