/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_CURL_LOAD_H
#define BGPROC_REQUEST_CURL_LOAD_H

#include "src/request/curl_abi.h"

#include <stdbool.h>

/* Opens libcurl for the rest of this process. False when it is not there or lacks a function; *why is a static text. */
bool bgproc_curl_load(struct bgproc_curl *curl, const char **why);

#endif
