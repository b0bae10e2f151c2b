/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_DEADLINES_H
#define BGPROC_SUPERVISOR_DEADLINES_H

/* The deadlines that apply now: how long the loop may sleep, and which limit of the running command has passed. */

#include "src/supervisor/supervisor.h"

/* The earliest deadline. */
struct bgproc_deadline bgproc_deadlines_next(const struct bgproc_supervisor *supervisor);

/* For an offered or running command: the event of the limit that has passed, or BGPROC_EVENT_NONE. */
enum bgproc_event bgproc_deadlines_limit(const struct bgproc_supervisor *supervisor);

#endif
