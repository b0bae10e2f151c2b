/* SPDX-License-Identifier: Apache-2.0 */
#include "src/zygote/children.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/process/die_with.h"
#include "src/platform/process/oom.h"
#include "src/platform/process/usage.h"
#include "src/platform/signal/signals.h"
#include "src/platform/signal/sigsource.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NS_PER_MS INT64_C(1000000)

/* ---- opening ---- */

/* From now on the end of a child is read from signal_fd. */
static bool watch(struct bgproc_children *children)
{
	struct sigaction standard;
	sigset_t child, blocked;

	/* An ignored SIGCHLD would let the system reap the workers. */
	memset(&standard, 0, sizeof standard);
	standard.sa_handler = SIG_DFL;
	sigemptyset(&standard.sa_mask);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	blocked = child;
	sigaddset(&blocked, SIGPIPE);
	sigprocmask(SIG_BLOCK, &blocked, &children->mask);
	sigaction(SIGCHLD, &standard, &children->child_action);
	children->signal_fd = bgproc_sigsource_open(&child);
	return children->signal_fd >= 0;
}

bool bgproc_children_open(struct bgproc_children *children, const struct bgproc_zygote *zygote)
{
	memset(children, 0, sizeof *children);
	children->zygote = zygote;
	children->self = getpid();
	children->signal_fd = -1;
	bgproc_control_open(&children->control, zygote->control);
	children->list = calloc(zygote->board->count, sizeof *children->list);
	if (!children->list) {
		return false;
	}
	for (unsigned slot = 0; slot < zygote->board->count; slot++) {
		children->list[slot].next_fd = -1;
	}
	return watch(children);
}

/* Closes what the zygote alone uses; in a worker too. */
static void release(struct bgproc_children *children)
{
	for (unsigned slot = 0; children->list && slot < children->zygote->board->count; slot++) {
		bgproc_fd_close(&children->list[slot].next_fd);
	}
	free(children->list);
	children->list = NULL;
	bgproc_control_close(&children->control);
	if (children->signal_fd >= 0) {
		bgproc_sigsource_close(&children->signal_fd);
	}
}

void bgproc_children_close(struct bgproc_children *children)
{
	/* All are killed before the first one is waited for. */
	for (unsigned slot = 0; children->list && slot < children->zygote->board->count; slot++) {
		if (children->list[slot].pid > 0) {
			kill(children->list[slot].pid, SIGKILL);
		}
	}
	for (unsigned slot = 0; children->list && slot < children->zygote->board->count; slot++) {
		if (children->list[slot].pid > 0) {
			while (waitpid(children->list[slot].pid, NULL, 0) < 0 && errno == EINTR) {
			}
		}
	}
	release(children);
}

/* ---- reports ---- */

/* Every byte is set, because it is sent as it is. */
static void begin_report(
	struct bgproc_worker_report *report, enum bgproc_report_kind kind, uint32_t slot, uint32_t generation, pid_t pid)
{
	memset(report, 0, sizeof *report);
	report->kind = kind;
	report->slot = slot;
	report->generation = generation;
	report->pid = pid;
}

static void send_report(struct bgproc_children *children, const struct bgproc_worker_report *report)
{
	if (!bgproc_control_report(&children->control, report)) {
		children->gone = true;
	}
}

static void report_not_spawned(struct bgproc_children *children, uint32_t slot, uint32_t generation, int sys_errno)
{
	struct bgproc_worker_report report;

	begin_report(&report, BGPROC_REPORT_NOT_SPAWNED, slot, generation, 0);
	report.sys_errno = sys_errno;
	send_report(children, &report);
}

/* ---- spawning ---- */

/* In the new process, where all signals are blocked. */
static _Noreturn void become_worker(struct bgproc_children *children, unsigned slot, uint32_t generation, int fd)
{
	const struct bgproc_zygote *zygote = children->zygote;
	const pid_t parent = children->self;
	const sigset_t mask = children->mask;

	/* This also removes the handler of the source, if it has one. */
	sigaction(SIGCHLD, &children->child_action, NULL);
	release(children);
	if (!bgproc_die_with(parent)) {
		_exit(0);
	}
	bgproc_signals_restore(&mask);
	zygote->work(zygote->context, slot, generation, fd);
	_exit(0);
}

/* Forks the worker and closes the descriptor, which the worker has then. */
static void spawn_now(struct bgproc_children *children, unsigned slot, uint32_t generation, int fd)
{
	const struct bgproc_zygote *zygote = children->zygote;
	struct bgproc_child *child = &children->list[slot];
	struct bgproc_worker_report report;
	int sys_errno;
	sigset_t mask;
	pid_t pid;

	bgproc_board_reset(&zygote->board->slots[slot]);
	child->oom_kills = bgproc_oom_kills();
	/* A handler of the program must not run in a worker before that is set up, and no signal for it may be lost. */
	bgproc_signals_block_all(&mask);
	pid = zygote->fork(zygote->context);
	if (pid == 0) {
		become_worker(children, slot, generation, fd);
	}
	sys_errno = errno;
	bgproc_signals_restore(&mask);
	bgproc_fd_close(&fd);
	if (pid < 0) {
		report_not_spawned(children, slot, generation, sys_errno);
		return;
	}
	child->pid = pid;
	child->generation = generation;
	child->timed_out = child->ordered = false;
	children->living++;
	begin_report(&report, BGPROC_REPORT_SPAWNED, slot, generation, pid);
	send_report(children, &report);
}

