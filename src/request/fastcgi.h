/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_FASTCGI_H
#define BGPROC_REQUEST_FASTCGI_H

/*
 * A request straight to a FastCGI responder (a PHP-FPM pool): one connection, one request, held until END_REQUEST. There is
 * no time limit but that of connecting, and none at all while the pool's queue is full: the supervisor limits the time of
 * waiting.
 */

#include "src/request/response.h"
#include "src/request/request.h"

void bgproc_fastcgi_exchange(const struct bgproc_request *request, struct bgproc_response *response);

#endif
