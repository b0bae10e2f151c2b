/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/outbox.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of small messages in one packet. With more, the other side begins later; with less, system calls cost too much. */
#define RUN_MAX (32 * 1024)

#define RING_MIN 16

enum kind {
	RUN,    /* small messages as frames, in outbox->copies */
	COPIED, /* a longer message; its bytes that were not sent are in outbox->copies */
	LONG,   /* a longer message; its bytes are in other memory */
};

struct bgproc_ipc_outgoing {
	enum kind kind;
	size_t run;                      /* of RUN: bytes that were not sent */
	const char *bytes;               /* of LONG */
	struct bgproc_ipc_block *block;  /* of LONG: what holds the bytes, shared; NULL: they are borrowed */
	struct bgproc_ipc_header header; /* of COPIED and LONG: of the next fragment */
};

void bgproc_ipc_outbox_open(struct bgproc_ipc_outbox *outbox, bool stream, uint32_t generation)
{
	*outbox = (struct bgproc_ipc_outbox) {
		.generation = generation,
		.stream = stream,
		.packet_size = BGPROC_IPC_FRAME_MAX,
	};
}

static struct bgproc_ipc_outgoing *at(const struct bgproc_ipc_outbox *outbox, size_t index)
{
	/* The size is a power of two. */
	return &outbox->ring[(outbox->ring_first + index) & (outbox->ring_size - 1)];
}

/* Returns a free entry after the last one, which is not yet counted; NULL when memory runs out. */
static struct bgproc_ipc_outgoing *make_room(struct bgproc_ipc_outbox *outbox)
{
	struct bgproc_ipc_outgoing *ring;
	size_t size;

	if (outbox->ring_count == outbox->ring_size) {
		size = outbox->ring_size ? outbox->ring_size * 2 : RING_MIN;
		ring = size > SIZE_MAX / sizeof *ring ? NULL : malloc(size * sizeof *ring);
		if (!ring) {
			return NULL;
		}
		for (size_t i = 0; i < outbox->ring_count; i++) {
			ring[i] = *at(outbox, i);
		}
		free(outbox->ring);
		outbox->ring = ring;
		outbox->ring_size = size;
		outbox->ring_first = 0;
	}
	return at(outbox, outbox->ring_count);
}

static bool add_small(struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message)
{
	struct bgproc_ipc_header header = bgproc_ipc_header_of(message, outbox->generation);
	struct bgproc_ipc_outgoing *last = outbox->ring_count ? at(outbox, outbox->ring_count - 1) : NULL;
	size_t length = BGPROC_IPC_HEADER_SIZE + message->length;
	char *frame = bgproc_ipc_byte_queue_room(&outbox->copies, length);

	if (!frame) {
		return false;
	}
	if (!last || last->kind != RUN || last->run + length > RUN_MAX) {
		last = NULL;
	}
	if (!last) {
		last = make_room(outbox);
		if (!last) {
			return false;
		}
		*last = (struct bgproc_ipc_outgoing) {0};
		outbox->ring_count++;
	}
	header.length = header.total;
	bgproc_ipc_header_encode(frame, &header);
	if (message->length) {
		memcpy(frame + BGPROC_IPC_HEADER_SIZE, message->bytes, message->length);
	}
	bgproc_ipc_byte_queue_added(&outbox->copies, length);
	last->run += length;
	outbox->waiting += length;
	return true;
}

/* Adds a message that is sent in fragments; kind is COPIED or LONG. NULL when memory runs out. */
static struct bgproc_ipc_outgoing *add_longer(
	struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message, enum kind kind)
{
	struct bgproc_ipc_outgoing *last = make_room(outbox);

	if (last) {
		*last = (struct bgproc_ipc_outgoing) {
			.kind = kind,
			.bytes = message->bytes,
			.header = bgproc_ipc_header_of(message, outbox->generation),
		};
		outbox->ring_count++;
		outbox->waiting += message->length;
	}
	return last;
}

static bool add_copied(struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message)
{
	char *room = bgproc_ipc_byte_queue_room(&outbox->copies, message->length);

	if (!room || !add_longer(outbox, message, COPIED)) {
		return false;
	}
	memcpy(room, message->bytes, message->length);
	bgproc_ipc_byte_queue_added(&outbox->copies, message->length);
	return true;
}

bool bgproc_ipc_outbox_add(
	struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message, struct bgproc_ipc_block *block)
{
	struct bgproc_ipc_message kept = *message;
	struct bgproc_ipc_outgoing *last = NULL;

	if (message->length <= BGPROC_IPC_SMALL_MAX) {
		return add_small(outbox, message);
	}
	if (message->length <= BGPROC_IPC_COPIED_MAX) {
		return add_copied(outbox, message);
	}
	block = block ? bgproc_ipc_block_share(block) : bgproc_ipc_block_copy(message->bytes, message->length);
	if (block) {
		kept.bytes = block->bytes;
		last = add_longer(outbox, &kept, LONG);
	}
	if (!last) {
		bgproc_ipc_block_release(block);
		return false;
	}
	last->block = block;
	return true;
}

