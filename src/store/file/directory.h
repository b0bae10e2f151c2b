/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_DIRECTORY_H
#define BGPROC_STORE_FILE_DIRECTORY_H

/* The names in a state directory: which records exist. No record is read here. */

#include "src/core/buf.h"
#include "src/core/error.h"

#include <stddef.h>

/* Must be initialized with {.text = BGPROC_BUF_INIT}. */
struct bgproc_store_keys {
	struct bgproc_buf text; /* each followed by a NUL, as they were found */
	const char **sorted;    /* count of them, by their bytes */
	size_t count;
};

/*
 * Finds every key with that prefix that has a file KEY.json of any owner. No key is returned twice. The caller frees keys in
 * every case.
 */
enum bgproc_status bgproc_store_keys_collect(
	struct bgproc_store_keys *keys, int dir_fd, const char *prefix, struct bgproc_error *err);

/* Also restores the initial state. */
void bgproc_store_keys_free(struct bgproc_store_keys *keys);

/* The number of records whose key begins with prefix; only names are read. */
size_t bgproc_store_keys_count(int dir_fd, const char *prefix);

#endif
