/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CALL_MESSAGE_H
#define BGPROC_PHP_WORKER_CALL_MESSAGE_H

/* What workers and their parent mean by the members of a message (src/ipc/frame.h) that the channel does not interpret. */

#include <stdint.h>

/* Flags of messages from the worker, with what the bytes are. */
#define BGPROC_WORKER_SETUP_FAILED 1 /* READY: the exception of setup(); the worker ends */
#define BGPROC_WORKER_SOFT_TIMEOUT 1 /* THROW: the soft timeout is the cause */

/*
 * The duration of a call as 16 bits, which travel with its result: one of 32 steps for each doubling. The second function gives
 * nanoseconds in the middle of the step.
 */
uint16_t bgproc_duration_step(uint64_t ns);
double bgproc_duration_of_step(uint16_t step);
#define BGPROC_DURATION_STEPS (64 * 32)

#endif
