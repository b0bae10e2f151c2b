/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/channel.h"

#include <errno.h>

void bgproc_ipc_channel_open(
	struct bgproc_ipc_channel *channel, int fd, bool stream, uint32_t generation, uint32_t limit)
{
	*channel = (struct bgproc_ipc_channel) {.fd = fd};
	bgproc_ipc_inbox_open(&channel->inbox, stream, generation, limit);
	bgproc_ipc_outbox_open(&channel->outbox, stream, generation);
}

void bgproc_ipc_channel_close(struct bgproc_ipc_channel *channel)
{
	bgproc_ipc_inbox_close(&channel->inbox);
	bgproc_ipc_outbox_close(&channel->outbox);
	channel->fd = -1;
}

static enum bgproc_ipc_result fail(struct bgproc_ipc_channel *channel, int sys_errno)
{
	channel->sys_errno = sys_errno;
	return BGPROC_IPC_FAILED;
}

static bool is_gone(int sys_errno)
{
	return sys_errno == EPIPE || sys_errno == ECONNRESET || sys_errno == ENOTCONN;
}

/* ---- sending ---- */

bool bgproc_ipc_channel_queue(
	struct bgproc_ipc_channel *channel, const struct bgproc_ipc_message *message, struct bgproc_ipc_block *block)
{
	return channel->sending == BGPROC_IPC_OK && bgproc_ipc_message_valid(message) &&
		bgproc_ipc_outbox_add(&channel->outbox, message, block);
}

/* The result after a packet could not be sent. OK: the caller tries again. */
static enum bgproc_ipc_result not_sent(struct bgproc_ipc_channel *channel, int sys_errno)
{
	if (sys_errno == EAGAIN || sys_errno == EWOULDBLOCK) {
		return BGPROC_IPC_FULL;
	}
	if (sys_errno == EINTR) {
		return BGPROC_IPC_INTERRUPTED;
	}
	/* ENOBUFS: the kernel has no memory for a packet of this length. */
	if ((sys_errno == EMSGSIZE || sys_errno == ENOBUFS) && bgproc_ipc_outbox_shrink(&channel->outbox)) {
		return BGPROC_IPC_OK;
	}
	/*
	 * The rest can never be sent, so its memory is freed. Nothing else may follow: the peer may have a part of a message, which
	 * the next bytes would complete.
	 */
	bgproc_ipc_outbox_close(&channel->outbox);
	channel->sending = is_gone(sys_errno) ? BGPROC_IPC_GONE : fail(channel, sys_errno);
	return channel->sending;
}

enum bgproc_ipc_result bgproc_ipc_channel_flush(struct bgproc_ipc_channel *channel, bool wait)
{
	enum bgproc_ipc_result result = channel->sending;
	struct bgproc_packet_piece pieces[2];
	unsigned count;

	while (result == BGPROC_IPC_OK && (count = bgproc_ipc_outbox_next(&channel->outbox, pieces)) > 0) {
		ssize_t sent = bgproc_packet_send(channel->fd, pieces, count, wait);

		if (sent >= 0) {
			bgproc_ipc_outbox_sent(&channel->outbox, (size_t) sent);
		} else {
			result = not_sent(channel, errno);
		}
	}
	return result;
}

enum bgproc_ipc_result bgproc_ipc_channel_send(
	struct bgproc_ipc_channel *channel, const struct bgproc_ipc_message *message)
{
	enum bgproc_ipc_result result;

	if (channel->sending != BGPROC_IPC_OK) {
		return channel->sending;
	}
	if (!bgproc_ipc_message_valid(message)) {
		return fail(channel, EINVAL);
	}
	if (!bgproc_ipc_outbox_add_borrowed(&channel->outbox, message)) {
		return fail(channel, ENOMEM);
	}
	/* From here on the queue is empty after every result, as it must be: the bytes are only borrowed. */
	do {
		result = bgproc_ipc_channel_flush(channel, true);
	} while (result == BGPROC_IPC_INTERRUPTED);
	return result;
}

/* ---- receiving ---- */

/* Receives one packet into the inbox, which has no whole frame: OK, EMPTY, INTERRUPTED, GONE, BROKEN or FAILED. */
static enum bgproc_ipc_result fetch(struct bgproc_ipc_channel *channel, bool wait)
{
	size_t size;
	char *room = bgproc_ipc_inbox_room(&channel->inbox, &size);
	ssize_t length;

	if (!room) {
		return fail(channel, ENOMEM);
	}
	length = bgproc_packet_receive(channel->fd, room, size, wait);
	if (length < 0 && errno == ECONNRESET) {
		/* The system reports the reset once; messages that the peer sent before it can still be received. */
		length = bgproc_packet_receive(channel->fd, room, size, wait);
	}
	if (length > 0) {
		bgproc_ipc_inbox_filled(&channel->inbox, (size_t) length);
		return BGPROC_IPC_OK;
	}
	if (length == 0 || is_gone(errno)) {
		/* The received part of an incomplete message is discarded. */
		bgproc_ipc_inbox_close(&channel->inbox);
		return BGPROC_IPC_GONE;
	}
	switch (errno) {
		case EINTR:
			return BGPROC_IPC_INTERRUPTED;
		case EMSGSIZE:
			bgproc_ipc_inbox_refuse(&channel->inbox, "a packet longer than any");
			channel->problem = channel->inbox.problem;
			return BGPROC_IPC_BROKEN;
		default:
			return errno == EAGAIN || errno == EWOULDBLOCK ? BGPROC_IPC_EMPTY : fail(channel, errno);
	}
}

/* The next message of the inbox: OK, EMPTY, BROKEN or FAILED. */
static enum bgproc_ipc_result read_inbox(struct bgproc_ipc_channel *channel, struct bgproc_ipc_message *message)
{
	switch (bgproc_ipc_inbox_next(&channel->inbox, message)) {
		case BGPROC_IPC_READ_MESSAGE:
			return BGPROC_IPC_OK;
		case BGPROC_IPC_READ_EMPTY:
			return BGPROC_IPC_EMPTY;
		case BGPROC_IPC_READ_REFUSED:
			channel->problem = channel->inbox.problem;
			return BGPROC_IPC_BROKEN;
		case BGPROC_IPC_READ_FAILED:
			break;
	}
	return fail(channel, ENOMEM);
}

enum bgproc_ipc_result bgproc_ipc_channel_next(
	struct bgproc_ipc_channel *channel, struct bgproc_ipc_message *message, bool wait)
{
	enum bgproc_ipc_result result;

	while ((result = read_inbox(channel, message)) == BGPROC_IPC_EMPTY) {
		result = fetch(channel, wait);
		if (result != BGPROC_IPC_OK) {
			break;
		}
	}
	return result;
}

bool bgproc_ipc_channel_holds(const struct bgproc_ipc_channel *channel)
{
	return bgproc_ipc_inbox_holds(&channel->inbox);
}

enum bgproc_ipc_result bgproc_ipc_channel_receive(struct bgproc_ipc_channel *channel, unsigned budget,
	void (*take)(void *context, const struct bgproc_ipc_message *message), void *context)
{
	struct bgproc_ipc_message message;
	enum bgproc_ipc_result result;

	for (; budget > 0; budget--) {
		result = read_inbox(channel, &message);
		if (result == BGPROC_IPC_OK) {
			take(context, &message);
			continue;
		}
		if (result == BGPROC_IPC_EMPTY) {
			result = fetch(channel, false);
		}
		if (result != BGPROC_IPC_OK) {
			return result;
		}
	}
	return BGPROC_IPC_MORE;
}
