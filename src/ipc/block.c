/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/block.h"

#include <stdlib.h>

struct bgproc_ipc_block *bgproc_ipc_block_take(struct bgproc_buf *buf)
{
	struct bgproc_ipc_block *block = bgproc_buf_ok(buf) ? malloc(sizeof *block) : NULL;
	char *bytes;

	if (!block) {
		return NULL;
	}
	/*
	 * A buffer has up to twice the memory that it needs. Less than an eighth is left as it is: blocks of one size are used again
	 * by malloc() without new pages.
	 */
	bytes = buf->capacity - buf->length > buf->length / 8 ? realloc(buf->data, buf->length + 1) : NULL;
	*block = (struct bgproc_ipc_block) {1, buf->length, bytes ? bytes : buf->data};
	*buf = (struct bgproc_buf) BGPROC_BUF_INIT;
	return block;
}

struct bgproc_ipc_block *bgproc_ipc_block_copy(const char *bytes, size_t length)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_ipc_block *block;

	bgproc_buf_append(&buf, bytes, length);
	block = bgproc_ipc_block_take(&buf);
	bgproc_buf_free(&buf);
	return block;
}

struct bgproc_ipc_block *bgproc_ipc_block_share(struct bgproc_ipc_block *block)
{
	block->owners++;
	return block;
}

void bgproc_ipc_block_release(struct bgproc_ipc_block *block)
{
	if (block && --block->owners == 0) {
		free(block->bytes);
		free(block);
	}
}
