/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/file/descriptor.h"
#include "src/platform/signal/signals.h"
#include "src/platform/signal/sigsource.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/*
 * A handler writes each signal into a pipe. Records are smaller than PIPE_BUF, so they are written as a whole. If the pipe
 * is full, signals are lost, as with a full queue; but SIGCHLD is never lost, because it is a flag.
 */
static int write_end = -1;
static volatile sig_atomic_t child_changed;

static void on_signal(int number, siginfo_t *info, void *context)
{
	struct bgproc_signal record;
	int saved_errno = errno;

	(void) context;
	memset(&record, 0, sizeof record);
	record.number = number;
	record.queued = info->si_code == SI_QUEUE;
	record.value = record.queued ? (uint64_t) (uintptr_t) info->si_value.sival_ptr : 0;
	if (number == SIGCHLD) {
		child_changed = 1;
	}
	if (write(write_end, &record, sizeof record) < 0) {
		/* The pipe is full, so the reader is awake. */
	}
	errno = saved_errno;
}

static int nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

int bgproc_sigsource_open(const sigset_t *set)
{
	struct sigaction action;
	int ends[2];

	if (bgproc_pipe(ends) < 0) {
		return -1;
	}
	if (nonblocking(ends[0]) < 0 || nonblocking(ends[1]) < 0) {
		bgproc_fd_close(&ends[0]);
		bgproc_fd_close(&ends[1]);
		return -1;
	}
	write_end = ends[1];
	memset(&action, 0, sizeof action);
	action.sa_sigaction = on_signal;
	action.sa_flags = SA_SIGINFO | SA_RESTART;
	sigfillset(&action.sa_mask);
	for (int number = 1; number < NSIG; number++) {
		if (sigismember(set, number) == 1) {
			sigaction(number, &action, NULL);
		}
	}
	sigprocmask(SIG_UNBLOCK, set, NULL);
	return ends[0];
}

size_t bgproc_sigsource_read(int fd, struct bgproc_signal *signals, size_t max)
{
	size_t count = 0;

	while (count < max && read(fd, &signals[count], sizeof signals[count]) == (ssize_t) sizeof signals[count]) {
		count++;
	}
	if (count < max && child_changed) {
		child_changed = 0;
		signals[count++] = (struct bgproc_signal) {.number = SIGCHLD};
	}
	return count;
}

void bgproc_sigsource_leave(void)
{
	bgproc_signals_default_all();
}

void bgproc_sigsource_close(int *fd)
{
	sigset_t all;

	/* The handlers stay installed, so they must not be called any more. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	bgproc_fd_close(&write_end);
	bgproc_fd_close(fd);
}
