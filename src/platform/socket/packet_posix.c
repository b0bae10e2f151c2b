/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/socket/packet.h"

#include "src/platform/socket/repeat.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* On systems without this flag, pair_posix.c sets the option SO_NOSIGPIPE of the socket. */
#ifndef MSG_NOSIGNAL
# define MSG_NOSIGNAL 0
#endif

/*
 * A wait for a packet is one system call on Linux: a receive is never restarted after a signal if the socket has a timeout
 * (signal(7)), which pair_posix.c sets for the end that blocks. Elsewhere, and if nothing comes for so long, poll() waits.
 */
#ifdef __linux__
# define WAIT_FLAGS 0
#else
# define WAIT_FLAGS MSG_DONTWAIT
#endif

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
	} while (sent < 0 && bgproc_socket_repeat(fd, POLLOUT, wait));
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

		length = recvmsg(fd, &header, wait ? WAIT_FLAGS : MSG_DONTWAIT);
		flags = header.msg_flags;
	} while (length < 0 && bgproc_socket_repeat(fd, POLLIN, wait));
	if (length > 0 && (flags & MSG_TRUNC)) {
		errno = EMSGSIZE;
		return -1;
	}
	return length;
}
