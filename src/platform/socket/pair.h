/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_PAIR_H
#define BGPROC_PLATFORM_SOCKET_PAIR_H

/*
 * Two connected unix sockets without a name: one end for a process, the other for a child that it forks. Processes that cannot
 * share a descriptor connect instead (connect.h).
 */

#include <stdbool.h>

/*
 * Creates both ends, close-on-exec and numbered 3 or higher; the caller owns them. The first end, for the parent, is
 * non-blocking; the second one blocks, and has a receive timeout, so that a signal always ends a receive (signal(7)). The
 * sockets preserve packets (SOCK_SEQPACKET): what one call sends arrives whole or, when the sender is killed, not at all. If
 * the system has no such sockets, *stream is set to true and the sockets are byte streams. Larger buffers than the default are
 * requested, but smaller ones are accepted. Returns 0, or -1 with errno; then both ends are -1.
 */
int bgproc_socket_pair(int ends[2], bool *stream);

/* What *stream was for an end that has come from another process. */
bool bgproc_socket_is_stream(int fd);

#endif
