/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_FIRST_RECORD_H
#define BGPROC_LAUNCH_FIRST_RECORD_H

/* The record of a process that is being started. */

#include "src/launch/launch.h"
#include "src/store/record/encode.h"

/*
 * Appends the record to text, with blanks where the new process writes its own numbers. Returns the length of the fixed
 * part, which the supervisor does not change. When memory runs out, text is in the failed state.
 */
size_t bgproc_launch_write_record(
	const struct bgproc_launch *launch, struct bgproc_buf *text, struct bgproc_record_patches *patches);

#endif
