/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_PROC_H
#define BGPROC_PLATFORM_PROCESS_PROC_H

/*
 * The identity of a process: whether it still lives, and how to signal it and no other one. Linux: pidfd, /proc.
 */

#include "src/core/error.h"
#include "src/core/record.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The parts of an identity that are the same for all processes of this boot and pid namespace: boot_id and pid_namespace.
 * Read once per process and cached, but not across a fork, because the child may be in another pid namespace.
 */
void bgproc_identity_here(struct bgproc_identity *identity);

/*
 * Sets pid to the calling process and finds pidfd_inode, or start_ticks if pidfd inodes are not unique. Async-signal-safe,
 * no allocation: the new process calls it between clone and exec.
 */
void bgproc_identity_of_self(struct bgproc_identity *identity);

/*
 * Does the same for another process that cannot disappear meanwhile, for example a child that only the caller reaps. All
 * fields except pid are zero when neither can be found. Async-signal-safe.
 */
void bgproc_identity_find(pid_t pid, struct bgproc_identity *identity);

/* For any process: finds pidfd_inode and start_ticks, both if possible. False when there is no such process. */
bool bgproc_identity_of(pid_t pid, struct bgproc_identity *identity);

enum bgproc_liveness {
	BGPROC_ALIVE,
	BGPROC_GONE,            /* no such process, a zombie, or the pid now belongs to another process */
	BGPROC_OTHER_BOOT,      /* the identity is from before a reboot */
	BGPROC_OTHER_NAMESPACE, /* the pid is of another pid namespace */
};

/* If it cannot be found out (no descriptors left, no /proc), the process counts as alive: only a proof makes it gone. */
enum bgproc_liveness bgproc_identity_check(const struct bgproc_identity *identity);

/*
 * A pidfd of exactly that process (it becomes readable when the process ends), or -1 with errno: ESRCH when the process is
 * gone, ENOSYS when the system has no pidfds, EIO when it cannot be found out to which process the pid belongs. The caller
 * owns the descriptor.
 */
int bgproc_identity_open(const struct bgproc_identity *identity);

/*
 * Sends signal_number to exactly that process, with a queued 64-bit value if message is not NULL. -1 with errno: ESRCH when
 * it is gone or the pid belongs to another process, EPERM. Never signals pid <= 1 or the caller itself (EINVAL).
 */
int bgproc_identity_signal(const struct bgproc_identity *identity, int signal_number, const uint64_t *message);

/*
 * Whether this process runs inside a systemd service (its cgroup path ends in ".service"). A stop of the service also kills
 * the processes that we start, in any session. Cached.
 */
bool bgproc_in_service(void);

/* The descendants of this process, found through /proc; see bgproc_tree_each. */
struct bgproc_relative {
	pid_t pid;
	pid_t parent; /* 0: it has ended during the walk */
	pid_t group;
	bool zombie;
	bool starting; /* has the mark of bgproc_mark_start(): it will be a supervisor, or starts one */
};

/*
 * Calls visit for each descendant of the calling process, parents before children. A process for which skip returns true is
 * left out, with all its descendants. Returns the number of visited processes, -1 with errno when /proc cannot be read. A
 * process that is forked during the walk may be missed, and so may the children of one that dies. So the caller repeats the
 * walk until it finds nothing new.
 */
int bgproc_tree_each(bool (*skip)(const struct bgproc_relative *relative, void *context),
	void (*visit)(const struct bgproc_relative *relative, void *context), void *context);

/*
 * Marks the calling process, and all that it forks, as the start of a supervisor. Other supervisors can see the mark; it
 * lasts until the exec. All signals must be blocked: otherwise the process does not count as marked. Async-signal-safe.
 * Without effect on systems where bgproc_tree_each() finds nothing.
 */
void bgproc_mark_start(void);

/* Whether pid has that mark now. */
bool bgproc_is_starting(pid_t pid);

/*
 * Whether pid runs a supervisor: the same file as the caller, or another file with that name (of another release, or in
 * memory). If the program of pid cannot be read, its arguments and its signal state decide.
 */
bool bgproc_is_supervisor(pid_t pid);

/* The present parent of a process, 0 when there is no such process. */
pid_t bgproc_parent_of(pid_t pid);

/* Whether the process has a handler for the signal. False when that cannot be known (a real-time signal; no /proc). */
bool bgproc_catches(pid_t pid, int signal_number);

/* Makes orphaned descendants children of the calling process. 0, or -1 with errno. */
int bgproc_become_subreaper(void);

#endif
