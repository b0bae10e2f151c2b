/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_OUTPUT_H
#define BGPROC_PHP_WORKER_CHILD_OUTPUT_H

/* What the code in a worker prints: sent to the parent as whole lines. Descriptors 1 and 2 are not touched. */

#include "src/ipc/channel.h"

/* From now on PHP's output goes to the channel, which must outlive the process's use of PHP. */
void bgproc_child_output_begin(struct bgproc_ipc_channel *channel);

/*
 * At the end of a call: ends the output buffers that it has left open, which may run their callbacks, and sends a last line
 * without its end as if it had one.
 */
void bgproc_child_output_end_call(void);

/* Sends what has been printed, without running any code of the user: after a fatal error. */
void bgproc_child_output_send(void);

#endif
