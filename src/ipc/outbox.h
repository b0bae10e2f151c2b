/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_OUTBOX_H
#define BGPROC_IPC_OUTBOX_H

/*
 * Messages that wait to be sent, in order. Small messages are stored one after another as frames, so many of them are sent in
 * one packet. Longer messages are sent in fragments. A very long message is in a block of its own, which the outbox may share
 * with the sender. The outbox has no descriptor: its owner sends.
 */

#include "src/ipc/block.h"
#include "src/ipc/byte_queue.h"
#include "src/ipc/frame.h"
#include "src/platform/socket/packet.h"

#define BGPROC_IPC_SMALL_MAX 4096 /* bytes of a message that shares a packet */

/* Bytes of a message of which the outbox keeps a copy among others: memory that is allocated and freed for each costs more. */
#define BGPROC_IPC_COPIED_MAX (64 * 1024)

/* The length of packet that every socket must accept: with shorter packets a small message would have to be split. */
#define BGPROC_IPC_PACKET_MIN (BGPROC_IPC_HEADER_SIZE + BGPROC_IPC_SMALL_MAX)

struct bgproc_ipc_outgoing;

struct bgproc_ipc_outbox {
	uint32_t generation;
	bool stream;        /* the socket may send any part of what it is given */
	size_t packet_size; /* packets are not longer than this; reduced when the socket refuses one */
	size_t waiting;     /* bytes that were not sent; the headers of longer messages are not counted */

	struct bgproc_ipc_outgoing *ring; /* owned: the entries to be sent, in order */
	size_t ring_size, ring_first, ring_count;

	struct bgproc_ipc_byte_queue copies; /* small messages as frames, and bytes of longer ones, in the order of the ring */

	char head[BGPROC_IPC_HEADER_SIZE]; /* the header of the fragment that is being sent */
	size_t begun;                      /* how many bytes of that header and fragment a stream has already accepted */
};

/* Allocates nothing. */
void bgproc_ipc_outbox_open(struct bgproc_ipc_outbox *outbox, bool stream, uint32_t generation);

/*
 * Adds a valid message. Longer than BGPROC_IPC_COPIED_MAX, its bytes stay in the block, which is shared until they are sent. They
 * are copied if they are shorter, or if block is NULL. False when memory runs out; nothing is then added.
 */
bool bgproc_ipc_outbox_add(
	struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message, struct bgproc_ipc_block *block);

/* Adds a valid message whose bytes are only borrowed: the caller keeps them unchanged until the outbox is empty or closed. */
bool bgproc_ipc_outbox_add_borrowed(struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message);

/* The pieces of the next packet, at most two; 0 when nothing waits. They are valid until the outbox is changed. */
unsigned bgproc_ipc_outbox_next(struct bgproc_ipc_outbox *outbox, struct bgproc_packet_piece pieces[2]);

/* The socket has accepted length bytes of that packet: all of them, or in a stream at least one. */
void bgproc_ipc_outbox_sent(struct bgproc_ipc_outbox *outbox, size_t length);

/* The socket has refused a packet as too long. Makes the next packets shorter; false when that is not possible. */
bool bgproc_ipc_outbox_shrink(struct bgproc_ipc_outbox *outbox);

/* Discards the waiting messages and frees the memory. The outbox can be used again. */
void bgproc_ipc_outbox_close(struct bgproc_ipc_outbox *outbox);

#endif
