/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_BLOCK_H
#define BGPROC_IPC_BLOCK_H

/*
 * The bytes of a very long message, without a copy for each who needs them: the outbox until it has sent them, and the sender as
 * long as it may send them again. Nobody changes them. The owners are in one thread.
 */

#include "src/core/buf.h"

#include <stdint.h>

struct bgproc_ipc_block {
	uint32_t owners;
	size_t length;
	char *bytes;
};

/*
 * A block with one owner, to which the memory of the buffer goes; afterwards the buffer is empty. NULL when memory runs out or
 * the buffer has failed; the buffer is then unchanged.
 */
struct bgproc_ipc_block *bgproc_ipc_block_take(struct bgproc_buf *buf);

/* A block with one owner and a copy of the bytes. NULL when memory runs out. */
struct bgproc_ipc_block *bgproc_ipc_block_copy(const char *bytes, size_t length);

/* One more owner; returns the block. */
struct bgproc_ipc_block *bgproc_ipc_block_share(struct bgproc_ipc_block *block);

/* One owner less; the last one frees it. NULL does nothing. */
void bgproc_ipc_block_release(struct bgproc_ipc_block *block);

#endif
