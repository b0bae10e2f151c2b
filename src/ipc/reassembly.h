/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_REASSEMBLY_H
#define BGPROC_IPC_REASSEMBLY_H

/*
 * Joins the frames of one peer to whole messages. A peer must send fragments in order, and must complete a message before it
 * begins the next one; everything else is refused. There is no descriptor here.
 */

#include "src/core/buf.h"
#include "src/ipc/frame.h"

struct bgproc_ipc_reassembly {
	uint32_t generation;           /* frames of another generation are dropped: an earlier worker of the slot has sent them */
	uint32_t limit;                /* the longest message in bytes that the owner accepts */
	uint64_t dropped;              /* number of dropped frames */
	bool open;                     /* a message has begun and is not complete */
	struct bgproc_ipc_header head; /* the first frame of the open message */
	struct bgproc_buf part;        /* the received bytes of the open message, or the last message of several frames */
	const char *problem;           /* why a frame was refused; static text */
};

enum bgproc_ipc_taken {
	BGPROC_IPC_TAKEN_MESSAGE, /* a message is complete */
	BGPROC_IPC_TAKEN_PART,    /* the message is not yet complete */
	BGPROC_IPC_TAKEN_DROPPED, /* the frame has another generation */
	BGPROC_IPC_TAKEN_REFUSED, /* the peer violated the protocol, see problem; later frames must not be read */
	BGPROC_IPC_TAKEN_NOTHING, /* no memory; the open message is lost, and later frames must not be read */
};

/* A limit above BGPROC_IPC_MESSAGE_MAX is reduced to it. Allocates nothing. */
void bgproc_ipc_reassembly_open(struct bgproc_ipc_reassembly *reassembly, uint32_t generation, uint32_t limit);

/*
 * Takes one frame: a decoded header and header->length bytes. The bytes of a complete message are borrowed, from the frame if
 * it was the only one. They are valid until the bytes of the frame change or the next frame is taken. Memory grows with the
 * bytes that were received, not with the length that was announced.
 */
enum bgproc_ipc_taken bgproc_ipc_reassembly_take(struct bgproc_ipc_reassembly *reassembly,
	const struct bgproc_ipc_header *header, const char *bytes, struct bgproc_ipc_message *message);

/*
 * The bytes of the last message are no longer needed. The memory of a very long message is freed; a smaller block is kept for
 * the next message. An open message is not changed.
 */
void bgproc_ipc_reassembly_release(struct bgproc_ipc_reassembly *reassembly);

/* Discards the received part of an open message and frees the memory. */
void bgproc_ipc_reassembly_discard(struct bgproc_ipc_reassembly *reassembly);

#endif
