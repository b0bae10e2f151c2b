/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_COMPANION_H
#define BGPROC_STORE_FILE_COMPANION_H

/* The files next to a record, and holding the record itself. */

#include "src/store/file/file_store.h"

/* See hold, open_companion, stat_companion and create_companion in struct bgproc_store_ops. */
int bgproc_store_file_hold(struct bgproc_store *store, const char *key);
int bgproc_store_file_open_companion(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st);
int bgproc_store_file_stat_companion(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st);
int bgproc_store_file_create_companion(
	struct bgproc_store *store, const char *key, const char *suffix, const void *bytes, size_t length);

#endif
