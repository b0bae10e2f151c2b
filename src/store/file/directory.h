/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_DIRECTORY_H
#define BGPROC_STORE_FILE_DIRECTORY_H

/* The names in a state directory: which records there are. No record is read here. */

#include "src/core/buf.h"
#include "src/core/error.h"

#include <stddef.h>

/* Begins as {.text = BGPROC_BUF_INIT}. */
struct bgproc_store_keys {
	struct bgproc_buf text; /* each followed by a NUL, as they were found */
	const char **sorted;    /* count of them, by their bytes */
	size_t count;
};

/* Finds every key with that prefix that has a file KEY.json, whoever owns it. No key comes twice. Free them in any case. */
enum bgproc_status bgproc_store_keys_collect(
	struct bgproc_store_keys *keys, int dir_fd, const char *prefix, struct bgproc_error *err);

/* They are as at the beginning then. */
void bgproc_store_keys_free(struct bgproc_store_keys *keys);

/* How many records there are whose key begins with prefix, by their names alone. */
size_t bgproc_store_keys_count(int dir_fd, const char *prefix);

#endif
