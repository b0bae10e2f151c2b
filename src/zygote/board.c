/* SPDX-License-Identifier: Apache-2.0 */
#include "src/zygote/board.h"

#include "src/platform/clock.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

#ifndef MAP_ANONYMOUS
# define MAP_ANONYMOUS MAP_ANON
#endif

/* A lock of the C library would be in the memory of one process only. */
#define IS_LOCK_FREE (ATOMIC_LLONG_LOCK_FREE == 2 && ATOMIC_INT_LOCK_FREE == 2)

bool bgproc_board_open(struct bgproc_board *board, unsigned count, int64_t soft_ns, int64_t hard_ns)
{
	const size_t size = (size_t) count * sizeof *board->slots;
	void *memory;

	*board = (struct bgproc_board) {0};
	if (!IS_LOCK_FREE || size / sizeof *board->slots != count) {
		errno = IS_LOCK_FREE ? ENOMEM : ENOTSUP;
		return false;
	}
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED) {
		return false;
	}
	/* New memory is zero, which is what bgproc_board_reset() writes. */
	*board = (struct bgproc_board) {memory, count, soft_ns, hard_ns};
	return true;
}

void bgproc_board_close(struct bgproc_board *board)
{
	if (board->slots) {
		munmap(board->slots, board->count * sizeof *board->slots);
	}
	*board = (struct bgproc_board) {0};
}

void bgproc_board_reset(struct bgproc_board_slot *slot)
{
	atomic_store(&slot->claim, 0);
	atomic_store(&slot->sent, 0);
	atomic_store(&slot->hard_ns, BGPROC_BOARD_NOT_ARMED);
	atomic_store(&slot->soft_ns, BGPROC_BOARD_NOT_ARMED);
	slot->began_ns = 0;
	atomic_store(&slot->calls, 0);
	atomic_store(&slot->busy_ns, 0);
}

static uint32_t started_of(uint64_t claim)
{
	return (uint32_t) (claim >> 32);
}

static uint32_t taken_back_of(uint64_t claim)
{
	return (uint32_t) claim;
}

static uint64_t make_claim(uint32_t started, uint32_t taken_back)
{
	return (uint64_t) started << 32 | taken_back;
}

/* The time after a duration. A very long one means never. */
static int64_t after(int64_t now_ns, int64_t duration_ns)
{
	return duration_ns > INT64_MAX - now_ns ? INT64_MAX : now_ns + duration_ns;
}

/* Arms the hard timeout unless it is armed or the worker is doomed. */
static void arm_idle(const struct bgproc_board *board, struct bgproc_board_slot *slot, int64_t now_ns)
{
	int64_t idle = BGPROC_BOARD_NOT_ARMED;

	if (board->hard_ns > 0) {
		atomic_compare_exchange_strong(&slot->hard_ns, &idle, after(now_ns, board->hard_ns));
	}
}

/* Replaces the hard deadline, whatever it is. False when the worker is doomed. */
static bool replace_hard(struct bgproc_board_slot *slot, int64_t hard_ns)
{
	int64_t old = atomic_load(&slot->hard_ns);

	do {
		if (old == BGPROC_BOARD_DOOMED) {
			return false;
		}
	} while (!atomic_compare_exchange_weak(&slot->hard_ns, &old, hard_ns));
	return true;
}

/*
 * After call number. False when the worker is doomed. A later call that was sent before the deadline was removed has found it
 * armed, so it is armed again here; one that is sent afterwards finds it removed.
 */
static bool disarm(const struct bgproc_board *board, struct bgproc_board_slot *slot, uint32_t number, int64_t now_ns)
{
	atomic_store(&slot->soft_ns, BGPROC_BOARD_NOT_ARMED);
	if (!replace_hard(slot, BGPROC_BOARD_NOT_ARMED)) {
		return false;
	}
	if (atomic_load(&slot->sent) > number) {
		arm_idle(board, slot, now_ns);
	}
	return true;
}

/* ---- parent ---- */

void bgproc_board_sent(const struct bgproc_board *board, struct bgproc_board_slot *slot, uint32_t number)
{
	atomic_store(&slot->sent, number);
	if (board->hard_ns > 0 && atomic_load(&slot->hard_ns) == BGPROC_BOARD_NOT_ARMED) {
		arm_idle(board, slot, (int64_t) bgproc_stopwatch_ns());
	}
}

