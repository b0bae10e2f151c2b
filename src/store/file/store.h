/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_STORE_H
#define BGPROC_STORE_FILE_STORE_H

/* The file store: a directory with a file for each record. */

#include "src/store/store.h"

/*
 * Opens the file store in a directory; bgproc_directory_open() describes what is refused. If create is false and the
 * directory does not exist: BGPROC_OK and *store is NULL (there are no records). The caller closes the store by
 * store->ops->close().
 */
enum bgproc_status bgproc_store_file_open(struct bgproc_store **store, const char *directory, bool shared, bool create,
	uint64_t keep_lost_s, struct bgproc_error *err);

/*
 * The directory itself, borrowed: for the start of a process, whose supervisor writes the record there. store must be a file
 * store.
 */
int bgproc_store_file_directory(const struct bgproc_store *store);

#endif
