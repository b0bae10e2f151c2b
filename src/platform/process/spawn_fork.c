/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/process/spawn_fork.h"
#include "src/platform/signal/signals.h"

#include <errno.h>
#include <unistd.h>

/*
 * fork() and a pipe: the child writes its report and exits, or calls exec, which closes its end of the pipe (close-on-exec).
 * An end of file without a report means success.
 */
pid_t bgproc_spawn_fork(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report)
{
	struct bgproc_spawn_report received;
	int ends[2], saved_errno = errno;
	sigset_t old;
	pid_t pid;

	*report = (struct bgproc_spawn_report) {.stage = BGPROC_STAGE_NONE};
	if (bgproc_pipe(ends) < 0) {
		return -1;
	}
	bgproc_signals_block_all(&old);
	pid = fork();
	if (pid == 0) {
		function(context, report);
		/* If this fails too, it cannot be reported. The parent then sees the end of the pipe and the exit of the child. */
		bgproc_write_all(ends[1], report, sizeof *report);
		_exit(0);
	}
	saved_errno = pid < 0 ? errno : saved_errno;
	bgproc_signals_restore(&old);
	bgproc_fd_close(&ends[1]);
	if (pid > 0 && bgproc_read_full(ends[0], &received, sizeof received) == (ssize_t) sizeof received) {
		*report = received;
	}
	bgproc_fd_close(&ends[0]);
	errno = saved_errno;
	return pid;
}
