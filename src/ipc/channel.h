/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_CHANNEL_H
#define BGPROC_IPC_CHANNEL_H

/*
 * One end of the connection between a parent and one worker: messages in, messages out, over a socket of
 * src/platform/socket/pair.h. The parent never waits: it queues, sends what the socket takes, and reads what has come. A worker
 * mostly waits. Both use the same functions. What the messages mean is not known here, nor who is the parent.
 *
 * The descriptor stays the caller's, who closes it after the channel. A process that forks closes the channels that are not for
 * the child in the child: each has its own copy of the memory.
 */

#include "src/ipc/inbox.h"
#include "src/ipc/outbox.h"

struct bgproc_ipc_channel {
	int fd;
	struct bgproc_ipc_inbox inbox;
	struct bgproc_ipc_outbox outbox;
	bool was_reset;      /* the peer was gone before it had read everything; what it has sent is still read */
	const char *problem; /* of BGPROC_IPC_BROKEN: what the peer did, static text */
	int sys_errno;       /* of BGPROC_IPC_FAILED */
};

enum bgproc_ipc_result {
	BGPROC_IPC_OK,          /* a message was read; everything was sent */
	BGPROC_IPC_EMPTY,       /* no whole message is there */
	BGPROC_IPC_FULL,        /* the socket takes no more now; the rest waits until it can be written */
	BGPROC_IPC_MORE,        /* the budget is used up; more may be there, and the descriptor need not be readable for it */
	BGPROC_IPC_INTERRUPTED, /* a signal came while it waited; nothing is lost, and it may be called again */
	BGPROC_IPC_GONE,        /* the peer has closed its end or died */
	BGPROC_IPC_BROKEN,      /* the peer does not keep to the rules: problem. It stays so */
	BGPROC_IPC_FAILED,      /* sys_errno: no memory, or the socket */
};

/*
 * stream: what bgproc_socket_pair() said. generation: frames of another one are dropped. limit: the longest message that is
 * taken. Allocates nothing.
 */
void bgproc_ipc_channel_open(
	struct bgproc_ipc_channel *channel, int fd, bool stream, uint32_t generation, uint32_t limit);

/* Frees the memory: what was not sent is forgotten, and part of a message counts for nothing. */
void bgproc_ipc_channel_close(struct bgproc_ipc_channel *channel);

/* ---- sending ---- */

/*
 * Adds a message to the queue; no system call is made. The first one copies its bytes. The second one takes the bytes from a
 * buffer instead of message->bytes; a long one is not copied but its memory taken over. Afterwards the buffer is empty, and still
 * the caller's to use again or free. False, and nothing is changed, when there is no memory or the message is impossible
 * (bgproc_ipc_message_valid()). How much waits is in outbox.waiting.
 */
bool bgproc_ipc_channel_queue(struct bgproc_ipc_channel *channel, const struct bgproc_ipc_message *message);
bool bgproc_ipc_channel_queue_buffer(
	struct bgproc_ipc_channel *channel, const struct bgproc_ipc_message *message, struct bgproc_buf *bytes);

/*
 * Sends what waits: OK, FULL, GONE or FAILED; with wait INTERRUPTED instead of FULL. After GONE and FAILED nothing waits any
 * more.
 */
enum bgproc_ipc_result bgproc_ipc_channel_flush(struct bgproc_ipc_channel *channel, bool wait);

/*
 * Sends what waits and then this message, without a copy of a long one. Waits, whatever signals come. OK, GONE or FAILED. For the
 * worker: two sides that both wait until the other one reads would wait for ever.
 */
enum bgproc_ipc_result bgproc_ipc_channel_send(
	struct bgproc_ipc_channel *channel, const struct bgproc_ipc_message *message);

/* ---- receiving ---- */

/*
 * The next message; its bytes are borrowed until the channel is used for receiving again. With wait never EMPTY. A GONE from
 * sending does not say that nothing can be read: call this until it says so, too.
 */
enum bgproc_ipc_result bgproc_ipc_channel_next(
	struct bgproc_ipc_channel *channel, struct bgproc_ipc_message *message, bool wait);

/* Whether bgproc_ipc_channel_next() may have a message without a system call. */
bool bgproc_ipc_channel_holds(const struct bgproc_ipc_channel *channel);

/*
 * Passes on each message that is there, and waits for none: EMPTY, MORE, GONE, BROKEN or FAILED. The budget bounds the work of
 * one call: each packet counts and each message. take() may use the channel, and receive from it
 * (then its message is gone), but not close it.
 */
enum bgproc_ipc_result bgproc_ipc_channel_receive(struct bgproc_ipc_channel *channel, unsigned budget,
	void (*take)(void *context, const struct bgproc_ipc_message *message), void *context);

#endif
