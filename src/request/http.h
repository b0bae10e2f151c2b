/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_HTTP_H
#define BGPROC_REQUEST_HTTP_H

/*
 * A request over HTTP/1.1 by libcurl, which is looked for only now: whoever makes no such job need not have it. http and
 * https only, names and certificates verified, no redirect followed, no proxy used, nothing read from the user's files
 * (.netrc). The URL is that of the spec, never one from a request or an answer.
 *
 * An answer that has neither a Content-Length nor chunks ends where the connection does: whether such a one is complete
 * cannot be seen by anybody.
 */

#include "src/request/response.h"
#include "src/request/request.h"

void bgproc_http_exchange(const struct bgproc_request *request, struct bgproc_response *response);

#endif
