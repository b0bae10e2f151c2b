/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_BASE64_H
#define BGPROC_CORE_BASE64_H

/* Base64 (RFC 4648, section 4), decoded. bgproc_json_base64() in json_text.h writes it. */

#include <stdbool.h>

/* Decodes the text in its place. False when it is not base64 with padding, or holds a NUL byte. */
bool bgproc_base64_decode(char *text);

#endif
