/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_SPAWN_H
#define BGPROC_PLATFORM_PROCESS_SPAWN_H

/*
 * The only primitive that creates a process: runs a function in it until it calls exec, and finds out whether it did. Two
 * implementations, chosen when the module is configured: spawn_linux.c (clone with CLONE_VM: the cost does not depend on the
 * size of the caller) and spawn_posix.c (fork and a report pipe: every POSIX system).
 */

#include "src/core/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The report of a new process to its creator: where it has failed. Plain data, written between clone and exec. */
struct bgproc_spawn_report {
	enum bgproc_stage stage; /* NONE: exec was successful, or the function returned 0 */
	int sys_errno;
	/* For the function of bgproc_spawn() to use; for bgproc_spawn_orphan(): its identity, see there. */
	pid_t pid;
	uint64_t start_ticks;
	uint64_t pidfd_inode;
};

/*
 * The function that runs in the new process. All signals are blocked, and the memory may be the caller's: only
 * async-signal-safe calls, no allocation, no lock. It may write only to the report and to the data of context meant for that
 * (with spawn_posix.c the caller receives only the report). It calls exec, or sets the report and returns; the process then
 * ends by _exit.
 */
typedef void (*bgproc_spawn_function)(void *context, struct bgproc_spawn_report *report);

/*
 * Runs function in a child and returns its pid as soon as it has called exec or returned; -1 with errno when no child could
 * be created.
 */
pid_t bgproc_spawn(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report);

/*
 * Runs function in a process that is not a child of the caller, and returns as soon as it has called exec or returned. A
 * child in between creates it and exits; that child is reaped here, without a SIGCHLD if the system can suppress it.
 * function writes its identity into the report; if an exec prevents that (spawn_posix.c), the identity is found here. -1
 * with errno: no process could be created, or it was killed before it could report (ECANCELED; with spawn_posix.c that looks
 * like an exec). Must not be called in a process that bgproc_spawn() or this function has created.
 */
int bgproc_spawn_orphan(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report);

/* Must be called before a thread that has called bgproc_spawn_orphan() ends: releases the memory kept for its next call. */
void bgproc_spawn_thread_end(void);

/* Waits for a child that is about to end, and only for that child. */
void bgproc_spawn_reap(pid_t pid);

/* "clone" or "fork", for phpinfo(). */
const char *bgproc_spawn_method(void);

#endif
