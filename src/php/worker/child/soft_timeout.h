/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_SOFT_TIMEOUT_H
#define BGPROC_PHP_WORKER_CHILD_SOFT_TIMEOUT_H

/*
 * The soft timeout in a worker: the zygote sends a signal, and Bgproc\CallTimeoutException is thrown inside the call, between two
 * instructions of PHP code. sleep() and the like end early.
 */

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/* SIGVTALRM: PHP has no use for it, and every system has it. */
#define BGPROC_SOFT_TIMEOUT_SIGNAL SIGVTALRM

/* Installs the handler. */
void bgproc_soft_timeout_open(int64_t timeout_ms);

/*
 * A call has begun at that time, which must be the one that the board has: a signal that was meant for an earlier call has no
 * effect on this one, and the signal for this one must not seem to be too early.
 */
void bgproc_soft_timeout_begin(uint64_t now_ns);

/* The call has ended. Returns whether the exception was thrown in it. */
bool bgproc_soft_timeout_end(void);

#endif
