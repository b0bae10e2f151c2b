/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_ZYGOTE_UNDER_TEST_H
#define BGPROC_TESTS_ZYGOTE_UNDER_TEST_H

/* A zygote of this process, whose workers do what a packet of one byte asks for. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/die_with.h"
#include "src/platform/socket/pair.h"
#include "src/zygote/control.h"
#include "src/zygote/zygote.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS 4
#define NS_PER_MS INT64_C(1000000)
/* How long a test waits for what must happen; a machine may be very busy. */
#define PATIENCE_MS 60000

/* What a worker is asked for. It answers with a number unless it ends. */
enum {
	ASK_END = 'e',         /* exit with status 7 */
	ASK_RETURN = 'r',      /* return from work() */
	ASK_CALL = 'c',        /* do a short call; answers with the result of its start */
	ASK_COMPUTE = 'b',     /* begin a call and do not end it */
	ASK_SOFT = 's',        /* do a call of 300 ms; answers with the number of signals that came */
	ASK_DESCRIPTORS = 'd', /* answers with how many more descriptors it has than the zygote had before it ran */
	ASK_SIGNALS = 'm',     /* answers with bits: see signals_of_worker() */
};

static struct bgproc_board board;
static struct bgproc_control_end control; /* the parent's end */
static pid_t zygote;
static int channels[SLOTS] = {-1, -1, -1, -1};
static uint32_t generations[SLOTS];
static int forks_to_fail;          /* how many forks of the zygote fail first */
static int descriptors_of_zygote;  /* before it ran */
static volatile sig_atomic_t soft; /* signals that came */

static inline int count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	int count = 0;

	while (directory && readdir(directory)) {
		count++;
	}
	if (directory) {
		closedir(directory);
	}
	return count;
}

/* ---- the worker ---- */

static inline void count_soft(int number)
{
	soft++;
}

/* 1: the mask is the test's; 2: SIGCHLD is ignored, as in the test; 4: SIGPIPE or SIGCHLD is blocked. */
static inline int signals_of_worker(void)
{
	struct sigaction child;
	sigset_t mask;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	sigaction(SIGCHLD, NULL, &child);
	return (sigismember(&mask, SIGUSR2) == 1) | (child.sa_handler == SIG_IGN) << 1 |
		(sigismember(&mask, SIGPIPE) || sigismember(&mask, SIGCHLD)) << 2;
}

static inline int64_t now(void)
{
	return (int64_t) bgproc_stopwatch_ns();
}

static inline int answer_to(char what, struct bgproc_board_slot *slot, uint32_t number)
{
	int64_t end_ns = now() + 300 * NS_PER_MS;
	int started;

	switch (what) {
		case ASK_END:
			_exit(7);
		case ASK_CALL:
			started = bgproc_board_start(&board, slot, number, now());
			if (started == BGPROC_BOARD_STARTED && !bgproc_board_finish(&board, slot, number, now())) {
				pause();
			}
			return started;
		case ASK_COMPUTE:
			bgproc_board_start(&board, slot, number, now());
			for (;;) {
			}
		case ASK_SOFT:
			bgproc_board_start(&board, slot, number, now());
			while (now() < end_ns || soft == 0) {
			}
			bgproc_board_finish(&board, slot, number, now());
			return soft;
		case ASK_DESCRIPTORS:
			return count_descriptors() - descriptors_of_zygote;
		case ASK_SIGNALS:
			return signals_of_worker();
		default:
			_exit(99);
	}
}

static inline void work(void *context, unsigned number_of_slot, uint32_t generation, int fd)
{
	struct sigaction action = {.sa_handler = count_soft};
	char what;

	sigaction(SIGUSR1, &action, NULL);
	if (context != &board) {
		_exit(97);
	}
	for (uint32_t number = 1; recv(fd, &what, 1, 0) == 1 && what != ASK_RETURN; number++) {
		int answer = answer_to(what, &board.slots[number_of_slot], number);

		if (send(fd, &answer, sizeof answer, MSG_NOSIGNAL) != sizeof answer) {
			_exit(98);
		}
	}
}

/* ---- the zygote ---- */

static inline pid_t fork_or_fail(void *context)
{
	if (forks_to_fail > 0) {
		forks_to_fail--;
		errno = EAGAIN;
		return -1;
	}
	return fork();
}

