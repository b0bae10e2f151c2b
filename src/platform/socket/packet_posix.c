/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/socket/packet.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* On systems without this flag, pair_posix.c sets the option SO_NOSIGPIPE of the socket. */
#ifndef MSG_NOSIGNAL
# define MSG_NOSIGNAL 0
#endif

/*
 * Whether a failed call is repeated. Without wait it is repeated after a signal. With wait the caller gets EINTR, because the
 * signal may be the reason to stop waiting.
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
	/*
	 * Wait until it is ready, in poll() rather than in the call itself: after a signal whose handler has SA_RESTART, or when a
	 * stream has taken a part, that would wait on. POSIX lets poll() fail for a passing shortage of memory.
	 */
	return poll(&slot, 1, -1) >= 0 || errno == EAGAIN;
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
		/* The cast is safe: sendmsg() only reads the bytes. */
		parts[i] = (struct iovec) {(void *) pieces[i].bytes, pieces[i].length};
	}
	do {
		sent = sendmsg(fd, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
	} while (sent < 0 && is_to_repeat(fd, POLLOUT, wait));
	return sent;
}

ssize_t bgproc_packet_receive(int fd, void *bytes, size_t size, bool wait)
{
	struct iovec part = {bytes, size};
	ssize_t length;
	int flags;

	do {
		/* Without room for control data, so no descriptor is received. */
		struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};

		length = recvmsg(fd, &header, MSG_DONTWAIT);
		flags = header.msg_flags;
	} while (length < 0 && is_to_repeat(fd, POLLIN, wait));
	if (length > 0 && (flags & MSG_TRUNC)) {
		errno = EMSGSIZE;
		return -1;
	}
	return length;
}
