/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_CHILD_COMMAND_H
#define BGPROC_SUPERVISOR_CHILD_COMMAND_H

/* The start of the command: all steps from the supervisor's decision to the exec. */

#include "src/core/error.h"
#include "src/supervisor/arguments.h"

#include <sys/types.h>

/*
 * Starts the command in its own process group with descriptors 0, 1, 2 only, default signal dispositions and an empty mask.
 * stdout_fd, stderr_fd: become 1 and 2; -1: unchanged. envp: as the supervisor received it, each entry guarded. attempt: 0,
 * or for a job its number: the job then finds number, key and notify socket in its environment. Returns the pid once the
 * command has been executed; -1 when it was not, err then contains stage and errno.
 */
pid_t bgproc_command_start(const struct bgproc_options *options, char *const *envp, uint32_t attempt,
	int stdout_fd, int stderr_fd, struct bgproc_error *err);

#endif
