/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/file_store.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/directory_known.h"
#include "src/platform/file/files.h"
#include "src/platform/process/proc.h"
#include "src/store/record/encode.h"
#include "src/store/file/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* ---- looking up, listing ---- */

static enum bgproc_status file_get(struct bgproc_store *store, const char *key, struct bgproc_record *record,
	bool *found, struct bgproc_error *err)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;
	struct bgproc_buf expired = BGPROC_BUF_INIT;

	*found = false;
	memset(record, 0, sizeof *record);
	/* Made for input from anywhere: an impossible key is simply not there. */
	if (!bgproc_key_valid(key, strlen(key))) {
		return BGPROC_OK;
	}
	switch (bgproc_store_file_read(file, key, record, err)) {
		case BGPROC_FOUND_ERROR:
			return err ? err->status : BGPROC_ERR_STORE;
		case BGPROC_FOUND:
			break;
		default:
			return BGPROC_OK;
	}
	*found = !bgproc_store_file_expired(file, record, bgproc_wall_us());
	if (!*found) {
		bgproc_record_free(record);
		bgproc_buf_append(&expired, key, strlen(key) + 1);
		bgproc_store_file_remove_expired(file, &expired);
		bgproc_buf_free(&expired);
	}
	return BGPROC_OK;
}

static void end_list(struct bgproc_file_store *file)
{
	bgproc_store_keys_free(&file->keys);
	bgproc_buf_free(&file->expired);
	bgproc_record_free(&file->listed);
}

static enum bgproc_status file_list(struct bgproc_store *store, const char *prefix,
	bool (*each)(struct bgproc_record *record, void *context), void *context, struct bgproc_error *err)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;
	enum bgproc_status status = bgproc_store_keys_collect(&file->keys, store->dir_fd, prefix, err);
	uint64_t now_us = bgproc_wall_us();
	bool more = status == BGPROC_OK;

	for (size_t i = 0; more && i < file->keys.count; i++) {
		const char *key = file->keys.sorted[i];

		switch (bgproc_store_file_read(file, key, &file->listed, err)) {
			case BGPROC_FOUND:
				if (bgproc_store_file_expired(file, &file->listed, now_us)) {
					bgproc_buf_append(&file->expired, key, strlen(key) + 1);
				} else {
					more = each(&file->listed, context);
				}
				bgproc_record_free(&file->listed);
				break;
			case BGPROC_FOUND_ERROR:
				memset(&file->listed, 0, sizeof file->listed);
				status = err ? err->status : BGPROC_ERR_STORE;
				more = false;
				break;
			default:
				/* Removed since, or not ours. */
				break;
		}
	}
	if (bgproc_buf_ok(&file->expired)) {
		bgproc_store_file_remove_expired(file, &file->expired);
	}
	end_list(file);
	return status;
}

/* ---- settling ---- */

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

/* Replaces the record on disk; the lock is held and nobody else writes it. False: it stayed as it was. */
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
		fd = bgproc_file_create(file->base.dir_fd, temp);
	}
	done = fd >= 0 && bgproc_write_new(fd, text.data, text.length) == 0 &&
		renameat(file->base.dir_fd, temp, file->base.dir_fd, name) == 0;
	if (fd >= 0 && !done) {
		unlinkat(file->base.dir_fd, temp, 0);
	}
	bgproc_fd_close(&fd);
	bgproc_buf_free(&text);
	return done;
}

/*
 * The supervisor of record is gone; fresh is what the disk says since. True: that settles it. When it does
 * not, fresh is turned into lost, on disk too when we hold the lock. Takes fresh over.
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
				/* On a full or read-only disk every reader finds out for himself. */
				rewrite(file, fresh);
			}
		}
	}
	bgproc_record_free(record);
	*record = *fresh;
	return same;
}

static enum bgproc_status file_settle(
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
			/* It may well live there: this is only what we can say of it here, and nothing is written. */
			mark_lost(record, liveness, file->base.keep_lost_s);
			break;
		}
		lock_fd = bgproc_store_file_take_lock(file, file->lock_stuck ? 0 : BGPROC_STORE_LOCK_WAIT_MS);
		file->lock_stuck = lock_fd < 0 && errno == EWOULDBLOCK;
		/* Read again: its last act may have been to write its final state, or to remove the record. */
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

/* ---- the lock ---- */

int bgproc_store_file_take_lock(struct bgproc_file_store *file, int64_t wait_ms)
{
	char name[32];

	if (file->section_fd >= 0) {
		/* Closing it does not give the lock up: that belongs to both. */
		return fcntl(file->section_fd, F_DUPFD_CLOEXEC, 3);
	}
	bgproc_store_lock_name(name);
	return bgproc_file_lock(file->base.dir_fd, name, wait_ms);
}

static enum bgproc_status file_lock(struct bgproc_store *store, struct bgproc_error *err)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;

	file->section_fd = bgproc_store_file_take_lock(file, BGPROC_STORE_LOCK_WAIT_MS);
	if (file->section_fd < 0) {
		return bgproc_error_set(err, BGPROC_ERR_LOCK, errno, "the lock of the state directory cannot be taken");
	}
	return BGPROC_OK;
}

static void file_unlock(struct bgproc_store *store)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;

	if (file->section_fd >= 0) {
		/* A process that was forked meanwhile may have a copy of the descriptor until it execs. */
		flock(file->section_fd, LOCK_UN);
		bgproc_fd_close(&file->section_fd);
	}
}

/* ---- opening, closing ---- */

static int file_sweep(struct bgproc_store *store)
{
	return bgproc_store_directory_sweep(store->dir_fd);
}

static void file_close(struct bgproc_store *store)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;

	file_unlock(store);
	end_list(file);
	bgproc_fd_close(&file->base.dir_fd);
	free(file->buffer);
	free(file);
}

static const struct bgproc_store_ops file_ops = {
	.name = "file",
	.get = file_get,
	.list = file_list,
	.settle = file_settle,
	.lock = file_lock,
	.unlock = file_unlock,
	.claim = bgproc_store_file_claim,
	.remove = bgproc_store_file_remove,
	.sweep = file_sweep,
	.close = file_close,
};

enum bgproc_status bgproc_store_file_open(struct bgproc_store **store, const char *directory, bool shared,
	bool create, uint64_t keep_lost_s, struct bgproc_error *err)
{
	struct bgproc_error why = BGPROC_ERROR_INIT;
	struct bgproc_file_store *file;
	int dir_fd;

	*store = NULL;
	dir_fd = bgproc_directory_known_open(directory, shared);
	if (dir_fd < 0) {
		dir_fd = bgproc_directory_open(directory, shared, create, &why);
		if (dir_fd < 0) {
			return why.status == BGPROC_OK ? BGPROC_OK
										   : bgproc_error_set(err, why.status, why.sys_errno, "%s", why.text);
		}
		bgproc_directory_known_set(directory, shared, dir_fd);
	}
	file = calloc(1, sizeof *file);
	if (!file) {
		bgproc_fd_close(&dir_fd);
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "out of memory");
	}
	file->base.ops = &file_ops;
	file->base.dir_fd = dir_fd;
	file->base.keep_lost_s = keep_lost_s;
	file->user = geteuid();
	file->section_fd = -1;
	*store = &file->base;
	return BGPROC_OK;
}
