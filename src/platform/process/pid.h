/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_PID_H
#define BGPROC_PLATFORM_PROCESS_PID_H

#include <sys/types.h>

/*
 * As getpid(), mostly without a system call: for code that asks often whether it is in a forked child. Not for a child that
 * shares the memory of its parent (vfork, CLONE_VM): it would get the pid of the parent.
 */
pid_t bgproc_pid(void);

#endif
