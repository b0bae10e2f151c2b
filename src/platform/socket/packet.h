/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_PACKET_H
#define BGPROC_PLATFORM_SOCKET_PACKET_H

/*
 * Sending and receiving over one of the sockets of pair.h. Nothing here knows what is sent. Never raises SIGPIPE: a peer that
 * is gone is EPIPE or ECONNRESET.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A part of what is sent. */
struct bgproc_packet_piece {
	const void *bytes;
	size_t length;
};

#define BGPROC_PACKET_PIECES_MAX 4

/*
 * Sends the pieces as one packet; over a stream as much of them as it takes. Returns the bytes that were taken, or -1 with errno:
 * EAGAIN when there is no room and wait is false, EINTR when wait is true and a signal came, EMSGSIZE when the socket never
 * takes a packet of that length. wait works for a descriptor that does not block, too.
 */
ssize_t bgproc_packet_send(int fd, const struct bgproc_packet_piece *pieces, unsigned count, bool wait);

/*
 * Takes one packet, or what a stream has. Returns its length, 0 when the peer is gone and has left nothing, or -1 with errno:
 * EAGAIN and EINTR as above, EMSGSIZE for a packet longer than size, the rest of which is lost. Descriptors that were sent
 * with it are closed by the system.
 */
ssize_t bgproc_packet_receive(int fd, void *bytes, size_t size, bool wait);

#endif
