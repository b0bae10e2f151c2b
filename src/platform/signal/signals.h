/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_SIGNAL_SIGNALS_H
#define BGPROC_PLATFORM_SIGNAL_SIGNALS_H

/*
 * Signal names, and two changes of the signal state of a process: all signals are blocked around a clone, and everything is
 * reset before a command runs.
 */

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* Highest signal number of the system (64 on Linux). */
int bgproc_signal_max(void);

/* "SIGTERM", "SIGRTMIN+3"; buffer has room for 16 bytes. NULL when there is no such signal. */
const char *bgproc_signal_name(int number, char buffer[16]);

/* "SIGTERM", "TERM", "15", "SIGRTMIN+3", "RTMAX-1", any case. 0 when the text names no signal. */
int bgproc_signal_from_name(const char *name, size_t length);

/* Blocks every signal, also those the C library keeps for itself. Async-signal-safe. */
void bgproc_signals_block_all(sigset_t *old);
void bgproc_signals_restore(const sigset_t *old);

/* Discards the pending blocked signals; their disposition is the default afterwards. Async-signal-safe. */
void bgproc_signals_discard(void);

/* Sets every disposition to SIG_DFL. Async-signal-safe; the mask is not changed. */
void bgproc_signals_default_all(void);

/* Empties the signal mask. Async-signal-safe. */
void bgproc_signals_unblock_all(void);

#endif
