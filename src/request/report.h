/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_REPORT_H
#define BGPROC_REQUEST_REPORT_H

/*
 * Reports to the supervisor (docs/notify.md). A report takes a limited time, whatever the supervisor does. A report that
 * cannot be delivered is dropped, because the exit code also shows success or failure.
 */

#include "src/request/request.h"

/* {"accepted":true}: the other side has begun to answer. */
void bgproc_report_accepted(const struct bgproc_request *request);

/* {"error":...}: the request failed. The message may contain any bytes; it is cut if it is too long. */
void bgproc_report_error(const struct bgproc_request *request, const char *type, const char *message, size_t length);

#endif
