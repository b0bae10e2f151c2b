/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_REMOVE_H
#define BGPROC_STORE_FILE_REMOVE_H

/* Removes records of processes that have ended, so that their keys are free. */

#include "src/store/file/file_store.h"

/*
 * Removes expired records; keys contains their names, each with a NUL. Each record is read again under the lock, because a
 * new process may have been started with the key. This does not wait for the lock: if it is busy, a later reader removes the
 * records.
 */
void bgproc_store_file_remove_expired(struct bgproc_file_store *file, const struct bgproc_buf *keys);

/* See claim and remove in struct bgproc_store_ops. */
enum bgproc_status bgproc_store_file_claim(struct bgproc_store *store, const char *key, struct bgproc_error *err);
enum bgproc_status bgproc_store_file_remove(struct bgproc_store *store, const char *key, struct bgproc_error *err);

#endif