static inline void start_zygote(bool stream, int64_t soft_ms, int64_t hard_ms)
{
	int ends[2];
	pid_t parent = getpid();

	assert_true(bgproc_board_open(&board, SLOTS, soft_ms * NS_PER_MS, hard_ms * NS_PER_MS));
	assert_int_equal(socketpair(AF_UNIX, (stream ? SOCK_STREAM : SOCK_SEQPACKET) | SOCK_CLOEXEC, 0, ends), 0);
	zygote = fork();
	assert_true(zygote >= 0);
	if (zygote == 0) {
		struct bgproc_zygote settings = {ends[1], &board, parent, SIGUSR1, fork_or_fail, work, &board};

		bgproc_fd_close(&ends[0]);
		descriptors_of_zygote = count_descriptors();
		bgproc_zygote_run(&settings);
		_exit(0);
	}
	bgproc_fd_close(&ends[1]);
	bgproc_control_open(&control, ends[0]);
}

static inline void order_spawn(unsigned slot, uint32_t generation, uint32_t delay_ms)
{
	const struct bgproc_order order = {BGPROC_ORDER_SPAWN, slot, generation, delay_ms, 0};
	int ends[2];
	bool stream;

	bgproc_fd_close(&channels[slot]);
	assert_int_equal(bgproc_socket_pair(ends, &stream), 0);
	channels[slot] = ends[0];
	generations[slot] = generation;
	assert_true(bgproc_control_order(&control, &order, ends[1]));
	bgproc_fd_close(&ends[1]);
}

static inline void order_signal(unsigned slot, uint32_t generation, int number)
{
	const struct bgproc_order order = {BGPROC_ORDER_SIGNAL, slot, generation, 0, number};

	assert_true(bgproc_control_order(&control, &order, -1));
}

static inline struct bgproc_worker_report next_report(enum bgproc_report_kind kind)
{
	struct pollfd ready = {.fd = control.fd, .events = POLLIN};
	struct bgproc_worker_report report;

	while (bgproc_control_next_report(&control, &report) == BGPROC_CONTROL_EMPTY) {
		assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
	}
	assert_int_equal(report.kind, kind);
	return report;
}

static inline pid_t spawn(unsigned slot, uint32_t generation)
{
	struct bgproc_worker_report report;

	order_spawn(slot, generation, 0);
	report = next_report(BGPROC_REPORT_SPAWNED);
	assert_int_equal(report.slot, slot);
	assert_int_equal(report.generation, generation);
	assert_true(report.pid > 0);
	return report.pid;
}

static inline void ask(unsigned slot, char what)
{
	assert_int_equal(send(channels[slot], &what, 1, MSG_NOSIGNAL), 1);
}

static inline int answer_of(unsigned slot)
{
	struct pollfd ready = {.fd = channels[slot], .events = POLLIN};
	int answer;

	assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
	assert_int_equal(recv(channels[slot], &answer, sizeof answer, 0), sizeof answer);
	return answer;
}

static inline int ask_and_wait(unsigned slot, char what)
{
	ask(slot, what);
	return answer_of(slot);
}

/* The worker of the slot has ended by that signal; 0: by exit with that status. */
static inline struct bgproc_worker_report assert_ended(unsigned slot, pid_t pid, int signal_number, int status)
{
	struct bgproc_worker_report report = next_report(BGPROC_REPORT_EXITED);

	assert_int_equal(report.slot, slot);
	assert_int_equal(report.generation, generations[slot]);
	assert_int_equal(report.pid, pid);
	assert_true(report.status_known);
	if (signal_number) {
		assert_true(WIFSIGNALED(report.status));
		assert_int_equal(WTERMSIG(report.status), signal_number);
	} else {
		assert_true(WIFEXITED(report.status));
		assert_int_equal(WEXITSTATUS(report.status), status);
	}
	/* Reported after it was reaped. */
	assert_int_equal(kill(pid, 0), -1);
	assert_false(report.out_of_memory);
	return report;
}

/* Closes the control socket and waits for the zygote. */
static inline void end_zygote(void)
{
	int status;

	bgproc_control_close(&control);
	assert_int_equal(waitpid(zygote, &status, 0), zygote);
	assert_int_equal(status, 0);
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		bgproc_fd_close(&channels[slot]);
	}
	bgproc_board_close(&board);
	/* Orphans of the zygote would be our children. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* Whether the system kills a process when its parent ends. */
static inline bool is_killed_with_its_parent(void)
{
	int status;
	pid_t parent = getpid(), pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		int sent = 0;

		_exit(bgproc_die_with(parent) && prctl(PR_GET_PDEATHSIG, &sent) == 0 && sent == SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status != 0;
}

/* For main(): orphans become children of this process, where they can be found and waited for. */
static inline int adopt_orphans(void **state)
{
	return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

#endif
