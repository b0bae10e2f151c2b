/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_RECORD_DECODE_H
#define BGPROC_STORE_RECORD_DECODE_H

/*
 * Converts JSON text to a record, by cJSON. The text may come from any source: truncated, very large, with wrong types,
 * newer. Every value is checked before use; only memory is changed.
 */

#include "src/core/error.h"
#include "src/core/record.h"

/* A longer file is corrupt: twice the largest command line Linux can exec, each byte escaped in six. */
#define BGPROC_RECORD_SIZE_MAX ((size_t) 32 * 1024 * 1024)

/*
 * Fills record (the caller frees it in every case). expected_key: the key in the name of the file; a record with another key
 * is corrupt. BGPROC_ERR_STORE with the reason on failure: record then has only the key, an empty scope, state lost and
 * reason "corrupt" ("newer-version" for an unknown version). BGPROC_ERR_INTERNAL when memory runs out, which does not mean
 * that the text is wrong: record is then empty.
 */
enum bgproc_status bgproc_record_decode(struct bgproc_record *record, const char *text, size_t length,
	const char *expected_key, struct bgproc_error *err);

/* Gives record (freed before) the contents that a failed decode leaves. False when memory runs out. */
bool bgproc_record_set_corrupt(struct bgproc_record *record, const char *key, const char *reason);

#endif
