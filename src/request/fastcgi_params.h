/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_FASTCGI_PARAMS_H
#define BGPROC_REQUEST_FASTCGI_PARAMS_H

/*
 * The parameters of a FastCGI request: those of CGI (RFC 3875), and BGPROC_JOB, BGPROC_ATTEMPT, BGPROC_NOTIFY. The last three
 * prove to the accepting side that the request is ours: a parameter that a web server passes on from a client begins with HTTP_
 * or has one of CGI's own names. For the same reason no header of the spec can set them.
 */

#include "src/core/buf.h"
#include "src/request/request.h"

/* Appends the parameters in the format of FCGI_PARAMS. */
void bgproc_fastcgi_params(struct bgproc_buf *params, const struct bgproc_request *request);

#endif
