/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_CONTEXT_SEND_H
#define BGPROC_PHP_JOB_CONTEXT_SEND_H

/*
 * The messages of Bgproc\JobContext to the supervisor. In a web worker they also send the output of the script to the
 * client. That runs code of the user (output callbacks, header callbacks, sessions), which may call the context again,
 * throw, or end the script. So every function here sends the output last, after the state of the context is complete. The
 * caller must expect an exception, and must not use borrowed values afterwards.
 */

#include "src/php/job/context/object.h"

/* Throws an exception that says how the job has ended, as far as that is known. */
void bgproc_job_throw_over(const struct bgproc_job_context_obj *context);

/*
 * Restarts PHP's own time limit, which is a little longer than the allowed time without an update: the supervisor ends a job
 * that sends no updates, and PHP ends a script that no longer belongs to a job.
 */
void bgproc_job_move_limit(struct bgproc_job_context_obj *context);

/* text may be NULL. If the socket is full, the update is kept and sent with the next message. */
void bgproc_job_send_update(struct bgproc_job_context_obj *context, bool has_progress, double progress, zend_string *text);

void bgproc_job_send_log(struct bgproc_job_context_obj *context, const zend_string *line);

/* json: the JSON of the result; NULL for none. */
void bgproc_job_send_finish(struct bgproc_job_context_obj *context, const zend_string *json);

/*
 * True: the message was sent and no exception is pending; the output is sent at the end of the script. False with an
 * exception pending.
 */
bool bgproc_job_send_fail(struct bgproc_job_context_obj *context, const zend_string *reason);

/* Sends a kept update before the message that ends the job, or at the end of the script. Runs no code of the user. */
void bgproc_job_send_unsent(struct bgproc_job_context_obj *context);

#endif
