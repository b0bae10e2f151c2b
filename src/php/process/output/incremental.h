/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OUTPUT_INCREMENTAL_H
#define BGPROC_PHP_PROCESS_OUTPUT_INCREMENTAL_H

/* getIncrementalOutput(), getIncrementalErrorOutput() and getDroppedBytes(), of processes and of jobs. */

#include "src/php/process/object.h"

/*
 * The output that this handle has not returned yet; which: 0 stdout, 1 stderr. The caller releases it. NULL with an
 * exception pending.
 */
zend_string *bgproc_incremental_output(struct bgproc_process_obj *process, int which);

/* The number of bytes of both streams that this handle has not returned and can never return. False with an exception pending. */
bool bgproc_dropped_bytes(struct bgproc_process_obj *process, zend_long *bytes);

#endif
