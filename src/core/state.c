/* SPDX-License-Identifier: Apache-2.0 */
#include "src/core/state.h"

#include <string.h>

static const char *const names[BGPROC_STATE_COUNT] = {
	[BGPROC_STATE_DELAYED] = "delayed",
	[BGPROC_STATE_STARTING] = "starting",
	[BGPROC_STATE_RUNNING] = "running",
	[BGPROC_STATE_SUCCEEDED] = "succeeded",
	[BGPROC_STATE_FAILED] = "failed",
	[BGPROC_STATE_TIMED_OUT] = "timed_out",
	[BGPROC_STATE_STOPPED] = "stopped",
	[BGPROC_STATE_LOST] = "lost",
};

#define TO(state) (1u << (state))
#define ANY_END \
	(TO(BGPROC_STATE_FAILED) | TO(BGPROC_STATE_TIMED_OUT) | TO(BGPROC_STATE_STOPPED) | TO(BGPROC_STATE_LOST))

/* Each row is a bit set of the allowed next states. A retry moves a job from starting or running back to delayed. */
static const unsigned transitions[BGPROC_STATE_COUNT] = {
	[BGPROC_STATE_DELAYED] = TO(BGPROC_STATE_STARTING) | TO(BGPROC_STATE_STOPPED) | TO(BGPROC_STATE_LOST),
	[BGPROC_STATE_STARTING] =
		TO(BGPROC_STATE_RUNNING) | TO(BGPROC_STATE_SUCCEEDED) | TO(BGPROC_STATE_DELAYED) | ANY_END,
	[BGPROC_STATE_RUNNING] = TO(BGPROC_STATE_SUCCEEDED) | TO(BGPROC_STATE_DELAYED) | ANY_END,
};

const char *bgproc_state_name(enum bgproc_state state)
{
	return (unsigned) state < BGPROC_STATE_COUNT ? names[state] : "lost";
}

bool bgproc_state_from_name(const char *name, size_t length, enum bgproc_state *state)
{
	for (unsigned i = 0; i < BGPROC_STATE_COUNT; i++) {
		if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) {
			*state = (enum bgproc_state) i;
			return true;
		}
	}
	return false;
}

bool bgproc_state_is_final(enum bgproc_state state)
{
	return (unsigned) state >= BGPROC_STATE_COUNT || transitions[state] == 0;
}

bool bgproc_state_allows(enum bgproc_state from, enum bgproc_state to)
{
	return (unsigned) from < BGPROC_STATE_COUNT && (unsigned) to < BGPROC_STATE_COUNT &&
		(transitions[from] & TO(to)) != 0;
}
