/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_FILE_STORE_H
#define BGPROC_STORE_FILE_FILE_STORE_H

/*
 * The parts of the file store, for them alone: store_file_read.c reads one record, store_file_remove.c removes what has ended
 * and so makes keys free, store_file.c does the rest of struct bgproc_store_ops.
 */

#include "src/core/buf.h"
#include "src/store/store.h"
#include "src/store/file/directory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* How long a caller waits for the lock. Cleanup does not wait for it. */
#define BGPROC_STORE_LOCK_WAIT_MS 2000

/* How often a record is looked at again that another process replaces meanwhile. */
#define BGPROC_STORE_ROUNDS 4

struct bgproc_file_store {
	struct bgproc_store base;
	char *buffer; /* for the text of a record, reused; owned */
	size_t capacity;
	uid_t user;      /* whose records these are */
	bool ours;       /* the unreadable file just read is a damaged record, not a file of another kind */
	bool cut_short;  /* it does not end as a record does: a power cut may have left it */
	bool is_private; /* it has the mode of a record */
	int section_fd;  /* the lock between lock and unlock, else -1; owned */
	bool lock_stuck; /* another process kept the lock for BGPROC_STORE_LOCK_WAIT_MS: settle does not wait for it any more */

	/* Of the walk of list, which its callback may leave for good; all owned. */
	struct bgproc_store_keys keys;
	struct bgproc_buf expired; /* keys, each with a NUL */
	struct bgproc_record listed;
};

enum bgproc_found {
	BGPROC_FOUND,         /* the record, or one made by bgproc_record_set_corrupt() */
	BGPROC_FOUND_NOTHING, /* no such file */
	BGPROC_FOUND_FOREIGN, /* there is something, but no plain file of ours */
	BGPROC_FOUND_ERROR,   /* we are out of memory or descriptors: err is set */
};

/* Reads the record of a key. record needs no set-up and is to be freed after BGPROC_FOUND only. */
enum bgproc_found bgproc_store_file_read(
	struct bgproc_file_store *file, const char *key, struct bgproc_record *record, struct bgproc_error *err);

/* Whether it was made by bgproc_record_set_corrupt(). */
bool bgproc_store_file_unreadable(const struct bgproc_record *record);

/*
 * Whether the record just read is final and has stayed for its time. Of what we cannot read only the remnant of a record under a
 * generated key expires, which a power cut may leave, keep_lost_s after the file was written; all else may be no record at all.
 */
bool bgproc_store_file_expired(const struct bgproc_file_store *file, const struct bgproc_record *record, uint64_t now_us);

/* The lock of this user in this directory, as a descriptor that the caller closes; -1 with errno. */
int bgproc_store_file_take_lock(struct bgproc_file_store *file, int64_t wait_ms);

/*
 * Removes the records whose time is up; keys holds their names, each with a NUL. Read again under the lock: the key may have
 * been started anew meanwhile. This does not wait for the lock: when it is busy the next reader does it.
 */
void bgproc_store_file_remove_expired(struct bgproc_file_store *file, const struct bgproc_buf *keys);

/* See claim and remove in struct bgproc_store_ops. */
enum bgproc_status bgproc_store_file_claim(struct bgproc_store *store, const char *key, struct bgproc_error *err);
enum bgproc_status bgproc_store_file_remove(struct bgproc_store *store, const char *key, struct bgproc_error *err);

#endif
