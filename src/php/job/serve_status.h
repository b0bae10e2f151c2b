/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_JOB_SERVE_STATUS_H
#define BGPROC_PHP_JOB_SERVE_STATUS_H

/* The state of a job as a response to a page that polls, or that listens for events. */

#include "src/php/job/object.h"

/* JobManager::serveStatus() for an existing job, or NULL: answers the current request. False with an exception pending. */
bool bgproc_job_serve(struct bgproc_job_obj *job, bool events);

#endif
