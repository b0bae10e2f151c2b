/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_UNIQUE_H
#define BGPROC_STORE_FILE_UNIQUE_H

/*
 * Unique claims of jobs (docs/record.md): the file ".unique-UID-HASH" in the state directory names the one job that holds the
 * claim. The record of that job says the same in its member "unique"; a claim whose job does not, or is gone or final, is void,
 * so a claim need not be given back. A lost job keeps its claim as long as its command is seen alive; one in
 * another pid namespace does not.
 *
 *     begin: what holds the claim now
 *     none:  commit(key of the new job), then publish its record with unique = hash
 *     end
 *
 * From begin to end the lock of the store is held. Whoever dies in between leaves a claim of a job that is not there, which is
 * void. A holder that is to be stopped first is stopped outside: end, stop it, begin again.
 */

#include "src/store/store.h"

/* Lower-case hexadecimal digits of what is to be unique. */
#define BGPROC_UNIQUE_HASH_MIN 32
#define BGPROC_UNIQUE_HASH_MAX 64

struct bgproc_unique {
	struct bgproc_store *store; /* borrowed; NULL while nothing was begun */
	char hash[BGPROC_UNIQUE_HASH_MAX + 1];
};

/*
 * Takes the lock and finds out which job holds the claim: *held, and then holder is its record as it is now (delayed, starting,
 * running, or lost while its command is alive; the caller frees it). Void claims count as none. On failure nothing is held and
 * there is nothing to end:
 * BGPROC_ERR_ARGUMENT (no such hash), BGPROC_ERR_LOCK, BGPROC_ERR_STORE (the file is not ours, or cannot be read).
 */
enum bgproc_status bgproc_store_unique_begin(struct bgproc_unique *unique, struct bgproc_store *store, const char *hash,
	struct bgproc_record *holder, bool *held, struct bgproc_error *err);

/* Gives the claim to a job, in place of the one that held it. On failure it stays as it was. */
enum bgproc_status bgproc_store_unique_commit(
	struct bgproc_unique *unique, const char *key, struct bgproc_error *err);

/* Gives the lock back; also when nothing was begun. */
void bgproc_store_unique_end(struct bgproc_unique *unique);

/* Whether the name in a state directory is that of a claim of ours. */
bool bgproc_store_is_claim(const char *name);

/*
 * Removes a claim that was made before that time and whose job has no record any more, unless the lock is busy. Returns how
 * many: 0 or 1.
 */
int bgproc_store_sweep_claim(int dir_fd, const char *name, time_t before);

#endif
