/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_CHILD_COMMAND_H
#define BGPROC_SUPERVISOR_CHILD_COMMAND_H

/* The start of the command: everything between the supervisor's decision and the command's own first instruction. */

#include "src/core/error.h"
#include "src/supervisor/arguments.h"

#include <sys/types.h>

/*
 * Starts the command in a process group of its own with descriptors 0, 1, 2 only, default signal dispositions and an
 * empty mask. stdout_fd, stderr_fd: what becomes 1 and 2, or -1 to leave them. envp: as the supervisor got it, each entry
 * guarded. attempt: of a job, which then finds its number, its key and the notify socket in its environment; else 0.
 * Returns the pid once the command has been exec'd; -1 when it was not, err then holds stage and errno.
 */
pid_t bgproc_command_start(const struct bgproc_options *options, char *const *envp, uint32_t attempt,
	int stdout_fd, int stderr_fd, struct bgproc_error *err);

#endif
