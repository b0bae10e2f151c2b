/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_PACKET_H
#define BGPROC_PLATFORM_SOCKET_PACKET_H

/*
 * Sending and receiving over a socket of pair.h. The content is not interpreted. SIGPIPE is never raised: if the peer is gone,
 * the call fails with EPIPE or ECONNRESET.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A part of a packet to be sent. */
struct bgproc_packet_piece {
	const void *bytes;
	size_t length;
};

#define BGPROC_PACKET_PIECES_MAX 4

/*
 * Sends the pieces as one packet; over a stream, as many bytes as the socket accepts. Returns the number of bytes that were
 * accepted, or -1 with errno: EAGAIN when wait is false and there is no room, EINTR when wait is true and a signal arrived,
 * EMSGSIZE when the socket never accepts a packet of that length. wait also works for a non-blocking descriptor.
 */
ssize_t bgproc_packet_send(int fd, const struct bgproc_packet_piece *pieces, unsigned count, bool wait);

/*
 * Receives one packet; from a stream, the bytes that have arrived. Returns the length, 0 when the peer is gone and everything
 * was received, or -1 with errno: EAGAIN when wait is false and nothing has arrived, EINTR as above, EMSGSIZE for a packet
 * longer than size, which is lost. Descriptors that were sent with a packet are closed by the system. That a signal always ends
 * the wait, also one whose handler has SA_RESTART, holds for the end of a pair that has a receive timeout (pair.h).
 */
ssize_t bgproc_packet_receive(int fd, void *bytes, size_t size, bool wait);

#endif
