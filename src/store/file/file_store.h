/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_STORE_FILE_FILE_STORE_H
#define BGPROC_STORE_FILE_FILE_STORE_H

/* The object of the file store, for its own parts only. */

#include "src/core/buf.h"
#include "src/store/file/directory.h"
#include "src/store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How often a record is read again when another process replaces it meanwhile. */
#define BGPROC_STORE_ROUNDS 4

struct bgproc_file_store {
	struct bgproc_store base;
	int dir_fd;   /* the state directory; owned */
	char *buffer; /* for the text of a record, reused; owned */
	size_t capacity;
	uid_t user;      /* the owner of the records */
	bool ours;       /* the unreadable file just read is a damaged record, not another kind of file */
	bool cut_short;  /* it does not end like a record: a power cut may have left it */
	bool is_private; /* it has the mode of a record */
	int section_fd;  /* the lock between lock and unlock, else -1; owned */
	bool lock_stuck; /* another process held the lock for BGPROC_STORE_LOCK_WAIT_MS: settle does not wait for it again */

	/* State of list, whose callback may never return; all owned. */
	struct bgproc_store_keys keys;
	struct bgproc_buf expired; /* keys, each with a NUL */
	struct bgproc_record listed;
};

#endif
