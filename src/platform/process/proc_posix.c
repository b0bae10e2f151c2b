/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/proc.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/*
 * POSIX systems without pidfds and /proc (macOS, the BSDs). The identity of a supervisor is weaker here: its pid, the fact
 * that it leads its own session (as every supervisor and few other processes do), and that we may signal it.
 * docs/security.md describes the consequences. The tree of a process is its process group: processes that have left the
 * group are not found.
 */

void bgproc_identity_here(struct bgproc_identity *identity)
{
	identity->boot_id[0] = '\0';
	identity->pid_namespace = 0;
}

void bgproc_identity_of_self(struct bgproc_identity *identity)
{
	identity->pid = getpid();
	identity->start_ticks = identity->pidfd_inode = 0;
}

void bgproc_identity_find(pid_t pid, struct bgproc_identity *identity)
{
	identity->pid = pid;
	identity->start_ticks = identity->pidfd_inode = 0;
}

bool bgproc_identity_of(pid_t pid, struct bgproc_identity *identity)
{
	identity->pid = pid;
	identity->start_ticks = identity->pidfd_inode = 0;
	return kill(pid, 0) == 0 || errno == EPERM;
}

enum bgproc_liveness bgproc_identity_check(const struct bgproc_identity *identity)
{
	/* EPERM counts as gone: a process that we may not signal is not one that we have started. */
	return identity->pid > 1 && kill(identity->pid, 0) == 0 && getsid(identity->pid) == identity->pid ? BGPROC_ALIVE
																									  : BGPROC_GONE;
}

int bgproc_identity_open(const struct bgproc_identity *identity)
{
	errno = bgproc_identity_check(identity) == BGPROC_ALIVE ? ENOSYS : ESRCH;
	return -1;
}

int bgproc_identity_signal(const struct bgproc_identity *identity, int signal_number, const uint64_t *message)
{
	if (identity->pid <= 1 || identity->pid == getpid()) {
		errno = EINVAL;
		return -1;
	}
	if (bgproc_identity_check(identity) != BGPROC_ALIVE) {
		errno = ESRCH;
		return -1;
	}
#if defined(_POSIX_REALTIME_SIGNALS) && _POSIX_REALTIME_SIGNALS > 0
	if (message) {
		union sigval value = {.sival_ptr = (void *) (uintptr_t) *message};

		return sigqueue(identity->pid, signal_number, value);
	}
#endif
	/* macOS cannot queue a value: the supervisor then stops with its default grace, independent of the request. */
	return kill(identity->pid, message ? SIGTERM : signal_number);
}

bool bgproc_in_service(void)
{
	return false;
}

int bgproc_tree_each(bool (*skip)(const struct bgproc_relative *relative, void *context),
	void (*visit)(const struct bgproc_relative *relative, void *context), void *context)
{
	(void) skip;
	(void) visit;
	(void) context;
	errno = ENOSYS;
	return -1;
}

void bgproc_mark_start(void)
{
}

bool bgproc_is_starting(pid_t pid)
{
	(void) pid;
	return false;
}

bool bgproc_is_supervisor(pid_t pid)
{
	(void) pid;
	return false;
}

pid_t bgproc_parent_of(pid_t pid)
{
	(void) pid;
	return 0;
}

bool bgproc_catches(pid_t pid, int signal_number)
{
	(void) pid;
	(void) signal_number;
	return false;
}

int bgproc_become_subreaper(void)
{
	errno = ENOSYS;
	return -1;
}
