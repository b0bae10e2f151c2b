/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_MESSAGES_H
#define BGPROC_SUPERVISOR_MESSAGES_H

/* The messages of a job: received, their sender and form checked, and acted upon. Without a job all of this does nothing. */

#include "src/supervisor/supervisor.h"

/* Takes a bounded number of messages. */
void bgproc_messages_serve(struct bgproc_supervisor *supervisor);

/* Takes what had been sent when this was called: before something is decided that a message might change. */
void bgproc_messages_hear_all(struct bgproc_supervisor *supervisor);

#endif
