/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_UNIQUE_H
#define BGPROC_STORE_FILE_UNIQUE_H

/*
 * Unique claims of jobs (docs/record.md): the file ".unique-UID-HASH" in the state directory contains the key of the one job
 * that holds the claim. The record of that job has the same hash in its member "unique". A claim is void if its job has
 * another hash, has no record or has ended, so it need not be released. A lost job keeps its claim while its command is seen
 * alive; one in another pid namespace does not.
 *
 *     begin: returns the holder of the claim
 *     none:  commit(key of the new job), then publish its record with unique = hash
 *     end
 *
 * The lock of the store is held from begin to end. A process that dies in between leaves a claim without a job, which is
 * void. To stop a holder, release the lock first: end, stop it, begin again.
 */

#include "src/store/store.h"

/* Length of the hash in lower-case hexadecimal digits. */
#define BGPROC_UNIQUE_HASH_MIN 32
#define BGPROC_UNIQUE_HASH_MAX 64

struct bgproc_unique {
	struct bgproc_store *store; /* borrowed; NULL before begin */
	char hash[BGPROC_UNIQUE_HASH_MAX + 1];
};

/*
 * Takes the lock and finds the job that holds the claim: *held is true then, and holder is its present record (delayed,
 * starting, running, or lost while its command is alive; the caller frees it). Void claims count as none. On failure the
 * lock is not held, and end need not be called: BGPROC_ERR_ARGUMENT (not a hash), BGPROC_ERR_LOCK, BGPROC_ERR_STORE (the
 * file belongs to another user, or cannot be read).
 */
enum bgproc_status bgproc_store_unique_begin(struct bgproc_unique *unique, struct bgproc_store *store, const char *hash,
	struct bgproc_record *holder, bool *held, struct bgproc_error *err);

/* Gives the claim to a job, instead of its previous holder. On failure the claim is unchanged. */
enum bgproc_status bgproc_store_unique_commit(
	struct bgproc_unique *unique, const char *key, struct bgproc_error *err);

/* Releases the lock; allowed without begin too. */
void bgproc_store_unique_end(struct bgproc_unique *unique);

/* Whether a name in a state directory is that of a claim of this user. */
bool bgproc_store_is_claim(const char *name);

/*
 * Removes a claim that was made before that time and whose job has no record any more, unless the lock is busy. Returns the
 * number of removed claims: 0 or 1.
 */
int bgproc_store_sweep_claim(int dir_fd, const char *name, time_t before);

#endif
