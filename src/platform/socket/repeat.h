/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SOCKET_REPEAT_H
#define BGPROC_PLATFORM_SOCKET_REPEAT_H

/* The rule by which packet_posix.c and pass_posix.c wait: only poll() waits, and a signal ends the wait. */

#include <stdbool.h>

/*
 * Whether a call that was made with MSG_DONTWAIT and has failed with errno is to be repeated. Without wait it is repeated after
 * a signal. With wait this function waits for the events, and the caller gets EINTR after a signal, because the signal may be
 * the reason to stop waiting.
 */
bool bgproc_socket_repeat(int fd, short events, bool wait);

#endif
