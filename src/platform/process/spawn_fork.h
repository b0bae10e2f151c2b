/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_SPAWN_FORK_H
#define BGPROC_PLATFORM_PROCESS_SPAWN_FORK_H

/*
 * bgproc_spawn() with separate memory for the child, on every system: for a child that changes its user. With shared memory
 * a process that may trace the child could write into the parent, which has more rights.
 */

#include "src/platform/process/spawn.h"

/* See bgproc_spawn(). The parent receives only the report, and only if the function returns. */
pid_t bgproc_spawn_fork(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report);

#endif
