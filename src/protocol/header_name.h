/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_HEADER_NAME_H
#define BGPROC_PROTOCOL_HEADER_NAME_H

/*
 * Which headers a request of a job may be given by the user: the starter (src/php) and the sender (src/request) ask the same
 * list. A header reaches the script as a variable of CGI, whose name has "_" for all that is neither letter nor digit (RFC 3875,
 * 4.1.18; FastCGI the same), so "X.Bgproc.Auth" arrives as "X-Bgproc-Auth" does: names are compared in that form.
 */

#include <stdbool.h>
#include <stddef.h>

/* Whether it is none of the fields that the request itself decides on, however it is spelled. */
bool bgproc_header_allowed(const char *name, size_t length);

#endif
