/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_DIE_WITH_H
#define BGPROC_PLATFORM_PROCESS_DIE_WITH_H

/*
 * A process that does not outlive the one that has forked it. Linux: the kernel sends SIGKILL (die_with_linux.c). Elsewhere
 * (die_with_posix.c) nothing is sent: the process must notice the end by other means, for example a closed socket.
 */

#include <stdbool.h>
#include <sys/types.h>

/*
 * The calling process, just forked by parent, is killed when that process ends. False: it has ended already. Where the system
 * cannot do that, only the check is made. On Linux it is the end of the thread that has forked which counts, and a change of the
 * user or group, or the exec of a program with other rights, cancels it.
 */
bool bgproc_die_with(pid_t parent);

#endif
