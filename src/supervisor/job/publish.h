/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_PUBLISH_H
#define BGPROC_SUPERVISOR_JOB_PUBLISH_H

/*
 * Decides when the record of a job is written: at once for another state, for the first report of an attempt and for each
 * further percent; otherwise at most every 200 ms. Delayed changes are written when their time has come, so nothing is lost.
 * A job without changes never wakes the supervisor.
 */

#include "src/supervisor/supervisor.h"

#include <stdbool.h>

/* Must be called after a change of the record. report: the change was made by a message, whose sender may wait for it. */
void bgproc_publish_changed(struct bgproc_supervisor *supervisor, bool report);

/* Writes the current record. */
void bgproc_publish_now(struct bgproc_supervisor *supervisor);

/* Writes changes whose delay has passed. */
void bgproc_publish_serve(struct bgproc_supervisor *supervisor);

#endif
