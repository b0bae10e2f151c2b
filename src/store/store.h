/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_STORE_H
#define BGPROC_STORE_STORE_H

/*
 * The readers' side of the store. A table of operations allows another store (Redis) next to the files. All functions are
 * for one user: records of other users are neither returned nor changed.
 */

#include "src/core/error.h"
#include "src/core/key.h"
#include "src/core/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct bgproc_store;

struct bgproc_store_ops {
	const char *name;

	/*
	 * Reads a record. Found: *found is true and the caller frees record (a corrupt one too: state lost, reason set). A record
	 * whose keep time has passed is removed and not found. Whether the process is alive is not checked here, see settle.
	 */
	enum bgproc_status (*get)(struct bgproc_store *store, const char *key, struct bgproc_record *record, bool *found,
		struct bgproc_error *err);

	/*
	 * Calls each with every record of this user whose key starts with prefix, in the order of the keys' bytes; false ends the
	 * walk. Unreadable records are passed too. The store owns the record and frees it after the call, or in close if each never
	 * returns (PHP may jump out of it). To keep a record, each copies it and sets the store's record to zeros.
	 */
	enum bgproc_status (*list)(struct bgproc_store *store, const char *prefix,
		bool (*each)(struct bgproc_record *record, void *context), void *context, struct bgproc_error *err);

	/*
	 * Finds the true state of a record that is not final. If its supervisor is alive, the record is unchanged. If the record on
	 * disk is newer, it replaces this one (*removed: the record was removed). Otherwise the state becomes lost, on disk and in
	 * memory, under the store's lock.
	 */
	enum bgproc_status (*settle)(
		struct bgproc_store *store, struct bgproc_record *record, bool *removed, struct bgproc_error *err);

	/*
	 * Takes the lock of the store until unlock, so that a state that was read stays valid until the caller has acted on it. get,
	 * settle, claim and remove of the same store may be called in between. The lock must be held only for a short time: all
	 * other readers of this user that must change something wait, two seconds at most. BGPROC_ERR_LOCK when another process
	 * holds it. Does not nest.
	 */
	enum bgproc_status (*lock)(struct bgproc_store *store, struct bgproc_error *err);
	void (*unlock)(struct bgproc_store *store);

	/*
	 * Makes a key free for a new start: BGPROC_ERR_STATE when its process has not ended or belongs to another user; a record of
	 * this user whose process has ended is removed, under the lock.
	 */
	enum bgproc_status (*claim)(struct bgproc_store *store, const char *key, struct bgproc_error *err);

	/* Removes a record that has ended, with its files. BGPROC_ERR_STATE when it has not ended. */
	enum bgproc_status (*remove)(struct bgproc_store *store, const char *key, struct bgproc_error *err);

	/* The number of records whose key starts with prefix, of any owner. */
	size_t (*count)(struct bgproc_store *store, const char *prefix);

	/*
	 * Opens a record for a reader that needs the final state even if the record is removed at the end: the final state can then
	 * be read from the descriptor. The caller closes it; -1: there is no such record, or another failure. Best effort.
	 */
	int (*hold)(struct bgproc_store *store, const char *key);

	/*
	 * The files next to a record: its key and a suffix (".out", ".log", ...). open_companion opens one of this user for reading,
	 * and fills st unless it is NULL; the caller owns the descriptor; -1 with errno ENOENT, or EACCES when the file belongs to
	 * another user. stat_companion describes the file with that name, of any owner. create_companion creates a new file with
	 * that content, or nothing. 0, or -1 with errno.
	 */
	int (*open_companion)(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st);
	int (*stat_companion)(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st);
	int (*create_companion)(
		struct bgproc_store *store, const char *key, const char *suffix, const void *bytes, size_t length);

	/* Removes files that failed starts have left: temporary files older than an hour, files without a record. */
	int (*sweep)(struct bgproc_store *store);

	void (*close)(struct bgproc_store *store);
};

struct bgproc_store {
	const struct bgproc_store_ops *ops;
	uint64_t keep_lost_s; /* how long a lost record is kept after the loss was noticed */
};

#endif
