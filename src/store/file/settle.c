/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/settle.h"

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/platform/process/proc.h"
#include "src/store/file/lock.h"
#include "src/store/file/names.h"
#include "src/store/file/read.h"
#include "src/store/record/encode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void mark_lost(struct bgproc_record *record, enum bgproc_liveness liveness, uint64_t keep_lost_s)
{
	const char *reason = liveness == BGPROC_OTHER_BOOT ? "rebooted"
		: liveness == BGPROC_OTHER_NAMESPACE           ? "other-namespace"
													   : "supervisor-gone";
	uint64_t *keep_s = record->job == BGPROC_JOB_NONE ? &record->keep_s : &record->keep_failed_s;

	record->state = BGPROC_STATE_LOST;
	record->ended_us = bgproc_wall_us();
	if (*keep_s < keep_lost_s) {
		*keep_s = keep_lost_s;
	}
	strncpy(record->reason, reason, sizeof record->reason - 1);
	record->command_alive =
		record->command.pid > 1 && bgproc_identity_check(&record->command) == BGPROC_ALIVE;
}

/* Replaces the record on disk; the lock is held and no other process writes it. False: the record is unchanged. */
static bool rewrite(struct bgproc_file_store *file, const struct bgproc_record *record)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	char temp[BGPROC_KEY_MAX + 48], name[BGPROC_STORE_NAME_SIZE];
	int fd = -1;
	bool done;

	bgproc_record_encode_fixed(&text, record, NULL);
	bgproc_record_encode_live(&text, record);
	bgproc_store_temp_name(temp, record->key);
	bgproc_store_file_name(name, record->key, ".json");
	if (bgproc_buf_ok(&text)) {
		fd = bgproc_file_create(file->dir_fd, temp);
	}
	done = fd >= 0 && bgproc_write_new(fd, text.data, text.length) == 0 &&
		renameat(file->dir_fd, temp, file->dir_fd, name) == 0;
	if (fd >= 0 && !done) {
		unlinkat(file->dir_fd, temp, 0);
	}
	bgproc_fd_close(&fd);
	bgproc_buf_free(&text);
	return done;
}

/*
 * The supervisor of record has ended; fresh is the present record on disk. True: fresh is final, so it is the result.
 * Otherwise fresh is changed to lost, on disk too if the lock is held. Takes ownership of fresh.
 */
static bool settle_gone(
	struct bgproc_file_store *file, struct bgproc_record *record, struct bgproc_record *fresh, bool locked)
{
	bool same = !bgproc_state_is_final(fresh->state) && bgproc_identity_same(&record->supervisor, &fresh->supervisor);

	if (same) {
		/* Asked again, so that nothing that went wrong once (no descriptor left, say) can make a process
		 * lost. */
		enum bgproc_liveness liveness = bgproc_identity_check(&fresh->supervisor);

		if (liveness == BGPROC_GONE || liveness == BGPROC_OTHER_BOOT) {
			mark_lost(fresh, liveness, file->base.keep_lost_s);
			if (locked) {
				/* If the disk is full or read-only, every reader has to find this out again. */
				rewrite(file, fresh);
			}
		}
	}
	bgproc_record_free(record);
	*record = *fresh;
	return same;
}

enum bgproc_status bgproc_store_file_settle(
	struct bgproc_store *store, struct bgproc_record *record, bool *removed, struct bgproc_error *err)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;
	bool settled = false;

	*removed = false;
	for (int round = 0; round < BGPROC_STORE_ROUNDS && !settled && !bgproc_state_is_final(record->state); round++) {
		enum bgproc_liveness liveness = bgproc_identity_check(&record->supervisor);
		struct bgproc_record fresh;
		enum bgproc_found found;
		int lock_fd;

		if (liveness == BGPROC_ALIVE) {
			break;
		}
		if (liveness == BGPROC_OTHER_NAMESPACE) {
			/* The process may be alive there, but this cannot be checked here, so nothing is written. */
			mark_lost(record, liveness, file->base.keep_lost_s);
			break;
		}
		lock_fd = bgproc_store_file_take_lock(file, file->lock_stuck ? 0 : BGPROC_STORE_LOCK_WAIT_MS);
		file->lock_stuck = lock_fd < 0 && errno == EWOULDBLOCK;
		/*
		 * The record is read again, because the supervisor may have written its final state, or removed the record, before it
		 * ended.
		 */
		found = bgproc_store_file_read(file, record->key, &fresh, err);
		if (found == BGPROC_FOUND) {
			settled = settle_gone(file, record, &fresh, lock_fd >= 0);
		}
		bgproc_fd_close(&lock_fd);
		if (found == BGPROC_FOUND_ERROR) {
			return err ? err->status : BGPROC_ERR_STORE;
		}
		if (found != BGPROC_FOUND) {
			*removed = true;
			break;
		}
	}
	return BGPROC_OK;
}
