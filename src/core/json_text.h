/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_JSON_TEXT_H
#define BGPROC_CORE_JSON_TEXT_H

/*
 * Appends JSON text to a buffer. It only writes: untrusted JSON of records is read with cJSON (src/store/record/decode.c). We
 * have our own writer for two reasons: the first record is completed by a process that must not allocate memory, and the
 * supervisor, which must stay small, only writes records.
 */

#include "src/core/buf.h"

/*
 * Length of the well-formed UTF-8 character at the start of the bytes; 0 when there is none, when it is incomplete, or when it
 * is NUL.
 */
size_t bgproc_utf8_step(const char *bytes, size_t left);

/* Whether the bytes are well-formed UTF-8 (no surrogates, nothing above U+10FFFF, shortest forms) without NUL. */
bool bgproc_utf8_valid(const char *bytes, size_t length);

/*
 * Appends a quoted JSON string. Control bytes, quote, backslash and DEL are escaped. Each byte that is not UTF-8 becomes one
 * U+FFFD.
 */
void bgproc_json_string(struct bgproc_buf *buf, const char *bytes, size_t length);

/* Appends the bytes in base64, as a quoted JSON string. */
void bgproc_json_base64(struct bgproc_buf *buf, const char *bytes, size_t length);

#endif
