/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_SEND_H
#define BGPROC_PHP_JOB_CONTEXT_SEND_H

/*
 * The messages of Bgproc\JobContext to the supervisor, and with them, in a web worker, the output of the script on its way to
 * the client.
 *
 * Sending the output runs code of the user (output callbacks, header callbacks, sessions), which may call the context again,
 * throw, or end the script. So it is the last that each function here does: everything that the context remembers is settled
 * before, and the caller must touch nothing that it has borrowed, and expect an exception.
 */

#include "src/php/job/context/object.h"

/* Throws how the job has ended, as far as it is known. */
void bgproc_job_throw_over(const struct bgproc_job_context_obj *context);

/*
 * PHP's own time limit begins anew, and is a little longer than the time without an update: the supervisor ends a job
 * without updates, PHP ends a script that no longer belongs to a job.
 */
void bgproc_job_move_limit(struct bgproc_job_context_obj *context);

/* text may be NULL. An update that finds no room is kept, and goes with the next message. */
void bgproc_job_send_update(struct bgproc_job_context_obj *context, bool has_progress, double progress, zend_string *text);

void bgproc_job_send_log(struct bgproc_job_context_obj *context, const zend_string *line);

/* json: of the result; NULL for none. */
void bgproc_job_send_finish(struct bgproc_job_context_obj *context, const zend_string *json);

/* True: sent, and no exception is pending: the output is left to the end of the script. False with an exception pending. */
bool bgproc_job_send_fail(struct bgproc_job_context_obj *context, const zend_string *reason);

/* The last update, if it found no room: what comes next ends the job, or is the end. Runs no code of the user. */
void bgproc_job_send_unsent(struct bgproc_job_context_obj *context);

#endif
