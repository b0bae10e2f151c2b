/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_STATE_H
#define BGPROC_CORE_STATE_H

/*
 * The states of a process or job and the only table of allowed transitions. No state follows a final state. PHP has the same
 * states in the enum Bgproc\State; records contain the name.
 */

#include <stdbool.h>
#include <stddef.h>

enum bgproc_state {
	BGPROC_STATE_DELAYED = 0, /* a job waits for the time of its next attempt; no command runs */
	BGPROC_STATE_STARTING,    /* the supervisor exists, the command was not exec'd yet */
	BGPROC_STATE_RUNNING,     /* the command was exec'd and has not ended */
	BGPROC_STATE_SUCCEEDED,   /* exit code 0 */
	BGPROC_STATE_FAILED,      /* another exit code, a signal, or the command was never exec'd */
	BGPROC_STATE_TIMED_OUT,   /* ended by its run timeout or idle timeout */
	BGPROC_STATE_STOPPED,     /* ended by stop() */
	BGPROC_STATE_LOST,        /* the supervisor died; it is not known how the command ended */
};

#define BGPROC_STATE_COUNT 8

/* The name in records and in Bgproc\State ("timed_out"). Never NULL. */
const char *bgproc_state_name(enum bgproc_state state);

/* False when no state has that name. */
bool bgproc_state_from_name(const char *name, size_t length, enum bgproc_state *state);

bool bgproc_state_is_final(enum bgproc_state state);

/* Whether the table allows from -> to. A state never follows itself. */
bool bgproc_state_allows(enum bgproc_state from, enum bgproc_state to);

#endif