bool bgproc_ipc_outbox_add_borrowed(struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message)
{
	return message->length <= BGPROC_IPC_SMALL_MAX ? add_small(outbox, message) : add_longer(outbox, message, LONG) != NULL;
}

/* How many bytes of a run fit into a packet, cut at the end of a frame. A stream takes the whole run. */
static size_t cut_run(const struct bgproc_ipc_outbox *outbox, size_t run)
{
	const char *frames = bgproc_ipc_byte_queue_first(&outbox->copies), *problem;
	struct bgproc_ipc_header header;
	size_t length = 0, next;

	if (outbox->stream || run <= outbox->packet_size) {
		return run;
	}
	while (length < run && bgproc_ipc_header_decode(&header, frames + length, run - length, &problem)) {
		next = length + BGPROC_IPC_HEADER_SIZE + header.length;
		if (next > outbox->packet_size) {
			break;
		}
		length = next;
	}
	return length;
}

/*
 * The length of the next fragment of a longer message. In a stream packet_size never changes, so a fragment that was sent in
 * part keeps its length.
 */
static uint32_t fragment_length(const struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_header *header)
{
	size_t left = header->total - header->offset, most = outbox->packet_size - BGPROC_IPC_HEADER_SIZE;

	return (uint32_t) (left < most ? left : most);
}

unsigned bgproc_ipc_outbox_next(struct bgproc_ipc_outbox *outbox, struct bgproc_packet_piece pieces[2])
{
	struct bgproc_ipc_outgoing *first = outbox->ring_count ? at(outbox, 0) : NULL;
	size_t skip = outbox->begun;
	const char *bytes;
	unsigned count = 0;

	if (!first) {
		return 0;
	}
	if (first->kind == RUN) {
		pieces[0] = (struct bgproc_packet_piece) {bgproc_ipc_byte_queue_first(&outbox->copies), cut_run(outbox, first->run)};
		return 1;
	}
	first->header.length = fragment_length(outbox, &first->header);
	bgproc_ipc_header_encode(outbox->head, &first->header);
	if (skip < BGPROC_IPC_HEADER_SIZE) {
		pieces[count++] = (struct bgproc_packet_piece) {outbox->head + skip, BGPROC_IPC_HEADER_SIZE - skip};
		skip = 0;
	} else {
		skip -= BGPROC_IPC_HEADER_SIZE;
	}
	bytes = first->kind == COPIED ? bgproc_ipc_byte_queue_first(&outbox->copies) : first->bytes + first->header.offset;
	pieces[count++] = (struct bgproc_packet_piece) {bytes + skip, first->header.length - skip};
	return count;
}

static void drop_first(struct bgproc_ipc_outbox *outbox)
{
	struct bgproc_ipc_outgoing *first = at(outbox, 0);

	bgproc_ipc_block_release(first->block);
	outbox->ring_first = (outbox->ring_first + 1) & (outbox->ring_size - 1);
	outbox->ring_count--;
}

static void fragment_sent(struct bgproc_ipc_outbox *outbox, struct bgproc_ipc_outgoing *first)
{
	outbox->begun = 0;
	outbox->waiting -= first->header.length;
	if (first->kind == COPIED) {
		bgproc_ipc_byte_queue_drop(&outbox->copies, first->header.length);
	}
	first->header.offset += first->header.length;
	if (first->header.offset == first->header.total) {
		drop_first(outbox);
	}
}

void bgproc_ipc_outbox_sent(struct bgproc_ipc_outbox *outbox, size_t length)
{
	struct bgproc_ipc_outgoing *first = at(outbox, 0);

	if (first->kind == RUN) {
		first->run -= length;
		outbox->waiting -= length;
		bgproc_ipc_byte_queue_drop(&outbox->copies, length);
		if (first->run == 0) {
			drop_first(outbox);
		}
		return;
	}
	outbox->begun += length;
	if (outbox->begun == BGPROC_IPC_HEADER_SIZE + first->header.length) {
		fragment_sent(outbox, first);
	}
}

bool bgproc_ipc_outbox_shrink(struct bgproc_ipc_outbox *outbox)
{
	if (outbox->stream || outbox->packet_size <= BGPROC_IPC_PACKET_MIN) {
		return false;
	}
	outbox->packet_size /= 2;
	if (outbox->packet_size < BGPROC_IPC_PACKET_MIN) {
		outbox->packet_size = BGPROC_IPC_PACKET_MIN;
	}
	return true;
}

void bgproc_ipc_outbox_close(struct bgproc_ipc_outbox *outbox)
{
	while (outbox->ring_count > 0) {
		drop_first(outbox);
	}
	free(outbox->ring);
	bgproc_ipc_byte_queue_free(&outbox->copies);
	bgproc_ipc_outbox_open(outbox, outbox->stream, outbox->generation);
}
