/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SIGNAL_SIGSOURCE_H
#define BGPROC_PLATFORM_SIGNAL_SIGSOURCE_H

/*
 * Signals as a descriptor that is readable while signals are pending. A process has at most one source, created while it is
 * single-threaded and all signals are blocked. Linux: signalfd (sigsource_linux.c); elsewhere handlers that write into a
 * pipe (sigsource_posix.c).
 */

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bgproc_signal {
	int number;
	bool queued;    /* sent with a value, by sigqueue() or pidfd_send_signal() */
	uint64_t value; /* of a queued one */
};

/* From now on the signals of the set are read here instead of being delivered. Returns the descriptor, or -1 with errno. */
int bgproc_sigsource_open(const sigset_t *set);

/* Takes up to max pending signals; 0 when none is pending. Several equal signals may be read as one unless they are real-time. */
size_t bgproc_sigsource_read(int fd, struct bgproc_signal *signals, size_t max);

/*
 * Called in a child of the process that has the source, before its exec: resets the handlers of the source. The mask is not
 * changed. Async-signal-safe.
 */
void bgproc_sigsource_leave(void);

void bgproc_sigsource_close(int *fd);

#endif
