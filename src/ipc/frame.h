/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_FRAME_H
#define BGPROC_IPC_FRAME_H

/*
 * What a parent and its workers send each other: messages, and the frames that carry them. A frame is a header of 32 bytes and
 * a fragment of a message. A message of up to BGPROC_IPC_FRAGMENT_MAX bytes is one frame. Numbers are in the byte order of the
 * machine, because both sides are forks of one process. No frame is ever stored.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_IPC_HEADER_SIZE 32
#define BGPROC_IPC_FRAGMENT_MAX (128u * 1024)        /* bytes of a message in one frame */
#define BGPROC_IPC_MESSAGE_MAX (1024u * 1024 * 1024) /* bytes of a message */
#define BGPROC_IPC_FRAME_MAX (BGPROC_IPC_HEADER_SIZE + BGPROC_IPC_FRAGMENT_MAX)

enum bgproc_ipc_type {
	BGPROC_IPC_CALL = 1, /* parent to worker: run a method */
	BGPROC_IPC_RETURN,   /* worker to parent: what a call returned */
	BGPROC_IPC_THROW,    /* worker to parent: what a call has thrown */
	BGPROC_IPC_OUTPUT,   /* worker to parent: what was printed */
	BGPROC_IPC_READY,    /* worker to parent: calls may come */
	BGPROC_IPC_RETIRE,   /* either way: after the calls that were sent comes no other */
	BGPROC_IPC_STATS,    /* worker to parent: figures */
	BGPROC_IPC_CANCEL,   /* parent to worker: nobody waits for a call any more */
};

/* One message, whole. */
struct bgproc_ipc_message {
	enum bgproc_ipc_type type;
	uint16_t method;  /* which method of the worker a call runs */
	uint16_t flags;   /* for the layers above; carried as it is */
	uint64_t call_id; /* never 0 in CALL, RETURN, THROW and CANCEL: they are about a call */
	const char *bytes;
	size_t length;
};

/* One frame: the message that it belongs to, and where in it. */
struct bgproc_ipc_header {
	enum bgproc_ipc_type type;
	uint16_t method, flags;
	uint64_t call_id;
	uint32_t generation; /* which life of the worker's slot it belongs to */
	uint32_t total;      /* bytes of the message */
	uint32_t offset;     /* of the fragment in it */
	uint32_t length;     /* of the fragment; 0 in an empty message only */
};

/* The header that begins a message; its fragment is empty until the caller sets the length. */
struct bgproc_ipc_header bgproc_ipc_header_of(const struct bgproc_ipc_message *message, uint32_t generation);

/* Whether a message can be sent at all: type, call and length. */
bool bgproc_ipc_message_valid(const struct bgproc_ipc_message *message);

/* Writes the header as it is: that it makes sense is the caller's business. */
void bgproc_ipc_header_encode(char bytes[BGPROC_IPC_HEADER_SIZE], const struct bgproc_ipc_header *header);

/*
 * Reads the header at the begin of the bytes and never beyond their length. False, and *problem a static text, when they are
 * too few or no header. The fragment need not be there: its length is what the header says.
 */
bool bgproc_ipc_header_decode(
	struct bgproc_ipc_header *header, const char *bytes, size_t length, const char **problem);

#endif
