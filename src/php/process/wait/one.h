/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_WAIT_ONE_H
#define BGPROC_PHP_PROCESS_WAIT_ONE_H

/* Waiting for the end of one process. */

#include "src/php/process/object.h"
#include "src/platform/clock.h"

/* Without pidfds the state of a process that was not started here must be polled at this interval. */
#define BGPROC_ASK_AGAIN_MS 20

/*
 * Waits until the process has ended. Returns 1 when it has, 0 when the deadline passed, -1 with an exception pending (a
 * signal handler of the application may throw).
 */
int bgproc_process_wait(struct bgproc_process_obj *process, struct bgproc_deadline deadline);

/* After a start with "confirm": waits for the first message of the supervisor. False with an exception pending. */
bool bgproc_process_confirm(struct bgproc_process_obj *process);

/*
 * Sets *fd to a descriptor that becomes readable at the end of the process; the caller owns it. If the process has already
 * ended, it is readable at once. False with an exception pending.
 */
bool bgproc_process_end_fd(struct bgproc_process_obj *process, int *fd);

/* The stream of getStream(), which becomes readable at the end. On failure an exception is pending. */
void bgproc_process_stream(struct bgproc_process_obj *process, zval *return_value);

#endif
