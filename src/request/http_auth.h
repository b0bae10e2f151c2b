/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_HTTP_AUTH_H
#define BGPROC_REQUEST_HTTP_AUTH_H

#include "src/protocol/request_auth.h"
#include "src/request/request.h"

#include <stdbool.h>

/*
 * Writes the value of X-Bgproc-Auth for this request, with a new nonce and the current time. A request is signed when it is
 * sent, because a job may have waited for hours. Overwrites the key in the spec. False when the request cannot be signed.
 */
bool bgproc_http_auth_sign(const struct bgproc_request *request, char value[BGPROC_AUTH_VALUE_MAX]);

#endif
