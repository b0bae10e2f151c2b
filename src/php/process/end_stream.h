/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_END_STREAM_H
#define BGPROC_PHP_PROCESS_END_STREAM_H

/* What the waiting methods of processes and of jobs share. */

#include "src/php/process/object.h"

/* The stream of getStream(): it becomes readable at the end. On failure an exception is pending. */
void bgproc_process_stream(struct bgproc_process_obj *process, zval *return_value);

#endif
