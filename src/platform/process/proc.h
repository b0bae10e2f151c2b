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
 * The parts of an identity that are the same for every process of this boot and pid namespace: boot_id and
 * pid_namespace. Read once per process and cached, but not across a fork: the child may be in another pid namespace.
 */
void bgproc_identity_here(struct bgproc_identity *identity);

/*
 * Sets pid to the calling process and finds pidfd_inode, or start_ticks where pidfd inodes are not unique.
 * Async-signal-safe, no allocation: the process-to-be calls it between clone and exec.
 */
void bgproc_identity_of_self(struct bgproc_identity *identity);

/*
 * The same for another process that cannot end meanwhile, as a child that only the caller reaps cannot. All zero but the pid
 * when neither can be found out. Async-signal-safe.
 */
void bgproc_identity_find(pid_t pid, struct bgproc_identity *identity);

/* For any process: pidfd_inode and start_ticks, both when known. False when there is no such process. */
bool bgproc_identity_of(pid_t pid, struct bgproc_identity *identity);

enum bgproc_liveness {
	BGPROC_ALIVE,
	BGPROC_GONE,            /* no such process, a zombie, or the pid belongs to another process now */
	BGPROC_OTHER_BOOT,      /* the identity is from before a reboot */
	BGPROC_OTHER_NAMESPACE, /* the pid means nothing here */
};

/* What cannot be found out (no descriptors left, no /proc) counts as alive: only proof makes a process gone. */
enum bgproc_liveness bgproc_identity_check(const struct bgproc_identity *identity);

/*
 * A pidfd of exactly that process (it becomes readable when the process ends), or -1 with errno ESRCH when it is gone,
 * ENOSYS where there are none, EIO when it cannot be found out whose pid it is. The caller owns it.
 */
int bgproc_identity_open(const struct bgproc_identity *identity);

/*
 * Sends signal_number, with a queued 64-bit value when message is not NULL, to exactly that process. -1 with errno:
 * ESRCH when it is gone or was replaced, EPERM. Never signals pid <= 1 or the caller itself (EINVAL).
 */
int bgproc_identity_signal(const struct bgproc_identity *identity, int signal_number, const uint64_t *message);

/*
 * Whether this process runs inside a systemd service (its cgroup path ends in ".service"): stopping the service kills
 * what we start, whatever session it is in. Cached.
 */
bool bgproc_in_service(void);

/* The descendants of this process, found through /proc; see bgproc_tree_each. */
struct bgproc_relative {
	pid_t pid;
	pid_t parent; /* 0: it has gone during the walk */
	pid_t group;
	bool zombie;
	bool starting; /* carries the mark of bgproc_mark_start(): it will be a supervisor, or makes one */
};

/*
 * Calls visit for each descendant of the calling process, parents before children. A process for which skip returns true
 * is left out together with all below it. Returns the number visited, -1 with errno when /proc cannot be read. A process that is
 * forked during the walk may be missed, and so may the children of one that dies: walk again until a walk shows nothing new.
 */
int bgproc_tree_each(bool (*skip)(const struct bgproc_relative *relative, void *context),
	void (*visit)(const struct bgproc_relative *relative, void *context), void *context);

/*
 * Marks the calling process, and whatever it forks, as the start of a supervisor. The mark is visible to the supervisors around
 * it and lasts until the exec. All signals must be blocked: a process without that does not count as marked.
 * Async-signal-safe. Without effect where bgproc_tree_each() finds nothing.
 */
void bgproc_mark_start(void);

/* Whether pid carries that mark now. */
bool bgproc_is_starting(pid_t pid);

/*
 * Whether pid runs a supervisor: the file that the caller runs, or another one of that name (of another release, or in memory).
 * Where it may not be seen what pid runs, its arguments and its signal state decide.
 */
bool bgproc_is_supervisor(pid_t pid);

/* The parent of a process as it is now, 0 when there is no such process. */
pid_t bgproc_parent_of(pid_t pid);

/* Whether the process has a handler for the signal. False when that cannot be known (a real-time signal; no /proc). */
bool bgproc_catches(pid_t pid, int signal_number);

/* Makes orphaned descendants children of the calling process. 0, or -1 with errno. */
int bgproc_become_subreaper(void);

#endif
