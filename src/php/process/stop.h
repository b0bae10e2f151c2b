/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_STOP_H
#define BGPROC_PHP_PROCESS_STOP_H

/* Messages to supervisors to stop or signal their commands. These functions never signal the command itself. */

#include "src/php/process/object.h"

/* BackgroundProcess::stop(): 1 ended, 0 not ended in time, -1 with an exception pending. */
int bgproc_process_stop(struct bgproc_process_obj *process, int64_t grace_ms, int signal_number);

/* Stops all processes of the array at the same time and waits for them. Returns how many of them this call has stopped. */
zend_long bgproc_process_stop_all(HashTable *processes, int64_t grace_ms);

/* BackgroundProcess::signal(): false with an exception pending. */
bool bgproc_process_signal(struct bgproc_process_obj *process, int signal_number);

#endif
