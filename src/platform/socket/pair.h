/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_PAIR_H
#define BGPROC_PLATFORM_SOCKET_PAIR_H

/*
 * Two connected unix sockets without a name: one end for a process, one for a child that it forks. Not for processes that do
 * not share a descriptor: those connect (connect.h).
 */

#include <stdbool.h>

/*
 * Makes both ends, close-on-exec and numbered 3 or higher; they are the caller's. The first one, the parent's, does not block,
 * the second one does. The sockets keep packets (SOCK_SEQPACKET): what one call sends arrives whole or, when the sender is
 * killed, not at all. Where the system has no such sockets *stream is true, and they carry bytes only. Room for more than the
 * system gives by default is asked for, but not insisted on. 0, or -1 with errno, and both ends are -1.
 */
int bgproc_socket_pair(int ends[2], bool *stream);

#endif
