/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_CURL_LOAD_H
#define BGPROC_REQUEST_CURL_LOAD_H

#include "src/request/curl_abi.h"

#include <stdbool.h>

/* Loads libcurl until the process ends. False, with a static text in *why, when it is not found or lacks a function. */
bool bgproc_curl_load(struct bgproc_curl *curl, const char **why);

#endif
