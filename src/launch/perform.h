/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_PERFORM_H
#define BGPROC_LAUNCH_PERFORM_H

/* Performs a start. */

#include "src/launch/launch.h"

/*
 * Starts the process. BGPROC_OK: the supervisor runs, and text is its published record, which the caller frees. Otherwise
 * nothing is left except the temporary files of renames. Errors are those of bgproc_detach(), and BGPROC_ERR_INTERNAL
 * without memory.
 */
enum bgproc_status bgproc_launch_perform(const struct bgproc_launch *launch, struct bgproc_buf *text, struct bgproc_error *err);

#endif
