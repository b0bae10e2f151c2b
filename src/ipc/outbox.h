/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_OUTBOX_H
#define BGPROC_IPC_OUTBOX_H

/*
 * Messages that wait to be sent, first come first sent. Small ones are copied behind each other as the frames that they become,
 * so many of them leave in one packet. Longer ones leave in fragments. Memory of its own has a very long one alone, unless its
 * bytes are lent or handed over. No descriptor is known here.
 */

#include "src/core/buf.h"
#include "src/ipc/byte_queue.h"
#include "src/ipc/frame.h"
#include "src/platform/socket/packet.h"

#define BGPROC_IPC_SMALL_MAX 4096 /* bytes of a message that shares a packet */

/* The shortest packet that a socket must take: below this a small message would have to be cut. */
#define BGPROC_IPC_PACKET_MIN (BGPROC_IPC_HEADER_SIZE + BGPROC_IPC_SMALL_MAX)

struct bgproc_ipc_outgoing;

struct bgproc_ipc_outbox {
	uint32_t generation;
	bool stream;        /* what is sent may be cut anywhere */
	size_t packet_size; /* the longest packet that the socket is known to take */
	size_t waiting;     /* bytes that were not sent; of long messages without their headers */

	struct bgproc_ipc_outgoing *ring; /* owned: what is to be sent, in order */
	size_t ring_size, ring_first, ring_count;

	struct bgproc_ipc_byte_queue copies; /* small messages as frames, and bytes of longer ones, in the order of the ring */

	char *spare; /* owned: memory of a very long message that was sent, for the next one; or NULL */
	size_t spare_size;

	char head[BGPROC_IPC_HEADER_SIZE]; /* of the fragment of a long message that is being sent */
	size_t begun;                      /* bytes of that header and that fragment that a stream has taken */
};

/* Allocates nothing. */
void bgproc_ipc_outbox_open(struct bgproc_ipc_outbox *outbox, bool stream, uint32_t generation);

/* Adds a copy of a message that is valid. False, and nothing is added, when there is no memory. */
bool bgproc_ipc_outbox_add(struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message);

/*
 * The same with the bytes of the message in a buffer, whose memory is taken over if that saves a copy. Afterwards the buffer is
 * empty, with memory for the next message or without; it is still the caller's to free. False leaves it as it was.
 * message->bytes and length are not looked at.
 */
bool bgproc_ipc_outbox_add_buffer(
	struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message, struct bgproc_buf *bytes);

/* The same with bytes that remain the caller's, who keeps them until the outbox is empty or closed. */
bool bgproc_ipc_outbox_add_borrowed(struct bgproc_ipc_outbox *outbox, const struct bgproc_ipc_message *message);

/* The pieces of the next packet, two at most; 0 when nothing waits. They last until the outbox is changed. */
unsigned bgproc_ipc_outbox_next(struct bgproc_ipc_outbox *outbox, struct bgproc_packet_piece pieces[2]);

/* So many bytes of that packet were taken: all of them, or of a stream at least one. */
void bgproc_ipc_outbox_sent(struct bgproc_ipc_outbox *outbox, size_t length);

/* A packet was longer than the socket takes: the next ones are shorter. False when they cannot be. */
bool bgproc_ipc_outbox_shrink(struct bgproc_ipc_outbox *outbox);

/* Forgets what waits and frees the memory. The outbox can be used again. */
void bgproc_ipc_outbox_close(struct bgproc_ipc_outbox *outbox);

#endif
