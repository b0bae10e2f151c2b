/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/spawn.h"
#include "src/platform/process/proc.h"
#include "src/platform/process/spawn_fork.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t bgproc_spawn(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report)
{
	return bgproc_spawn_fork(function, context, report);
}

struct work {
	bgproc_spawn_function function;
	void *context;
};

/* Runs in the child in between: passes on the report of the orphan. */
static void make_orphan(void *argument, struct bgproc_spawn_report *report)
{
	const struct work *work = argument;
	pid_t pid;

	/* Done first, so that the orphan inherits the mark: a supervisor around us that stops its tree must recognize the orphan. */
	bgproc_mark_start();
	pid = bgproc_spawn_fork(work->function, work->context, report);
	if (pid < 0) {
		report->stage = BGPROC_STAGE_CLONE;
		report->sys_errno = errno;
	} else if (report->stage == BGPROC_STAGE_NONE && report->pid == 0) {
		/* After an exec the orphan's own report is lost. Its pid cannot be reused as long as it is not reaped. */
		struct bgproc_identity identity = {0};

		bgproc_identity_of(pid, &identity);
		report->pid = pid;
		/* The same identity as in its record: the start time only if there is no inode. */
		report->start_ticks = identity.pidfd_inode ? 0 : identity.start_ticks;
		report->pidfd_inode = identity.pidfd_inode;
	}
}

/* fork() cannot suppress SIGCHLD; the child in between is reaped soon enough. */
int bgproc_spawn_orphan(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report)
{
	struct work work = {function, context};
	pid_t maker = bgproc_spawn_fork(make_orphan, &work, report);

	if (maker < 0) {
		return -1;
	}
	bgproc_spawn_reap(maker);
	if (report->stage == BGPROC_STAGE_CLONE) {
		errno = report->sys_errno;
		return -1;
	}
	if (report->stage == BGPROC_STAGE_NONE && report->pid == 0) {
		errno = ECANCELED;
		return -1;
	}
	return 0;
}

void bgproc_spawn_thread_end(void)
{
}

void bgproc_spawn_reap(pid_t pid)
{
	int saved_errno = errno;

	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
	}
	errno = saved_errno;
}

const char *bgproc_spawn_method(void)
{
	return "fork";
}
