/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_MESSAGES_H
#define BGPROC_SUPERVISOR_MESSAGES_H

/*
 * The notify socket KEY.sock of a job: receives, checks the sender and the form of the message, and passes it to
 * job.c. Without a job all of this does nothing.
 */

#include "src/supervisor/supervisor.h"

/* Makes the socket for an attempt. 0, or -1 with errno. */
int bgproc_notify_listen(struct bgproc_supervisor *supervisor);

/* Takes a bounded number of messages. */
void bgproc_notify_serve(struct bgproc_supervisor *supervisor);

/* Takes what had been sent when this was called: before something is decided that a message might change. */
void bgproc_notify_hear_all(struct bgproc_supervisor *supervisor);

/* From here on no message is received: the name is gone, and sending fails. */
void bgproc_notify_silence(struct bgproc_supervisor *supervisor);

#endif
