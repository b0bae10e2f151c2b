/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_FRAME_H
#define BGPROC_IPC_FRAME_H

/*
 * Messages between a parent and its workers, and the frames that carry them. A frame is a header of 32 bytes and a fragment of
 * a message. A message of up to BGPROC_IPC_FRAGMENT_MAX bytes fits into one frame. Numbers are in the byte order of the
 * machine, because both sides are forks of one process. Frames are never stored.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BGPROC_IPC_HEADER_SIZE 32
#define BGPROC_IPC_FRAGMENT_MAX (128u * 1024)        /* bytes of a message in one frame */
#define BGPROC_IPC_MESSAGE_MAX (1024u * 1024 * 1024) /* bytes of a message */
#define BGPROC_IPC_FRAME_MAX (BGPROC_IPC_HEADER_SIZE + BGPROC_IPC_FRAGMENT_MAX)

enum bgproc_ipc_type {
	BGPROC_IPC_CALL = 1,   /* parent to worker: run a method */
	BGPROC_IPC_RETURN,     /* worker to parent: the return value of a call */
	BGPROC_IPC_THROW,      /* worker to parent: the exception that a call has thrown */
	BGPROC_IPC_OUTPUT,     /* worker to parent: printed output */
	BGPROC_IPC_READY,      /* worker to parent: the worker accepts calls */
	BGPROC_IPC_RETIRE,     /* in both directions: no call follows those that were already sent */
	BGPROC_IPC_LAST_WORDS, /* worker to parent: a text, why the worker ends inside a call */
};

/* One complete message. */
struct bgproc_ipc_message {
	enum bgproc_ipc_type type;
	uint16_t method; /* which method of the worker a call runs */
	uint16_t flags;  /* for the layers above; not interpreted here */
	/* Never 0 in CALL, RETURN and THROW, which belong to a call. In OUTPUT and READY the pid of the worker. */
	uint64_t call_id;
	const char *bytes;
	size_t length;
};

/* The header of one frame: which message the frame belongs to, and the position of the fragment in that message. */
struct bgproc_ipc_header {
	enum bgproc_ipc_type type;
	uint16_t method, flags;
	uint64_t call_id;
	uint32_t generation; /* a slot gets a new generation with each new worker process */
	uint32_t total;      /* length of the message in bytes */
	uint32_t offset;     /* position of the fragment in the message, in bytes */
	uint32_t length;     /* length of the fragment in bytes; 0 only if the message is empty */
};

/* The header of the first frame of a message. The caller sets its length, which is 0 here. */
struct bgproc_ipc_header bgproc_ipc_header_of(const struct bgproc_ipc_message *message, uint32_t generation);

/* Whether a message may be sent: checks the type, the call and the length. */
bool bgproc_ipc_message_valid(const struct bgproc_ipc_message *message);

/* Writes the header without any check. The caller ensures that it is valid. */
void bgproc_ipc_header_encode(char bytes[BGPROC_IPC_HEADER_SIZE], const struct bgproc_ipc_header *header);

/*
 * Reads the header at the start of the bytes, and never reads beyond length. False, with a static text in *problem, when there
 * are too few bytes or they are not a valid header. The fragment need not be present; header->length is its announced length.
 */
bool bgproc_ipc_header_decode(
	struct bgproc_ipc_header *header, const char *bytes, size_t length, const char **problem);

#endif
