/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_MESSAGES_H
#define BGPROC_SUPERVISOR_MESSAGES_H

/*
 * Receives the messages of a job, checks their sender and their form, and handles them. Without a job these functions do
 * nothing.
 */

#include "src/supervisor/supervisor.h"

/* Handles a limited number of messages. */
void bgproc_messages_serve(struct bgproc_supervisor *supervisor);

/* Handles all messages that were sent before the call. Called before a decision that a message might change. */
void bgproc_messages_hear_all(struct bgproc_supervisor *supervisor);

#endif
