/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_WAIT_H
#define BGPROC_PHP_PROCESS_WAIT_H

/* What the waiting methods of processes and of jobs share. */

#include "src/php/background_process.h"

/* The stream of getStream(): it becomes readable at the end. On failure an exception is pending. */
void bgproc_process_stream(struct bgproc_process_obj *process, zval *return_value);

#endif