/* 0, or the errno of an order that cannot be carried out. */
static int check_spawn(const struct bgproc_children *children, const struct bgproc_order *order, int fd)
{
	if (order->slot >= children->zygote->board->count) {
		return EINVAL;
	}
	if (children->list[order->slot].pid > 0 || children->list[order->slot].next_fd >= 0) {
		return EBUSY;
	}
	return fd < 0 ? EMFILE : 0;
}

void bgproc_children_spawn(struct bgproc_children *children, const struct bgproc_order *order, int fd, int64_t now_ns)
{
	int sys_errno = check_spawn(children, order, fd);
	struct bgproc_child *child;

	if (sys_errno) {
		bgproc_fd_close(&fd);
		report_not_spawned(children, order->slot, order->generation, sys_errno);
		return;
	}
	if (order->delay_ms == 0) {
		spawn_now(children, order->slot, order->generation, fd);
		return;
	}
	child = &children->list[order->slot];
	child->next_fd = fd;
	child->next_generation = order->generation;
	child->next_ns = now_ns + order->delay_ms * NS_PER_MS;
	children->delayed++;
}

void bgproc_children_spawn_delayed(struct bgproc_children *children, int64_t now_ns, int64_t *next_ns)
{
	for (unsigned slot = 0; slot < children->zygote->board->count && children->delayed > 0; slot++) {
		struct bgproc_child *child = &children->list[slot];
		int fd = child->next_fd;

		if (fd < 0) {
			continue;
		}
		if (child->next_ns > now_ns) {
			*next_ns = child->next_ns < *next_ns ? child->next_ns : *next_ns;
			continue;
		}
		child->next_fd = -1;
		children->delayed--;
		spawn_now(children, slot, child->next_generation, fd);
	}
}

/* ---- signals ---- */

void bgproc_children_signal(struct bgproc_children *children, const struct bgproc_order *order)
{
	struct bgproc_child *child;

	if (order->slot >= children->zygote->board->count) {
		return;
	}
	child = &children->list[order->slot];
	if (child->pid > 0 && child->generation == order->generation && kill(child->pid, order->signal_number) == 0) {
		child->ordered = child->ordered || order->signal_number == SIGKILL;
	}
}

void bgproc_children_enforce(struct bgproc_children *children, int64_t now_ns, int64_t *next_ns)
{
	const struct bgproc_board *board = children->zygote->board;
	int64_t earliest_ns;

	if (children->living == 0) {
		return;
	}
	for (unsigned slot = 0; slot < board->count; slot++) {
		struct bgproc_child *child = &children->list[slot];

		if (child->pid <= 0) {
			continue;
		}
		switch (bgproc_board_due(&board->slots[slot], now_ns, next_ns)) {
			case BGPROC_BOARD_HARD:
				child->timed_out = true;
				kill(child->pid, SIGKILL);
				break;
			case BGPROC_BOARD_SOFT:
				kill(child->pid, children->zygote->soft_signal);
				break;
			case BGPROC_BOARD_NOT_DUE:
				break;
		}
	}
	/* Nobody tells the zygote that a call has begun, so it looks again before such a call can be due. */
	earliest_ns = bgproc_board_earliest(board, now_ns);
	*next_ns = earliest_ns < *next_ns ? earliest_ns : *next_ns;
}

/* ---- the end of a worker ---- */

/* The worker of the slot has been reaped, by somebody else if the status is unknown. */
static void report_end(struct bgproc_children *children, unsigned slot, const int *status, const struct rusage *usage)
{
	struct bgproc_child *child = &children->list[slot];
	struct bgproc_worker_report report;

	begin_report(&report, BGPROC_REPORT_EXITED, slot, child->generation, child->pid);
	report.timed_out = child->timed_out;
	report.ordered = child->ordered;
	if (status) {
		report.status_known = true;
		report.status = *status;
		report.out_of_memory = WIFSIGNALED(*status) && WTERMSIG(*status) == SIGKILL && !child->timed_out &&
			!child->ordered && bgproc_oom_kills() > child->oom_kills;
		report.usage = bgproc_usage_of(usage);
	}
	child->pid = 0;
	children->living--;
	send_report(children, &report);
}

void bgproc_children_reap(struct bgproc_children *children)
{
	for (unsigned slot = 0; slot < children->zygote->board->count && children->living > 0; slot++) {
		const struct bgproc_child *child = &children->list[slot];
		struct rusage usage;
		int status;
		pid_t pid;

		if (child->pid <= 0) {
			continue;
		}
		do {
			pid = wait4(child->pid, &status, WNOHANG, &usage);
		} while (pid < 0 && errno == EINTR);
		if (pid != 0) {
			report_end(children, slot, pid > 0 ? &status : NULL, &usage);
		}
	}
}
