/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/reassembly.h"
#include "src/platform/huge_pages.h"

#include <string.h>

/* So much is allocated when the first fragment arrives; the system gives pages as they are filled, at most 2 MiB ahead. */
#define AT_ONCE ((size_t) 16 * 1024 * 1024)

/* The largest block that is kept from one message for the next one; a larger one is freed. */
#define KEPT_MAX ((size_t) 2 * 1024 * 1024)

void bgproc_ipc_reassembly_open(struct bgproc_ipc_reassembly *reassembly, uint32_t generation, uint32_t limit)
{
	*reassembly = (struct bgproc_ipc_reassembly) {
		.generation = generation,
		.limit = limit > BGPROC_IPC_MESSAGE_MAX ? BGPROC_IPC_MESSAGE_MAX : limit,
		.part = BGPROC_BUF_INIT,
	};
}

static enum bgproc_ipc_taken refuse(struct bgproc_ipc_reassembly *reassembly, const char *problem)
{
	reassembly->problem = problem;
	bgproc_ipc_reassembly_discard(reassembly);
	return BGPROC_IPC_TAKEN_REFUSED;
}

static enum bgproc_ipc_taken give(
	const struct bgproc_ipc_header *header, const char *bytes, struct bgproc_ipc_message *message)
{
	*message = (struct bgproc_ipc_message) {
		.type = header->type,
		.method = header->method,
		.flags = header->flags,
		.call_id = header->call_id,
		.bytes = bytes,
		.length = header->total,
	};
	return BGPROC_IPC_TAKEN_MESSAGE;
}

static enum bgproc_ipc_taken add(struct bgproc_ipc_reassembly *reassembly, const struct bgproc_ipc_header *header,
	const char *bytes, struct bgproc_ipc_message *message)
{
	struct bgproc_buf *part = &reassembly->part;
	size_t need = part->length + header->length;

	/* Room for the message, but not for more than AT_ONCE or twice the received bytes: its length is only announced. */
	if (need >= part->capacity) {
		size_t room = 2 * need > AT_ONCE ? 2 * need : AT_ONCE;

		bgproc_buf_reserve(part, room < header->total ? room : header->total);
		bgproc_huge_pages_advise(part->data, part->capacity);
	}
	bgproc_buf_append(part, bytes, header->length);
	if (!bgproc_buf_ok(part)) {
		bgproc_ipc_reassembly_discard(reassembly);
		return BGPROC_IPC_TAKEN_NOTHING;
	}
	reassembly->open = part->length < header->total;
	return reassembly->open ? BGPROC_IPC_TAKEN_PART : give(header, part->data, message);
}

static bool is_same_message(const struct bgproc_ipc_header *a, const struct bgproc_ipc_header *b)
{
	return a->type == b->type && a->method == b->method && a->flags == b->flags && a->call_id == b->call_id &&
		a->total == b->total;
}

enum bgproc_ipc_taken bgproc_ipc_reassembly_take(struct bgproc_ipc_reassembly *reassembly,
	const struct bgproc_ipc_header *header, const char *bytes, struct bgproc_ipc_message *message)
{
	if (header->generation != reassembly->generation) {
		reassembly->dropped++;
		return BGPROC_IPC_TAKEN_DROPPED;
	}
	if (reassembly->open) {
		if (!is_same_message(&reassembly->head, header)) {
			return refuse(reassembly, "a message in the middle of another");
		}
		if (header->offset != reassembly->part.length) {
			return refuse(reassembly, "a fragment out of order");
		}
		return add(reassembly, header, bytes, message);
	}
	if (header->offset != 0) {
		return refuse(reassembly, "a message without its begin");
	}
	if (header->total > reassembly->limit) {
		return refuse(reassembly, "a message longer than is allowed here");
	}
	bgproc_ipc_reassembly_release(reassembly);
	if (header->length == header->total) {
		return give(header, bytes, message);
	}
	reassembly->head = *header;
	return add(reassembly, header, bytes, message);
}

void bgproc_ipc_reassembly_release(struct bgproc_ipc_reassembly *reassembly)
{
	if (!reassembly->open) {
		reassembly->part.length = 0;
		if (reassembly->part.capacity > KEPT_MAX) {
			bgproc_buf_free(&reassembly->part);
		}
	}
}

void bgproc_ipc_reassembly_discard(struct bgproc_ipc_reassembly *reassembly)
{
	reassembly->open = false;
	bgproc_buf_free(&reassembly->part);
}
