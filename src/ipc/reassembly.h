/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_REASSEMBLY_H
#define BGPROC_IPC_REASSEMBLY_H

/*
 * Makes whole messages of the frames of one peer. Fragments come in order, and a message ends before the next one begins: the
 * peer sends so, and everything else is refused. No descriptor is known here.
 */

#include "src/core/buf.h"
#include "src/ipc/frame.h"

struct bgproc_ipc_reassembly {
	uint32_t generation;           /* frames of another one are dropped: they were sent in an earlier life of the slot */
	uint32_t limit;                /* the longest message that the owner takes */
	uint64_t dropped;              /* how many frames were */
	bool open;                     /* a message has begun and not ended */
	struct bgproc_ipc_header head; /* of the message that is open: its first frame */
	struct bgproc_buf part;        /* what has come of it; or the last message that had several frames */
	const char *problem;           /* why a frame was refused; static text */
};

enum bgproc_ipc_taken {
	BGPROC_IPC_TAKEN_MESSAGE, /* a message is whole */
	BGPROC_IPC_TAKEN_PART,    /* more is to come */
	BGPROC_IPC_TAKEN_DROPPED, /* a frame of another generation */
	BGPROC_IPC_TAKEN_REFUSED, /* problem is set: the peer does not keep to the rules, and nothing after this makes sense */
	BGPROC_IPC_TAKEN_NOTHING, /* no memory; what was open is lost, and so is this peer */
};

/* limit above BGPROC_IPC_MESSAGE_MAX is as that. Allocates nothing. */
void bgproc_ipc_reassembly_open(struct bgproc_ipc_reassembly *reassembly, uint32_t generation, uint32_t limit);

/*
 * Takes one frame: a header that was decoded, and header->length bytes. The bytes of the message are borrowed, from the frame
 * if it was the only one: they last until the frame does or the next one is taken, whichever is earlier. Memory grows with what
 * has come, never with what was announced.
 */
enum bgproc_ipc_taken bgproc_ipc_reassembly_take(struct bgproc_ipc_reassembly *reassembly,
	const struct bgproc_ipc_header *header, const char *bytes, struct bgproc_ipc_message *message);

/*
 * The bytes of the last message are not needed any more. Gives back the memory of a very long one; less is kept for the next
 * one. A message that is open stays.
 */
void bgproc_ipc_reassembly_release(struct bgproc_ipc_reassembly *reassembly);

/* The peer is gone: the part that has come of a message counts for nothing. Frees the memory. */
void bgproc_ipc_reassembly_discard(struct bgproc_ipc_reassembly *reassembly);

#endif
