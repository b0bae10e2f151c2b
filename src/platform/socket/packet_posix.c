/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/socket/packet.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Where there is none, pair_posix.c has told the socket. */
#ifndef MSG_NOSIGNAL
# define MSG_NOSIGNAL 0
#endif

/*
 * After a call that failed: whether it is to be made again. Without wait a signal is nobody's concern. With wait the caller
 * hears of it, since it may be the reason to wait no longer.
 */
static bool is_to_repeat(int fd, short events, bool wait)
{
	struct pollfd slot = {.fd = fd, .events = events};

	if (errno == EINTR) {
		return !wait;
	}
	if (!wait || (errno != EAGAIN && errno != EWOULDBLOCK)) {
		return false;
	}
	/* The descriptor does not block. */
	return poll(&slot, 1, -1) >= 0;
}

ssize_t bgproc_packet_send(int fd, const struct bgproc_packet_piece *pieces, unsigned count, bool wait)
{
	struct iovec parts[BGPROC_PACKET_PIECES_MAX];
	struct msghdr header = {.msg_iov = parts, .msg_iovlen = count};
	ssize_t sent;

	if (count > BGPROC_PACKET_PIECES_MAX) {
		errno = EINVAL;
		return -1;
	}
	for (unsigned i = 0; i < count; i++) {
		/* The system only reads it. */
		parts[i] = (struct iovec) {(void *) pieces[i].bytes, pieces[i].length};
	}
	do {
		sent = sendmsg(fd, &header, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
	} while (sent < 0 && is_to_repeat(fd, POLLOUT, wait));
	return sent;
}

ssize_t bgproc_packet_receive(int fd, void *bytes, size_t size, bool wait)
{
	struct iovec part = {bytes, size};
	ssize_t length;
	int flags;

	do {
		/* No room for control data. */
		struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};

		length = recvmsg(fd, &header, wait ? 0 : MSG_DONTWAIT);
		flags = header.msg_flags;
	} while (length < 0 && is_to_repeat(fd, POLLIN, wait));
	if (length > 0 && (flags & MSG_TRUNC)) {
		errno = EMSGSIZE;
		return -1;
	}
	return length;
}
