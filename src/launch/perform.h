/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_PERFORM_H
#define BGPROC_LAUNCH_PERFORM_H

/* Carries a start out. */

#include "src/launch/launch.h"

/*
 * Starts it. BGPROC_OK: the supervisor runs, and text is its record as it was published, the caller's to free. Else nothing is
 * left behind, but the temporary files of renames. Errors are those of bgproc_detach(), and BGPROC_ERR_INTERNAL without
 * memory.
 */
enum bgproc_status bgproc_launch_perform(const struct bgproc_launch *launch, struct bgproc_buf *text, struct bgproc_error *err);

#endif