uint32_t bgproc_board_take_back(struct bgproc_board_slot *slot, uint32_t upto)
{
	uint64_t claim = atomic_load(&slot->claim);

	while (taken_back_of(claim) < upto &&
		!atomic_compare_exchange_weak(&slot->claim, &claim, make_claim(started_of(claim), upto))) {
	}
	return started_of(claim);
}

/* ---- worker ---- */

enum bgproc_board_start bgproc_board_start(
	const struct bgproc_board *board, struct bgproc_board_slot *slot, uint32_t number, int64_t now_ns)
{
	uint64_t claim;

	/* Before the claim, so that the parent learns that this call has not begun. */
	if (atomic_load(&slot->hard_ns) == BGPROC_BOARD_DOOMED) {
		return BGPROC_BOARD_TOO_LATE;
	}
	claim = atomic_load(&slot->claim);
	do {
		if (taken_back_of(claim) >= number) {
			return disarm(board, slot, number, now_ns) ? BGPROC_BOARD_TAKEN_BACK : BGPROC_BOARD_TOO_LATE;
		}
	} while (!atomic_compare_exchange_weak(&slot->claim, &claim, make_claim(number, taken_back_of(claim))));
	if (board->hard_ns > 0 && !replace_hard(slot, after(now_ns, board->hard_ns))) {
		return BGPROC_BOARD_TOO_LATE;
	}
	slot->began_ns = now_ns;
	if (board->soft_ns > 0) {
		atomic_store(&slot->soft_ns, after(now_ns, board->soft_ns));
	}
	return BGPROC_BOARD_STARTED;
}

bool bgproc_board_finish(const struct bgproc_board *board, struct bgproc_board_slot *slot, uint32_t number, int64_t now_ns)
{
	int64_t busy_ns = now_ns - slot->began_ns;

	if (!disarm(board, slot, number, now_ns)) {
		return false;
	}
	atomic_fetch_add(&slot->calls, 1);
	atomic_fetch_add(&slot->busy_ns, busy_ns > 0 ? (uint64_t) busy_ns : 0);
	return true;
}

/* ---- zygote ---- */

static void lower(int64_t *next_ns, int64_t to_ns)
{
	*next_ns = to_ns < *next_ns ? to_ns : *next_ns;
}

/* Whether the deadline, which is that of *at, has passed. Then it becomes that value, which the caller has to act on. */
static bool take_due(_Atomic int64_t *deadline, int64_t *at, int64_t now_ns, int64_t value)
{
	*at = atomic_load(deadline);
	while (*at > BGPROC_BOARD_NOT_ARMED && *at <= now_ns) {
		if (atomic_compare_exchange_weak(deadline, at, value)) {
			return true;
		}
	}
	return false;
}

enum bgproc_board_due bgproc_board_due(struct bgproc_board_slot *slot, int64_t now_ns, int64_t *next_ns)
{
	int64_t at;

	if (take_due(&slot->hard_ns, &at, now_ns, BGPROC_BOARD_DOOMED)) {
		return BGPROC_BOARD_HARD;
	}
	if (at == BGPROC_BOARD_DOOMED) {
		return BGPROC_BOARD_NOT_DUE;
	}
	if (at > BGPROC_BOARD_NOT_ARMED) {
		lower(next_ns, at);
	}
	if (take_due(&slot->soft_ns, &at, now_ns, BGPROC_BOARD_NOT_ARMED)) {
		return BGPROC_BOARD_SOFT;
	}
	if (at > BGPROC_BOARD_NOT_ARMED) {
		lower(next_ns, at);
	}
	return BGPROC_BOARD_NOT_DUE;
}

int64_t bgproc_board_earliest(const struct bgproc_board *board, int64_t now_ns)
{
	int64_t earliest = INT64_MAX;

	if (board->soft_ns > 0) {
		lower(&earliest, after(now_ns, board->soft_ns));
	}
	if (board->hard_ns > 0) {
		lower(&earliest, after(now_ns, board->hard_ns));
	}
	return earliest;
}
