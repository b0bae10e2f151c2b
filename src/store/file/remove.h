/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_REMOVE_H
#define BGPROC_STORE_FILE_REMOVE_H

/* Removing what has ended, and so making keys free. */

#include "src/store/file/file_store.h"

/*
 * Removes the records whose time is up; keys holds their names, each with a NUL. Read again under the lock: the key may have
 * been started anew meanwhile. This does not wait for the lock: when it is busy the next reader does it.
 */
void bgproc_store_file_remove_expired(struct bgproc_file_store *file, const struct bgproc_buf *keys);

/* See claim and remove in struct bgproc_store_ops. */
enum bgproc_status bgproc_store_file_claim(struct bgproc_store *store, const char *key, struct bgproc_error *err);
enum bgproc_status bgproc_store_file_remove(struct bgproc_store *store, const char *key, struct bgproc_error *err);

#endif
