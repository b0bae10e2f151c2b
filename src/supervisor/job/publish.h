/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_PUBLISH_H
#define BGPROC_SUPERVISOR_JOB_PUBLISH_H

/*
 * When the record of a job is written: at once for another state, the first report of an attempt and each further percent,
 * else at most every 200 ms. What has to wait is written when its time has come: nothing is lost, and a job without news
 * wakes no process.
 */

#include "src/supervisor/supervisor.h"

#include <stdbool.h>

/* The record has changed. report: by a message, whose sender may wait to see it. */
void bgproc_publish_changed(struct bgproc_supervisor *supervisor, bool report);

/* Writes the record as it is now. */
void bgproc_publish_now(struct bgproc_supervisor *supervisor);

/* Writes what has waited long enough. */
void bgproc_publish_serve(struct bgproc_supervisor *supervisor);

#endif
