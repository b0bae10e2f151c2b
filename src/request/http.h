/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_HTTP_H
#define BGPROC_REQUEST_HTTP_H

/*
 * Sends a request over HTTP/1.1 with libcurl. The library is loaded only here, so it is needed only for jobs of this kind. Only
 * http and https are allowed, host names and certificates are verified, redirects are not followed, no proxy is used, and
 * nothing is read from the user's files (.netrc). The URL is that of the spec, never one from a request or an answer.
 *
 * An answer without a Content-Length and without chunks ends with the connection. Nothing can show whether it is complete.
 */

#include "src/request/response.h"
#include "src/request/request.h"

void bgproc_http_exchange(const struct bgproc_request *request, struct bgproc_response *response);

#endif
