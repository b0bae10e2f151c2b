/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_CHILD_VISITED_H
#define BGPROC_SUPERVISOR_CHILD_VISITED_H

/*
 * The pids of a tree that were visited while one signal is sent to all of it. With them no process gets the signal twice,
 * and the walks are repeated until one finds no new process. Pids are enough, because the table is used for milliseconds
 * only.
 */

#include "src/platform/process/proc.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct bgproc_roll_entry {
	pid_t pid; /* 0: a free place */
	bool zombie;
	bool outside; /* outside of the command's process group */
	bool met;     /* was seen outside before */
	bool owed;    /* ... and the signal could not be sent to it then */
};

/* Must be initialized with {0}. */
struct bgproc_visited {
	bool group_has_it;                 /* hashed by pid; owned */
	struct bgproc_roll_entry *entries; /* hashed by pid; owned */
	size_t count, capacity;            /* the capacity is a power of two, and at most half of it is taken */
	size_t seen, seen_before;          /* in this walk and in the one before */
	bool changed;                      /* a process has changed its state */
	bool full;                         /* no memory */
};

enum bgproc_roll_news {
	BGPROC_ROLL_NOTHING, /* in the group, or seen outside before */
	BGPROC_ROLL_OUTSIDE, /* outside, for the first time */
	BGPROC_ROLL_OWED,    /* outside; the signal could not be sent when it was seen there before */
};

/* Must be called before each walk. */
void bgproc_visited_begin(struct bgproc_visited *roll);

/* Adds a process that the walk has visited, and returns what is new about it. Without memory every visit counts as the first. */
enum bgproc_roll_news bgproc_visited_call(struct bgproc_visited *roll, const struct bgproc_relative *relative, bool outside);

/* The signal could not be sent to a living process, so another walk must try again. */
void bgproc_visited_owe(struct bgproc_visited *roll, pid_t pid);

/* Whether the walk has found something different from the walk before. Without memory: false, so that the walks end. */
bool bgproc_visited_changed(const struct bgproc_visited *roll);

void bgproc_visited_free(struct bgproc_visited *roll);

#endif
