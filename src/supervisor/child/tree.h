/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_CHILD_TREE_H
#define BGPROC_SUPERVISOR_CHILD_TREE_H

/*
 * The command and all its descendants. The supervisor is their subreaper, so a process that leaves its group, its session or
 * its parent is still found below it. A nested supervisor of this program has its own tree: it and its descendants do not
 * belong to this one.
 *
 * The command itself is not reaped before the end: while it is a zombie, its pid and the number of its process group cannot
 * be used for another process.
 */

#include "src/core/record.h"
#include "src/platform/clock.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct bgproc_tree {
	pid_t command; /* 0: never started */
	bool ended;    /* the command has ended (it may be a zombie still) */
};

/* Reaps orphans, except the command. True when the command has ended. */
bool bgproc_tree_reap(struct bgproc_tree *tree);

/*
 * Sends the signal once to each process of the tree, and SIGCONT after it, so that stopped processes handle it too. A
 * process that leaves the command's group or is forked meanwhile gets it as well. A new process whose parent catches the
 * signal does not get it, because it may be there to clean up. Only a process that catches the signal and leaves the group
 * at the same moment may get it twice. The search for further processes ends with end, or after half a second.
 */
void bgproc_tree_signal(const struct bgproc_tree *tree, int signal_number, struct bgproc_deadline end);

/* Passes a signal on to the command's process group unchanged. Does nothing once the command has ended. */
void bgproc_tree_forward(const struct bgproc_tree *tree, int signal_number);

/* One round of SIGKILL. Returns how many processes were alive in it; the caller repeats it until none was. */
uint32_t bgproc_tree_kill(const struct bgproc_tree *tree);

/* The number of living processes of the tree. Dead children of the supervisor are reaped, except the command. */
uint32_t bgproc_tree_count(const struct bgproc_tree *tree);

/* Reaps the command and fills in how it ended and what it used; does nothing when it has not ended. */
void bgproc_tree_finish(struct bgproc_tree *tree, struct bgproc_end *end);

#endif
