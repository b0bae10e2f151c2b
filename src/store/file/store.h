/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_STORE_H
#define BGPROC_STORE_FILE_STORE_H

/* The file store: a directory with a file for each record. */

#include "src/store/store.h"

/*
 * The file store in a directory, see bgproc_directory_open() for what is refused. create false and no such directory:
 * BGPROC_OK and *store is NULL (there are no records). The caller closes it by store->ops->close().
 */
enum bgproc_status bgproc_store_file_open(struct bgproc_store **store, const char *directory, bool shared, bool create,
	uint64_t keep_lost_s, struct bgproc_error *err);

/*
 * The directory itself, borrowed: for the start of a process, whose supervisor writes the record there. store must be one of
 * these.
 */
int bgproc_store_file_directory(const struct bgproc_store *store);

#endif
