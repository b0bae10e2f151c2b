/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_PASS_H
#define BGPROC_PLATFORM_SOCKET_PASS_H

/*
 * Sending and receiving over a socket of pair.h, with a descriptor that the receiver gets a copy of. For packets without one,
 * see packet.h. SIGPIPE is never raised: if the peer is gone, the call fails with EPIPE or ECONNRESET.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Sends one packet, and with it the descriptor passed (-1: none), which the caller still owns. Over a stream as many bytes as the
 * socket accepts are sent, at least one; the descriptor arrives with the first of them, so the rest is sent without it. Returns
 * the number of bytes that were accepted, or -1 with errno as bgproc_packet_send(); then nothing was passed. wait also works for
 * a non-blocking descriptor. ETOOMANYREFS: the peer has not yet received the descriptors that were passed before.
 */
ssize_t bgproc_pass_send(int fd, const void *bytes, size_t length, int passed, bool wait);

/*
 * Receives one packet; from a stream, at most size of the bytes that have arrived. *passed is the descriptor that came with it,
 * close-on-exec and numbered 3 or higher, which the caller owns. It is -1 if there was none, or if this process may open no
 * more. Other descriptors that came are closed. Returns as bgproc_packet_receive(); *passed is -1 when that is not positive.
 */
ssize_t bgproc_pass_receive(int fd, void *bytes, size_t size, int *passed, bool wait);

#endif
