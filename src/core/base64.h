/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_BASE64_H
#define BGPROC_CORE_BASE64_H

/* Decodes base64 (RFC 4648, section 4). bgproc_json_base64() in json_text.h encodes it. */

#include <stdbool.h>

/* Decodes the text in place. False when it is not base64 with padding, or the decoded bytes contain a NUL. */
bool bgproc_base64_decode(char *text);

#endif
