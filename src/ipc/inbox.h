/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_INBOX_H
#define BGPROC_IPC_INBOX_H

/*
 * What has been received and not yet read: one packet, or a piece of a stream. A packet has one or more whole frames; in a
 * stream a frame may be cut anywhere, so what is left of it stays until the rest has come. No descriptor is known here.
 */

#include "src/ipc/reassembly.h"

struct bgproc_ipc_inbox {
	char *bytes;       /* owned, BGPROC_IPC_FRAME_MAX long; NULL until the first packet */
	size_t start, end; /* what is not yet read */
	bool stream;
	const char *problem; /* why the peer was refused; static text. It stays so */
	struct bgproc_ipc_reassembly reassembly;
};

enum bgproc_ipc_read {
	BGPROC_IPC_READ_MESSAGE, /* a whole message */
	BGPROC_IPC_READ_EMPTY,   /* something must be received first */
	BGPROC_IPC_READ_REFUSED, /* problem is set */
	BGPROC_IPC_READ_FAILED,  /* no memory */
};

/* Allocates nothing. */
void bgproc_ipc_inbox_open(struct bgproc_ipc_inbox *inbox, bool stream, uint32_t generation, uint32_t limit);

/*
 * Where the next packet goes, and in *size how long it may be. To be called after BGPROC_IPC_READ_EMPTY only. NULL when there is
 * no memory.
 */
char *bgproc_ipc_inbox_room(struct bgproc_ipc_inbox *inbox, size_t *size);

/* So many bytes were put there. */
void bgproc_ipc_inbox_filled(struct bgproc_ipc_inbox *inbox, size_t length);

/* The next whole message. Its bytes are borrowed until the next call of any function here. */
enum bgproc_ipc_read bgproc_ipc_inbox_next(struct bgproc_ipc_inbox *inbox, struct bgproc_ipc_message *message);

/* What was received makes no sense, for a reason that is not in the bytes. The text is static. */
void bgproc_ipc_inbox_refuse(struct bgproc_ipc_inbox *inbox, const char *problem);

/* Whether bytes are there that were not read: of a stream it may be less than a frame. */
bool bgproc_ipc_inbox_holds(const struct bgproc_ipc_inbox *inbox);

/* Frees the memory. Part of a message counts for nothing. */
void bgproc_ipc_inbox_close(struct bgproc_ipc_inbox *inbox);

#endif
