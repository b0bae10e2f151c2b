/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ROLL_H
#define BGPROC_SUPERVISOR_ROLL_H

/*
 * The roll of a tree while one signal is sent to all of it: whom each walk has seen, so that the signal goes to nobody twice
 * and the walks go on until one has seen nothing new. Pids are enough: the roll lasts for milliseconds.
 */

#include "src/platform/proc.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct bgproc_roll_entry {
	pid_t pid;
	bool zombie;
	bool outside; /* of the command's group */
	bool met;     /* has been seen outside */
};

/* Begins as {0}. */
struct bgproc_roll {
	bool group_has_it; /* the group has got the signal, and with it everybody who was in it then */
	struct bgproc_roll_entry *entries;
	size_t count, capacity;
	size_t next;              /* where the next one is expected: walks see the same in the same order */
	size_t seen, seen_before; /* in this walk and in the one before */
	bool changed;             /* somebody was seen otherwise than before */
	bool full;                /* no memory */
};

/* A walk begins. */
void bgproc_roll_begin(struct bgproc_roll *roll);

/* Enters what the walk sees. Whether it is the first time that it is seen outside the group; without memory each time is. */
bool bgproc_roll_call(struct bgproc_roll *roll, const struct bgproc_relative *relative, bool outside);

/* Whether the walk has seen anything else than the one before. Without memory: no, so that walks come to an end. */
bool bgproc_roll_changed(const struct bgproc_roll *roll);

void bgproc_roll_free(struct bgproc_roll *roll);

#endif
