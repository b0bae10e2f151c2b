/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_ZYGOTE_BOARD_H
#define BGPROC_ZYGOTE_BOARD_H

/*
 * Memory that the parent, the zygote and the workers of a pool share: which call each worker has started, and until when it may
 * run. No process ever waits for another one here, so a process that is stopped or killed at any point blocks nobody. The calls
 * that one worker process receives have the numbers 1, 2, 3, ...; a worker is replaced long before 32 bits are used up.
 *
 *   parent   sent(): a call will be sent. take_back(): the calls that have not begun are not to begin.
 *   worker   start() before a call, finish() after it and before its answer is sent.
 *   zygote   due(): which worker has to be warned (the soft timeout) or killed (the hard one).
 *
 * A call that was doomed by due() never finishes, and a call that has finished is never doomed: the same atomic exchange decides
 * both. So the calls after it are not harmed.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Times are of bgproc_stopwatch_ns(). */
#define BGPROC_BOARD_NOT_ARMED INT64_C(0)
#define BGPROC_BOARD_DOOMED INT64_C(-1)

struct bgproc_board_slot {
	_Alignas(128) _Atomic uint64_t claim; /* upper half: the last call that was started; lower half: that was taken back */
	_Atomic uint32_t sent;                /* the last call that was sent */
	_Atomic int64_t hard_ns;              /* when the worker is killed; NOT_ARMED, or DOOMED: it will be killed now */
	_Atomic int64_t soft_ns;              /* when the call is interrupted; NOT_ARMED also after that */
	int64_t began_ns;                     /* for the worker alone: when the call began */
	_Atomic uint64_t calls;               /* finished calls of this worker process, for statistics */
	_Atomic uint64_t busy_ns;             /* the time that they took */
};

struct bgproc_board {
	struct bgproc_board_slot *slots;
	unsigned count;
	int64_t soft_ns, hard_ns; /* the timeouts, as durations; 0: none */
};

/* Allocates the shared memory. False with errno: ENOTSUP if the processor cannot share such numbers without a lock. */
bool bgproc_board_open(struct bgproc_board *board, unsigned count, int64_t soft_ns, int64_t hard_ns);
void bgproc_board_close(struct bgproc_board *board);

/*
 * Before a new worker process uses the slot. No process may use it: the zygote does this just before it forks the worker, so the
 * parent leaves the slot alone between its order and the report BGPROC_REPORT_SPAWNED.
 */
void bgproc_board_reset(struct bgproc_board_slot *slot);

/* ---- parent ---- */

/*
 * Call number is about to be sent. If the worker is idle, the hard timeout counts from now, in case it never starts. So the call
 * must be sent even if it is taken back before that: only the worker can end the deadline.
 */
void bgproc_board_sent(const struct bgproc_board *board, struct bgproc_board_slot *slot, uint32_t number);

/* No call up to upto, the last one that was sent, is started any more. Returns the last call that was started. */
uint32_t bgproc_board_take_back(struct bgproc_board_slot *slot, uint32_t upto);

/* ---- worker ---- */

enum bgproc_board_start {
	BGPROC_BOARD_STARTED,
	BGPROC_BOARD_TAKEN_BACK, /* the call must be dropped */
	BGPROC_BOARD_TOO_LATE,   /* the worker is doomed: it must wait for its end */
};

/* now_ns: the present time, so that the caller can use it too. */
enum bgproc_board_start bgproc_board_start(
	const struct bgproc_board *board, struct bgproc_board_slot *slot, uint32_t number, int64_t now_ns);

/* False: the worker is doomed, and must not send the answer but wait for its end. */
bool bgproc_board_finish(const struct bgproc_board *board, struct bgproc_board_slot *slot, uint32_t number, int64_t now_ns);

/* ---- zygote ---- */

enum bgproc_board_due {
	BGPROC_BOARD_NOT_DUE,
	BGPROC_BOARD_SOFT, /* the worker is to be signalled; returned once for each call */
	BGPROC_BOARD_HARD, /* the worker is doomed from now on and is to be killed; returned once */
};

/* Lowers *next_ns to the time at which the slot may be due again, or leaves it. */
enum bgproc_board_due bgproc_board_due(struct bgproc_board_slot *slot, int64_t now_ns, int64_t *next_ns);

/* No deadline that is not armed yet can be earlier than this. INT64_MAX: there are no timeouts. */
int64_t bgproc_board_earliest(const struct bgproc_board *board, int64_t now_ns);

#endif
