/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_BYTE_QUEUE_H
#define BGPROC_IPC_BYTE_QUEUE_H

/*
 * A queue of bytes in one block of memory: bytes are added at the end and removed from the start. Memory is allocated only
 * when the queue grows, or after it became empty and freed a very large block. The queue does not know what the bytes mean.
 */

#include <stddef.h>

struct bgproc_ipc_byte_queue {
	char *bytes; /* owned, or NULL; each call of bgproc_ipc_byte_queue_room() may move the bytes */
	size_t size, start, end;
};

/* Returns room for length bytes after the last byte. NULL when memory runs out; the queue is then unchanged. */
char *bgproc_ipc_byte_queue_room(struct bgproc_ipc_byte_queue *queue, size_t length);

/* The caller has written length bytes into the room; they now belong to the queue. */
void bgproc_ipc_byte_queue_added(struct bgproc_ipc_byte_queue *queue, size_t length);

/* The first byte. */
const char *bgproc_ipc_byte_queue_first(const struct bgproc_ipc_byte_queue *queue);

/* Removes the first length bytes. A queue that becomes empty frees its memory if the block is very large. */
void bgproc_ipc_byte_queue_drop(struct bgproc_ipc_byte_queue *queue, size_t length);

/* Discards the bytes and frees the memory. The queue can be used again. */
void bgproc_ipc_byte_queue_free(struct bgproc_ipc_byte_queue *queue);

#endif
