/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_ZYGOTE_CHILDREN_H
#define BGPROC_ZYGOTE_CHILDREN_H

/*
 * The workers of a zygote, one for each slot of the board: forked, at once or later, signalled, reaped and reported. A signal is
 * only sent to a worker that is not reaped, so never to another process with its pid.
 */

#include "src/zygote/control.h"
#include "src/zygote/settings.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct bgproc_child {
	pid_t pid; /* 0: no worker */
	uint32_t generation;
	bool timed_out, ordered; /* as in its report */
	uint64_t oom_kills;      /* bgproc_oom_kills() before it was forked */
	/* The worker that is to be forked later. */
	int next_fd; /* owned; -1: none */
	uint32_t next_generation;
	int64_t next_ns;
};

struct bgproc_children {
	const struct bgproc_zygote *zygote;
	struct bgproc_control_end control;
	bool gone; /* the parent is gone */
	pid_t self;
	int signal_fd;                 /* readable when a worker has ended */
	sigset_t mask;                 /* of the time before */
	struct sigaction child_action; /* the same, of SIGCHLD */
	struct bgproc_child *list;     /* owned, one for each slot */
	unsigned living, delayed;      /* how many of them have a worker, and how many a later one */
};

/* Takes over the control socket. False when there is no memory or no descriptor; then close as well. */
bool bgproc_children_open(struct bgproc_children *children, const struct bgproc_zygote *zygote);

/* Kills all workers and waits until each has ended. Frees everything. */
void bgproc_children_close(struct bgproc_children *children);

/* Forks the worker of an order SPAWN, or keeps the order until its time. Takes over fd. Does not return in a worker. */
void bgproc_children_spawn(struct bgproc_children *children, const struct bgproc_order *order, int fd, int64_t now_ns);

/* Forks the workers whose time has come. Lowers *next_ns to the time of the next one. Does not return in a worker. */
void bgproc_children_spawn_delayed(struct bgproc_children *children, int64_t now_ns, int64_t *next_ns);

/* Carries out an order SIGNAL. */
void bgproc_children_signal(struct bgproc_children *children, const struct bgproc_order *order);

/* Signals the workers whose timeouts have passed. Lowers *next_ns to the earliest time at which there may be another one. */
void bgproc_children_enforce(struct bgproc_children *children, int64_t now_ns, int64_t *next_ns);

/* Reaps and reports the workers that have ended. */
void bgproc_children_reap(struct bgproc_children *children);

#endif
