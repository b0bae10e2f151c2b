/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_STORE_H
#define BGPROC_STORE_STORE_H

/*
 * The readers' side of the store, behind one table of operations so that another store (Redis) can stand beside the
 * files. All functions are for one user: records of others are neither returned nor touched.
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
	 * Looks a record up. Found: *found is true and record is the caller's to free (also one that is corrupt: state lost,
	 * reason set). A record that ended longer than its keep time ago is removed and not found. Liveness is not checked
	 * here, see settle.
	 */
	enum bgproc_status (*get)(struct bgproc_store *store, const char *key, struct bgproc_record *record, bool *found,
		struct bgproc_error *err);

	/*
	 * Calls each with every record of ours whose key starts with prefix, in the order of the keys' bytes; false ends the walk.
	 * Unreadable records are passed too. The record is the store's, and freed after the call, or by close, should each never
	 * return (PHP may jump out of it). Who wants to keep it copies it and sets the store's to zeros.
	 */
	enum bgproc_status (*list)(struct bgproc_store *store, const char *prefix,
		bool (*each)(struct bgproc_record *record, void *context), void *context, struct bgproc_error *err);

	/*
	 * Given a record that is not final, finds out the truth: leaves it alone when its supervisor lives, replaces it by what
	 * is on disk when that has moved on (*removed when the record is gone), else turns it into state lost on disk and in
	 * memory, under the store's lock.
	 */
	enum bgproc_status (*settle)(
		struct bgproc_store *store, struct bgproc_record *record, bool *removed, struct bgproc_error *err);

	/*
	 * Takes the lock of the store until unlock, so that what is found out stays true until something was done about it. get,
	 * settle, claim and remove of the same store work in between. Short: every other reader of this user who has to change
	 * something waits, two seconds at most. BGPROC_ERR_LOCK when another process keeps it. Does not nest.
	 */
	enum bgproc_status (*lock)(struct bgproc_store *store, struct bgproc_error *err);
	void (*unlock)(struct bgproc_store *store);

	/*
	 * Makes a key free for a new start: BGPROC_ERR_STATE when its process has not ended or belongs to another user; a
	 * record of ours that has ended is removed, under the lock.
	 */
	enum bgproc_status (*claim)(struct bgproc_store *store, const char *key, struct bgproc_error *err);

	/* Removes a record that has ended, with its files. BGPROC_ERR_STATE when it has not ended. */
	enum bgproc_status (*remove)(struct bgproc_store *store, const char *key, struct bgproc_error *err);

	/* How many records there are whose key starts with prefix, whoever they belong to. */
	size_t (*count)(struct bgproc_store *store, const char *prefix);

	/*
	 * Opens a record for a reader who wants to know the end of its process also when the record goes with it: the last state
	 * can be read from the descriptor then. The caller's to close; -1: there is no such record, or another reason. Best
	 * effort.
	 */
	int (*hold)(struct bgproc_store *store, const char *key);

	/*
	 * What stands beside a record under its key and a suffix (".out", ".log", ...). open_companion opens one of ours for
	 * reading, and fills st unless it is NULL: the caller's descriptor, or -1 with errno ENOENT, or EACCES when it is none of
	 * ours. stat_companion tells what has the name, whoever it belongs to. create_companion makes one that must not exist,
	 * with that content, or nothing. 0, or -1 with errno.
	 */
	int (*open_companion)(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st);
	int (*stat_companion)(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st);
	int (*create_companion)(
		struct bgproc_store *store, const char *key, const char *suffix, const void *bytes, size_t length);

	/* Removes what is left of broken starts: temporary files older than an hour, files whose record is gone. */
	int (*sweep)(struct bgproc_store *store);

	void (*close)(struct bgproc_store *store);
};

struct bgproc_store {
	const struct bgproc_store_ops *ops;
	uint64_t keep_lost_s; /* how long a lost record stays after it was noticed */
};

#endif
