/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_REFRESH_H
#define BGPROC_PHP_PROCESS_REFRESH_H

/*
 * What a handle knows of its process and how it learns more: from the outcome pipe when it was started here, else from
 * the record and a pidfd.
 */

#include "src/php/process/object.h"

/* Brings process->record up to date. False with an exception pending. Never blocks. */
bool bgproc_process_refresh(struct bgproc_process_obj *process);

/*
 * The outcome pipe of a process that was started by this object in this process (a forked child shares it, and must not read
 * it); borrowed. It is readable when there is news. -1: there is none; the record and the supervisor tell.
 */
int bgproc_process_pipe(const struct bgproc_process_obj *process);

/*
 * Reads one message of the outcome pipe; to be called when it is readable. The end of the pipe without an outcome means that the
 * supervisor died. False with an exception pending.
 */
bool bgproc_process_read_pipe(struct bgproc_process_obj *process);

/* False only when it is sure, without a record being read, that a refresh would find nothing new. */
bool bgproc_process_may_have_ended(const struct bgproc_process_obj *process);

/*
 * When the supervisor has said its last word: waits for the moment that it takes to leave, one second at most, so that
 * nothing of the process is alive.
 */
void bgproc_process_await_exit(const struct bgproc_process_obj *process);

/*
 * To be called before anything that may end the process: keeps what is needed to learn its outcome afterwards. False with
 * an exception pending.
 */
bool bgproc_process_hold(struct bgproc_process_obj *process);

/* Makes the record valid from the published text. False with an exception pending. */
bool bgproc_process_need_record(struct bgproc_process_obj *process);

#endif
