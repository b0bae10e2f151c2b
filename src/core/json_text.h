/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_JSON_TEXT_H
#define BGPROC_CORE_JSON_TEXT_H

/*
 * Appends JSON text to a buffer. Writing only: reading hostile JSON is cJSON's work (src/store/record/decode.c). The
 * writer is ours because the first record is finished by a process that may not allocate, and because the supervisor,
 * which must stay small, only ever writes.
 */

#include "src/core/buf.h"

/*
 * Length of the well-formed UTF-8 character that the bytes start with; 0 when there is none, or it is cut short, or it is
 * NUL.
 */
size_t bgproc_utf8_step(const char *bytes, size_t left);

/* Whether the bytes are well-formed UTF-8 (no surrogates, nothing above U+10FFFF, shortest forms) without NUL. */
bool bgproc_utf8_valid(const char *bytes, size_t length);

/*
 * A quoted JSON string. Control bytes, quote, backslash, DEL are escaped; bytes that are not UTF-8 become U+FFFD, one
 * for each byte.
 */
void bgproc_json_string(struct bgproc_buf *buf, const char *bytes, size_t length);

/* The same bytes in base64 between quotes. */
void bgproc_json_base64(struct bgproc_buf *buf, const char *bytes, size_t length);

#endif
