/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_SUPERVISOR_ARGUMENTS_H
#define BGPROC_LAUNCH_SUPERVISOR_ARGUMENTS_H

/* The command line of bgproc.supervisor (src/protocol/supervisor.h). src/supervisor/arguments.c parses it. */

#include "src/launch/launch.h"

/*
 * Writes all words of the command line. fixed_length: of the record. *record_fd is set to the place in the words where the
 * new process writes the number of the record's descriptor: BGPROC_PATCH_WIDTH zeros.
 */
enum bgproc_status bgproc_launch_write_arguments(const struct bgproc_launch *launch, size_t fixed_length,
	struct bgproc_argv *argv, char **record_fd, struct bgproc_error *err);

#endif
