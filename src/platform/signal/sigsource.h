/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SIGNAL_SIGSOURCE_H
#define BGPROC_PLATFORM_SIGNAL_SIGSOURCE_H

/*
 * Signals as something to poll: a descriptor that is readable while signals wait. One source in a process, made by a
 * process that is single-threaded and has every signal blocked. Linux: signalfd (sigsource_linux.c); elsewhere handlers
 * that write into a pipe of our own (sigsource_posix.c).
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

/* From now on the signals of the set are read here instead of being delivered. The descriptor, or -1 with errno. */
int bgproc_sigsource_open(const sigset_t *set);

/* Takes up to max waiting signals; 0 when none waits. Equal signals that are not real-time may come as one. */
size_t bgproc_sigsource_read(int fd, struct bgproc_signal *signals, size_t max);

/*
 * In a child of the process that has the source, before its exec: no handler of the source is left. The mask stays as it is.
 * Async-signal-safe.
 */
void bgproc_sigsource_leave(void);

void bgproc_sigsource_close(int *fd);

#endif
