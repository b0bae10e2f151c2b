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

	/* Removes what is left of broken starts: temporary files older than an hour, files whose record is gone. */
	int (*sweep)(struct bgproc_store *store);

	void (*close)(struct bgproc_store *store);
};

struct bgproc_store {
	const struct bgproc_store_ops *ops;
	int dir_fd;           /* file store: the state directory; owned */
	uint64_t keep_lost_s; /* how long a lost record stays after it was noticed */
};

/*
 * The file store in a directory, see bgproc_directory_open() for what is refused. create false and no such directory:
 * BGPROC_OK and *store is NULL (there are no records). The caller closes it by store->ops->close().
 */
enum bgproc_status bgproc_store_file_open(struct bgproc_store **store, const char *directory, bool shared, bool create,
	uint64_t keep_lost_s, struct bgproc_error *err);

/* Room for the name of any file of a key. */
#define BGPROC_STORE_NAME_SIZE (BGPROC_KEY_MAX + 16)

/*
 * The files beside KEY.json; the first BGPROC_STORE_OUTPUTS belong to captured output, the others to jobs. They are removed in
 * this order: readers of KEY.cut rely on it.
 */
#define BGPROC_STORE_OUTPUTS 3
#define BGPROC_STORE_COMPANIONS 8

extern const char *const bgproc_store_companions[BGPROC_STORE_COMPANIONS];

/*
 * Whether the companion with that number belongs to a record: KEY.out, .err and .cut to one that captures output, KEY.log,
 * .result, .request and .sock to a job, KEY.php to a job that calls PHP. Beside all other records, files of such names are not
 * ours.
 */
bool bgproc_store_has_companion(size_t number, bool capture, enum bgproc_job_kind job);

/* Names of the files of a key; name has room for BGPROC_STORE_NAME_SIZE bytes. suffix: ".json", ".out", ".request", ... */
void bgproc_store_file_name(char *name, const char *key, const char *suffix);

/* The name of the lock of this user in a state directory. Room for 32 bytes. */
void bgproc_store_lock_name(char *name);

/* Name of a temporary file: ".KEY.PID.N", which no key can take. Room for BGPROC_KEY_MAX + 48 bytes. */
void bgproc_store_temp_name(char *name, const char *key);

#endif
