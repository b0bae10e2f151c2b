/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_READ_H
#define BGPROC_STORE_FILE_READ_H

/* Reading one record of the file store. */

#include "src/store/file/file_store.h"

enum bgproc_found {
	BGPROC_FOUND,         /* the record, or one made by bgproc_record_set_corrupt() */
	BGPROC_FOUND_NOTHING, /* no such file */
	BGPROC_FOUND_FOREIGN, /* a file exists, but it is not a regular file of this user */
	BGPROC_FOUND_ERROR,   /* out of memory or descriptors: err is set */
};

/* Reads the record of a key. record need not be initialized, and must be freed only after BGPROC_FOUND. */
enum bgproc_found bgproc_store_file_read(
	struct bgproc_file_store *file, const char *key, struct bgproc_record *record, struct bgproc_error *err);

/* Whether the record was made by bgproc_record_set_corrupt(). */
bool bgproc_store_file_unreadable(const struct bgproc_record *record);

/*
 * Whether the record just read is final and has been kept long enough. Of unreadable files only the rest of a record with a
 * generated key expires (a power cut may leave one), keep_lost_s after it was written; all others may not be records at all.
 */
bool bgproc_store_file_expired(const struct bgproc_file_store *file, const struct bgproc_record *record, uint64_t now_us);

#endif
