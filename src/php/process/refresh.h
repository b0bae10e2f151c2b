/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_REFRESH_H
#define BGPROC_PHP_PROCESS_REFRESH_H

/*
 * The state that a handle knows of its process, and its sources: the outcome pipe if the handle started the process, else
 * the record and a pidfd.
 */

#include "src/php/process/object.h"

/* Brings process->record up to date. False with an exception pending. Never blocks. */
bool bgproc_process_refresh(struct bgproc_process_obj *process);

/*
 * The outcome pipe of a process that was started by this object in this process (a forked child shares it, and must not read
 * it); borrowed. It becomes readable when there is a message. -1: there is no pipe; use the record and the supervisor.
 */
int bgproc_process_pipe(const struct bgproc_process_obj *process);

/*
 * Reads one message of the outcome pipe. Must be called only when the pipe is readable. If the pipe ends without an outcome,
 * the supervisor has died. False with an exception pending.
 */
bool bgproc_process_read_pipe(struct bgproc_process_obj *process);

/* False only if it is certain, without reading a record, that a refresh would find no change. */
bool bgproc_process_may_have_ended(const struct bgproc_process_obj *process);

/*
 * After the last message of the supervisor: waits until the supervisor has exited, one second at most, so that no process of
 * the tree is alive.
 */
void bgproc_process_await_exit(const struct bgproc_process_obj *process);

/*
 * Must be called before anything that may end the process: keeps what is needed to read its outcome afterwards. False with
 * an exception pending.
 */
bool bgproc_process_hold(struct bgproc_process_obj *process);

/* Decodes the record from the published text, if that was not done yet. False with an exception pending. */
bool bgproc_process_need_record(struct bgproc_process_obj *process);

#endif
