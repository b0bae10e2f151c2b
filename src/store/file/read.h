/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_READ_H
#define BGPROC_STORE_FILE_READ_H

/* Reading one record of the file store. */

#include "src/store/file/file_store.h"

enum bgproc_found {
	BGPROC_FOUND,         /* the record, or one made by bgproc_record_set_corrupt() */
	BGPROC_FOUND_NOTHING, /* no such file */
	BGPROC_FOUND_FOREIGN, /* there is something, but no plain file of ours */
	BGPROC_FOUND_ERROR,   /* we are out of memory or descriptors: err is set */
};

/* Reads the record of a key. record needs no set-up and is to be freed after BGPROC_FOUND only. */
enum bgproc_found bgproc_store_file_read(
	struct bgproc_file_store *file, const char *key, struct bgproc_record *record, struct bgproc_error *err);

/* Whether it was made by bgproc_record_set_corrupt(). */
bool bgproc_store_file_unreadable(const struct bgproc_record *record);

/*
 * Whether the record just read is final and has stayed for its time. Of what we cannot read only the remnant of a record under a
 * generated key expires, which a power cut may leave, keep_lost_s after the file was written; all else may be no record at all.
 */
bool bgproc_store_file_expired(const struct bgproc_file_store *file, const struct bgproc_record *record, uint64_t now_us);

#endif
