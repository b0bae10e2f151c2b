/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_INBOX_H
#define BGPROC_IPC_INBOX_H

/*
 * Bytes that were received and not yet read: one packet, or a piece of a stream. A packet has one or more whole frames. A
 * piece of a stream may end in the middle of a frame; then the first part of the frame is kept until the rest arrives. The
 * inbox has no descriptor: its owner receives.
 */

#include "src/ipc/reassembly.h"

struct bgproc_ipc_inbox {
	char *bytes;       /* owned, BGPROC_IPC_FRAME_MAX long; NULL until the first packet */
	size_t start, end; /* the bytes that are not yet read */
	bool stream;
	const char *problem; /* why the input was refused; static text. Once set, nothing more is read */
	struct bgproc_ipc_reassembly reassembly;
};

enum bgproc_ipc_read {
	BGPROC_IPC_READ_MESSAGE, /* a whole message was read */
	BGPROC_IPC_READ_EMPTY,   /* no whole message; more bytes must be received first */
	BGPROC_IPC_READ_REFUSED, /* problem is set */
	BGPROC_IPC_READ_FAILED,  /* no memory */
};

/* Allocates nothing. */
void bgproc_ipc_inbox_open(struct bgproc_ipc_inbox *inbox, bool stream, uint32_t generation, uint32_t limit);

/*
 * Returns the memory for the next packet, and in *size its room in bytes. May only be called after BGPROC_IPC_READ_EMPTY. NULL
 * when memory runs out.
 */
char *bgproc_ipc_inbox_room(struct bgproc_ipc_inbox *inbox, size_t *size);

/* The caller has received length bytes into that memory. */
void bgproc_ipc_inbox_filled(struct bgproc_ipc_inbox *inbox, size_t length);

/* Reads the next whole message. Its bytes are borrowed until the next call of a function of the inbox. */
enum bgproc_ipc_read bgproc_ipc_inbox_next(struct bgproc_ipc_inbox *inbox, struct bgproc_ipc_message *message);

/* Refuses the input for a reason that the caller has found. The text must be static. */
void bgproc_ipc_inbox_refuse(struct bgproc_ipc_inbox *inbox, const char *problem);

/* Whether there are bytes that were not read. In a stream they may be less than a frame. */
bool bgproc_ipc_inbox_holds(const struct bgproc_ipc_inbox *inbox);

/* Frees the memory. The received part of an incomplete message is discarded. */
void bgproc_ipc_inbox_close(struct bgproc_ipc_inbox *inbox);

#endif
