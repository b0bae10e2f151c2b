/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OUTPUT_INCREMENTAL_H
#define BGPROC_PHP_PROCESS_OUTPUT_INCREMENTAL_H

/* getIncrementalOutput(), getIncrementalErrorOutput() and getDroppedBytes(), of processes and of jobs. */

#include "src/php/process/object.h"

/* which: 0 stdout, 1 stderr. What this handle has not been given yet; the caller releases it. NULL with an exception pending. */
zend_string *bgproc_incremental_output(struct bgproc_process_obj *process, int which);

/* How much of both streams this handle has not been given and never will be. False with an exception pending. */
bool bgproc_dropped_bytes(struct bgproc_process_obj *process, zend_long *bytes);

#endif
