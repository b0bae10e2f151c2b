/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_REPEAT_H
#define BGPROC_PLATFORM_SOCKET_REPEAT_H

/* The rule by which packet_posix.c and pass_posix.c go on when a call has failed: a signal ends a wait, and nothing else does. */

#include <stdbool.h>

/*
 * Whether a call that has failed with errno is to be repeated. Without wait it is repeated after a signal. With wait this
 * function waits for the events after EAGAIN, and the caller gets EINTR after a signal, because the signal may be the reason to
 * stop waiting.
 */
bool bgproc_socket_repeat(int fd, short events, bool wait);

#endif
