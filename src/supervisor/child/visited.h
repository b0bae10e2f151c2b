/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_CHILD_VISITED_H
#define BGPROC_SUPERVISOR_CHILD_VISITED_H

/*
 * The visited pids of a tree while one signal is sent to all of it. With them no process gets the signal twice, and the
 * walks are repeated until one finds no new process. Pids are enough: the roll lasts for milliseconds.
 */

#include "src/platform/process/proc.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct bgproc_roll_entry {
	pid_t pid; /* 0: a free place */
	bool zombie;
	bool outside; /* of the command's group */
	bool met;     /* has been seen outside */
	bool owed;    /* and could not be sent the signal then */
};

/* Begins as {0}. */
struct bgproc_visited {
	bool group_has_it;                 /* the group has got the signal, and with it each process that was in it then */
	struct bgproc_roll_entry *entries; /* hashed by pid; owned */
	size_t count, capacity;            /* the capacity is a power of two, and at most half of it is taken */
	size_t seen, seen_before;          /* in this walk and in the one before */
	bool changed;                      /* a process was seen in another state than before */
	bool full;                         /* no memory */
};

enum bgproc_roll_news {
	BGPROC_ROLL_NOTHING, /* is in the group, or has been seen outside before */
	BGPROC_ROLL_OUTSIDE, /* is outside, for the first time */
	BGPROC_ROLL_OWED,    /* is outside, and could not be sent the signal when it was seen there before */
};

/* A walk begins. */
void bgproc_visited_begin(struct bgproc_visited *roll);

/* Enters what the walk sees, and says what it means. Without memory each time is the first. */
enum bgproc_roll_news bgproc_visited_call(struct bgproc_visited *roll, const struct bgproc_relative *relative, bool outside);

/* The signal could not be sent to a living process: another walk has to try again. */
void bgproc_visited_owe(struct bgproc_visited *roll, pid_t pid);

/* Whether the walk has seen anything else than the one before. Without memory: no, so that walks come to an end. */
bool bgproc_visited_changed(const struct bgproc_visited *roll);

void bgproc_visited_free(struct bgproc_visited *roll);

#endif
