/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_PROGRAM_IMAGE_H
#define BGPROC_LAUNCH_PROGRAM_IMAGE_H

/*
 * Where our two programs are. Installers differ in what they keep of them (some drop the files, some their x bit), so
 * their bytes are also part of this module. Order: the file beside the module, when it is executable and byte for byte
 * the program this module was built with; a memory file; a private temporary copy. Before that, for the supervisor only:
 * the path that the caller is configured with. Each is found once per process and stays open.
 */

#include "src/core/error.h"

struct bgproc_image {
	int fd;           /* borrowed, lives as long as the process; -1: only the path */
	const char *path; /* borrowed; for messages, and for systems that cannot execute a descriptor. "": there is none */
};

/* configured: the path of the program to take, borrowed; NULL or "": find it. */
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

/* One line for phpinfo(): which of the ways is used. */
const char *bgproc_program_image_source(const char *configured);

/* At the end of the program that uses them. */
void bgproc_program_image_shutdown(void);

#endif
