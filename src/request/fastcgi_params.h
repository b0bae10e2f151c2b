/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_FASTCGI_PARAMS_H
#define BGPROC_REQUEST_FASTCGI_PARAMS_H

/*
 * The parameters of a FastCGI request: those of CGI (RFC 3875), and BGPROC_JOB, BGPROC_ATTEMPT, BGPROC_NOTIFY. These
 * prove to the accepting side that the request is ours: what a web server passes on from a client begins with HTTP_ or
 * is one of CGI's own names. No header of the spec can make them either, for the same reason.
 */

#include "src/core/buf.h"
#include "src/request/request.h"

/* Appends them in the form of FCGI_PARAMS. */
void bgproc_fastcgi_params(struct bgproc_buf *params, const struct bgproc_request *request);

#endif
