/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_CHILD_KEPT_H
#define BGPROC_SUPERVISOR_CHILD_KEPT_H

/*
 * Signals that must be passed on to the command while there is none: it is being started, or the job waits for its next
 * attempt. They are kept as the system keeps blocked signals, and sent when the command has been executed.
 */

#include "src/supervisor/child/tree.h"

#include <stdint.h>

/* Must be initialized with {0}. */
struct bgproc_kept {
	uint16_t counts[129]; /* by number; more than 1 only for real-time signals */
	bool any;
};

/* Keeps a signal. SIGCONT discards the kept signals that stop a process, and each of those discards SIGCONT. */
void bgproc_kept_add(struct bgproc_kept *kept, int signal_number);

/* Sends the kept signals to the command's process group, which exists now, and removes them. */
void bgproc_kept_send(struct bgproc_kept *kept, const struct bgproc_tree *tree);

#endif
