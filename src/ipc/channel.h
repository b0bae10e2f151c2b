/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_IPC_CHANNEL_H
#define BGPROC_IPC_CHANNEL_H

/*
 * One end of the connection between a parent and one worker. It sends and receives messages over a socket of
 * src/platform/socket/pair.h. The parent never waits: it queues messages, sends as much as the socket accepts, and reads what
 * has arrived. A worker usually waits. Both use the same functions. The channel does not know what the messages mean, nor
 * which end is the parent.
 *
 * The caller owns the descriptor and closes it after the channel. After a fork, the child closes the channels that it does not
 * use: parent and child each have their own copy of the memory.
 */

#include "src/ipc/inbox.h"
#include "src/ipc/outbox.h"

enum bgproc_ipc_result {
	BGPROC_IPC_OK,          /* a message was read; everything was sent */
	BGPROC_IPC_EMPTY,       /* no complete message has arrived */
	BGPROC_IPC_FULL,        /* the socket accepts no more now; the rest stays queued until the descriptor is writable */
	BGPROC_IPC_MORE,        /* the budget is used up; more messages may be buffered even if the descriptor is not readable */
	BGPROC_IPC_INTERRUPTED, /* a signal arrived during the wait; nothing is lost, and the call may be repeated */
	BGPROC_IPC_GONE,        /* the peer has closed its end or died */
	BGPROC_IPC_BROKEN,      /* the peer violated the protocol, see problem; every later read returns this again */
	BGPROC_IPC_FAILED,      /* no memory, or an error of the socket, see sys_errno */
};

struct bgproc_ipc_channel {
	int fd;
	struct bgproc_ipc_inbox inbox;
	struct bgproc_ipc_outbox outbox;
	enum bgproc_ipc_result sending; /* BGPROC_IPC_OK until a send has failed; then that result for ever */
	const char *problem;            /* with BGPROC_IPC_BROKEN: what the peer did wrong; static text */
	int sys_errno;                  /* with BGPROC_IPC_FAILED: the cause */
};

/*
 * stream: the value that bgproc_socket_pair() has set. generation: received frames of another generation are dropped. limit:
 * the longest message in bytes that is accepted. Allocates nothing.
 */
void bgproc_ipc_channel_open(
	struct bgproc_ipc_channel *channel, int fd, bool stream, uint32_t generation, uint32_t limit);

/* Frees the memory. Messages that were not sent and messages that were received only in part are discarded. */
void bgproc_ipc_channel_close(struct bgproc_ipc_channel *channel);

/* ---- sending ---- */

/*
 * Adds a message to the queue, without a system call. block: what holds its bytes; if they are long, it is shared until they are
 * sent, and they are not copied. NULL: the bytes are copied. False when memory runs out, the message is not valid
 * (bgproc_ipc_message_valid()) or a send has failed before; nothing is then changed. outbox.waiting is the number of bytes that
 * wait.
 */
bool bgproc_ipc_channel_queue(
	struct bgproc_ipc_channel *channel, const struct bgproc_ipc_message *message, struct bgproc_ipc_block *block);

/*
 * Sends the queued messages. Returns OK, FULL, GONE or FAILED; with wait, INTERRUPTED instead of FULL. After GONE and FAILED
 * the queue is empty: messages that were not sent are discarded, and every later call returns the same.
 */
enum bgproc_ipc_result bgproc_ipc_channel_flush(struct bgproc_ipc_channel *channel, bool wait);

/*
 * Sends the queued messages and then this one; a long message is not copied. Waits until everything is sent, and continues
 * after signals. Returns OK, GONE or FAILED. Only the worker may use it: if both sides waited until the other one reads, they
 * would block each other.
 */
enum bgproc_ipc_result bgproc_ipc_channel_send(
	struct bgproc_ipc_channel *channel, const struct bgproc_ipc_message *message);

/* ---- receiving ---- */

/*
 * Reads the next message. Its bytes are borrowed until the next call that receives. With wait, never returns EMPTY. After a
 * function for sending has returned GONE there may still be messages to read: call this until it returns GONE too.
 */
enum bgproc_ipc_result bgproc_ipc_channel_next(
	struct bgproc_ipc_channel *channel, struct bgproc_ipc_message *message, bool wait);

/* Whether received bytes are buffered, so that bgproc_ipc_channel_next() may return a message without a system call. */
bool bgproc_ipc_channel_holds(const struct bgproc_ipc_channel *channel);

/*
 * Calls take() for each message that has arrived, and never waits. Returns EMPTY, MORE, GONE, BROKEN or FAILED. The budget
 * limits the work of one call: each packet and each message counts as one. take() may use the channel, but must not close it.
 * If take() receives from the channel, its own message is no longer valid.
 */
enum bgproc_ipc_result bgproc_ipc_channel_receive(struct bgproc_ipc_channel *channel, unsigned budget,
	void (*take)(void *context, const struct bgproc_ipc_message *message), void *context);

#endif
