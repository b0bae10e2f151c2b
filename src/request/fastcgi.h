/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_FASTCGI_H
#define BGPROC_REQUEST_FASTCGI_H

/*
 * Sends a request directly to a FastCGI responder (a PHP-FPM pool): one connection and one request, open until END_REQUEST.
 * Only connecting has a time limit, and this limit does not apply while the queue of the pool is full: the supervisor limits
 * the time of waiting.
 */

#include "src/request/response.h"
#include "src/request/request.h"

void bgproc_fastcgi_exchange(const struct bgproc_request *request, struct bgproc_response *response);

#endif
