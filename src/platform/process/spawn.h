/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_SPAWN_H
#define BGPROC_PLATFORM_PROCESS_SPAWN_H

/*
 * The one primitive that makes a process: run a function in it until it execs, and learn whether it did. Two
 * implementations, chosen when the module is configured: spawn_linux.c (clone with CLONE_VM: the cost does not depend on
 * the size of the caller) and spawn_posix.c (fork and a report pipe: every POSIX system).
 */

#include "src/core/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What a process tells its maker: where it failed. Plain data, written between clone and exec. */
struct bgproc_spawn_report {
	enum bgproc_stage stage; /* NONE: it has exec'd, or its function returned 0 */
	int sys_errno;
	/* Free for the function of bgproc_spawn(); of bgproc_spawn_orphan(): its identity, see there. */
	pid_t pid;
	uint64_t start_ticks;
	uint64_t pidfd_inode;
};

/*
 * The work of the new process. Runs with all signals blocked, in memory that may be the caller's: only async-signal-safe
 * calls, no allocation, no lock, nothing written but the report and what context points to for that purpose (with
 * spawn_posix.c only the report reaches the caller). It execs, or sets the report and returns; the process then leaves by
 * _exit.
 */
typedef void (*bgproc_spawn_function)(void *context, struct bgproc_spawn_report *report);

/*
 * Runs function in a child and returns its pid as soon as it has exec'd or returned; -1 with errno when there is no
 * child.
 */
pid_t bgproc_spawn(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report);

/*
 * Runs function in a process that is no child of the caller, and returns as soon as it has exec'd or returned. A child in between
 * makes it and leaves; that one is waited for here, and its end sends no SIGCHLD (where the system can withhold it).
 * function puts its identity into the report; where it cannot reach us by an exec (spawn_posix.c) that is found out here.
 * -1 with errno: no process could be made, or it was killed before it could say anything (ECANCELED; with
 * spawn_posix.c that looks like an exec). Not to be called in a process that bgproc_spawn() or this function has made.
 */
int bgproc_spawn_orphan(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report);

/* Before a thread that has called bgproc_spawn_orphan() ends: releases the memory that is kept for its next call. */
void bgproc_spawn_thread_end(void);

/* Waits for a child that is about to end, and only for it. */
void bgproc_spawn_reap(pid_t pid);

/* "clone" or "fork", for phpinfo(). */
const char *bgproc_spawn_method(void);

#endif
