/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_RECORD_DECODE_H
#define BGPROC_STORE_RECORD_DECODE_H

/*
 * JSON text -> record, by cJSON. The text may come from anybody: truncated, huge, of wrong types, newer. Nothing is
 * trusted that was not checked; nothing but memory is touched.
 */

#include "src/core/error.h"
#include "src/core/record.h"

/* A longer file is corrupt: twice the largest command line Linux can exec, each byte escaped in six. */
#define BGPROC_RECORD_SIZE_MAX ((size_t) 32 * 1024 * 1024)

/*
 * Fills record (which the caller frees in every case). expected_key: the key of the file's name; a record that says
 * another one is corrupt. BGPROC_ERR_STORE with the reason on failure: record then has the key, an empty scope, state
 * lost and reason "corrupt" ("newer-version" for a version we do not know) and nothing else. BGPROC_ERR_INTERNAL when
 * memory runs out, which says nothing about the text: record is then empty.
 */
enum bgproc_status bgproc_record_decode(struct bgproc_record *record, const char *text, size_t length,
	const char *expected_key, struct bgproc_error *err);

/* Makes record (freed before) what a failed decode leaves. False when memory runs out. */
bool bgproc_record_set_corrupt(struct bgproc_record *record, const char *key, const char *reason);

#endif
