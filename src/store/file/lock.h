/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_LOCK_H
#define BGPROC_STORE_FILE_LOCK_H

/* The lock of a user in a state directory. */

#include "src/store/file/file_store.h"

/* How long a caller waits for the lock. Cleanup does not wait for it. */
#define BGPROC_STORE_LOCK_WAIT_MS 2000

/* The lock of this user in this directory, as a descriptor that the caller closes; -1 with errno. */
int bgproc_store_file_take_lock(struct bgproc_file_store *file, int64_t wait_ms);

/* See lock and unlock in struct bgproc_store_ops. */
enum bgproc_status bgproc_store_file_lock(struct bgproc_store *store, struct bgproc_error *err);
void bgproc_store_file_unlock(struct bgproc_store *store);

#endif
