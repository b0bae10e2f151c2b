/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_PROGRAM_IMAGE_H
#define BGPROC_LAUNCH_PROGRAM_IMAGE_H

/*
 * Where our two programs are. Some installers drop the files or their x bit, so the contents of the programs are also part
 * of this module. Order of the search: the file next to the module, if it is executable and identical to the program with
 * which this module was built; a memory file; a private temporary copy. For the supervisor a configured path comes first.
 * Each program is searched once per process and stays open.
 */

#include "src/core/error.h"

struct bgproc_image {
	int fd;           /* borrowed, lives as long as the process; -1: only the path */
	const char *path; /* borrowed; for messages, and for systems that cannot execute a descriptor. "": none */
};

/* configured: the path of the program, borrowed; NULL or "": search it. */
enum bgproc_status bgproc_program_image_supervisor(struct bgproc_image *image, const char *configured, struct bgproc_error *err);

/*
 * bgproc.request, the command of a job over HTTP or FastCGI; fd is never -1. It is executed by the supervisor, perhaps
 * hours from now and more than once, when the file beside the module may be of another release and a temporary copy gone
 * with the process that made it. So the descriptor travels:
 *
 *  - put fd into the passed_fds of bgproc_detach(): it keeps its number N there;
 *  - let the supervisor execute "/proc/self/fd/N" (--exec=...), ARG0 "bgproc.request". It marks N close-on-exec and keeps
 *    it open as long as it lives; an ELF file is executed all the same, and the command does not have N;
 *  - only where /proc/self/fd/N cannot be executed (no /proc: access(X_OK) fails) and path is not "": execute path.
 */
enum bgproc_status bgproc_program_image_request(struct bgproc_image *image, struct bgproc_error *err);

/* One line for phpinfo(): how the program was found. */
const char *bgproc_program_image_source(const char *configured);

/* Called at the end of the program that uses these functions. */
void bgproc_program_image_shutdown(void);

#endif
