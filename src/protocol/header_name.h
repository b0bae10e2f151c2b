/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_HEADER_NAME_H
#define BGPROC_PROTOCOL_HEADER_NAME_H

/*
 * The headers that the user may set in the request of a job. The starter (src/php) and the sender (src/request) use the same
 * list. A header reaches the script as a CGI variable, and in its name every byte that is neither a letter nor a digit becomes
 * "_" (RFC 3875, 4.1.18; the same in FastCGI). So "X.Bgproc.Auth" and "X-Bgproc-Auth" become the same variable, and names are
 * compared in that form.
 */

#include <stdbool.h>
#include <stddef.h>

/* False for a field that only the request itself may set, in any spelling. */
bool bgproc_header_allowed(const char *name, size_t length);

#endif
