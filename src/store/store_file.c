/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/store.h"

#include "src/core/buf.h"
#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/directory_known.h"
#include "src/platform/files.h"
#include "src/platform/proc.h"
#include "src/store/record_decode.h"
#include "src/store/record_encode.h"
#include "src/store/store_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Who must wait for the lock waits this long; who only tidies up does not wait. */
#define LOCK_WAIT_MS 2000

/* A larger read buffer is not kept for the next record. */
#define BUFFER_KEPT ((size_t) 256 * 1024)

/* How often settle looks again when the record under its key is replaced by another process's meanwhile. */
#define SETTLE_ROUNDS 4

struct file_store {
	struct bgproc_store base;
	char *buffer; /* for the text of a record, reused; owned */
	size_t capacity;
	uid_t user;      /* whose records these are */
	bool ours;       /* the unreadable file just read is a damaged record, not a file of another kind */
	int section_fd;  /* the lock between lock and unlock, else -1; owned */
	bool lock_stuck; /* somebody kept the lock for LOCK_WAIT_MS: from then on settle does not wait for it */
};

#define NAME_SIZE BGPROC_STORE_NAME_SIZE

/* ---- reading one record ---- */

enum found {
	FOUND,         /* the record, or one made by bgproc_record_set_corrupt() */
	FOUND_NOTHING, /* no such file */
	FOUND_FOREIGN, /* there is something, but no plain file of ours */
	FOUND_ERROR,   /* we are out of memory or descriptors: err is set */
};

static bool make_room(struct file_store *file, size_t size)
{
	char *buffer;

	if (size <= file->capacity) {
		return true;
	}
	size = size < 4096 ? 4096 : size;
	buffer = realloc(file->buffer, size);
	if (!buffer) {
		return false;
	}
	file->buffer = buffer;
	file->capacity = size;
	return true;
}

static enum found no_memory(struct bgproc_error *err)
{
	bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "out of memory");
	return FOUND_ERROR;
}

/*
 * Whether the text of an unreadable file is what is left of a record of ours: its beginning, or nothing, or
 * only NUL bytes, as a power cut leaves it. The state directory may be any directory of the user's, and
 * nobody's package.json is ever to be removed as a broken record.
 */
static bool is_remnant(const char *text, size_t length, const char *key)
{
	char start[BGPROC_KEY_MAX + 16];
	size_t start_length = (size_t) snprintf(start, sizeof start, "{\"key\":\"%s\"", key);
	size_t zeros = 0;

	while (zeros < length && text[zeros] == '\0') {
		zeros++;
	}
	return zeros == length || memcmp(text, start, length < start_length ? length : start_length) == 0;
}

/* A file of ours that is no record. Its time stands for the times of the record, so that it has an age to be
 * shown. */
static enum found take_corrupt(
	struct bgproc_record *record, const char *key, const struct stat *st, struct bgproc_error *err)
{
	if (record->reason[0] == '\0' && !bgproc_record_set_corrupt(record, key, "corrupt")) {
		bgproc_record_free(record);
		return no_memory(err);
	}
	if (st->st_mtime > 0) {
		record->created_us = record->ended_us = (uint64_t) st->st_mtime * 1000000;
	}
	return FOUND;
}

/* Reads an open file of a size that is known: one read is enough, no second one to see its end. */
static enum found read_text(struct file_store *file, int fd, const char *key, const struct stat *st,
	struct bgproc_record *record, struct bgproc_error *err)
{
	struct bgproc_error why = BGPROC_ERROR_INIT;
	size_t length = (size_t) st->st_size;
	ssize_t count;

	file->ours = st->st_size == 0;
	if (st->st_size <= 0 || length > BGPROC_RECORD_SIZE_MAX) {
		return take_corrupt(record, key, st, err);
	}
	if (!make_room(file, length)) {
		return no_memory(err);
	}
	count = bgproc_read_full(fd, file->buffer, length);
	if (count < 0) {
		/* An I/O error is the fault of this one record: the others must still be listed. */
		return take_corrupt(record, key, st, err);
	}
	switch (bgproc_record_decode(record, file->buffer, (size_t) count, key, &why)) {
		case BGPROC_OK:
			return FOUND;
		case BGPROC_ERR_INTERNAL:
			return no_memory(err);
		default:
			file->ours = is_remnant(file->buffer, (size_t) count, key);
			return take_corrupt(record, key, st, err);
	}
}

static bool is_unreadable(const struct bgproc_record *record)
{
	return record->version == 0;
}

static enum found read_once(
	struct file_store *file, const char *key, struct bgproc_record *record, struct bgproc_error *err)
{
	char name[NAME_SIZE];
	struct stat st;
	enum found found;
	int fd;

	memset(record, 0, sizeof *record);
	bgproc_store_file_name(name, key, ".json");
	fd = bgproc_file_open_of(file->base.dir_fd, name, O_RDONLY, file->user, &st);
	if (fd < 0) {
		switch (errno) {
			case ENOENT:
				return FOUND_NOTHING;
			case EACCES:
			case EPERM:
				return FOUND_FOREIGN;
			default:
				bgproc_error_set(err, BGPROC_ERR_STORE, errno, "record \"%s\" cannot be opened", key);
				return FOUND_ERROR;
		}
	}
	found = read_text(file, fd, key, &st, record, err);
	bgproc_fd_close(&fd);
	return found;
}

/* Reads the record of a key. record needs no set-up and is to be freed after FOUND only. */
static enum found read_record(
	struct file_store *file, const char *key, struct bgproc_record *record, struct bgproc_error *err)
{
	enum found found = read_once(file, key, record, err);

	/* On a full disk a supervisor may have to write over its record; then the second look sees the whole. */
	if (found == FOUND && is_unreadable(record)) {
		bgproc_record_free(record);
		found = read_once(file, key, record, err);
	}
	if (file->capacity > BUFFER_KEPT) {
		free(file->buffer);
		file->buffer = NULL;
		file->capacity = 0;
	}
	return found;
}

/* Whether a final record has stayed for its time. What we cannot read never expires: it may be no record at
 * all. */
static bool is_expired(const struct bgproc_record *record, uint64_t now_us)
{
	return bgproc_state_is_final(record->state) && !is_unreadable(record) && now_us > record->ended_us &&
		(now_us - record->ended_us) / 1000000 >= bgproc_record_stays_s(record);
}

/* ---- removing ---- */

/* The lock of this user in this directory, as a descriptor; -1 with errno. */
static int take_lock(struct file_store *file, int64_t wait_ms)
{
	char name[32];

	if (file->section_fd >= 0) {
		/* Closing it does not give the lock up: that belongs to both. */
		return fcntl(file->section_fd, F_DUPFD_CLOEXEC, 3);
	}
	bgproc_store_lock_name(name);
	return bgproc_file_lock(file->base.dir_fd, name, wait_ms);
}

/* Removes one file below the state directory when it is ours. */
static void remove_own(int dir_fd, const char *name)
{
	struct stat st;

	if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_uid == geteuid() &&
		!S_ISDIR(st.st_mode)) {
		unlinkat(dir_fd, name, 0);
	}
}

/*
 * Removes a record, and those companions that belong to it: the directory may be any directory of the user's, with other files
 * of such names; the lock is held. The record comes last: as soon as it is gone the key is free, and the next start makes files
 * of the same names.
 */
static enum bgproc_status remove_files(
	struct file_store *file, const char *key, bool capture, enum bgproc_job_kind job, struct bgproc_error *err)
{
	char name[NAME_SIZE];

	for (size_t i = 0; i < BGPROC_STORE_COMPANIONS; i++) {
		if (bgproc_store_has_companion(i, capture, job)) {
			bgproc_store_file_name(name, key, bgproc_store_companions[i]);
			remove_own(file->base.dir_fd, name);
		}
	}
	bgproc_store_file_name(name, key, ".json");
	if (unlinkat(file->base.dir_fd, name, 0) < 0 && errno != ENOENT) {
		return bgproc_error_set(err, BGPROC_ERR_STORE, errno, "record \"%s\" cannot be removed", key);
	}
	return BGPROC_OK;
}

static bool same_process(const struct bgproc_identity *a, const struct bgproc_identity *b)
{
	return a->pid == b->pid && a->start_ticks == b->start_ticks && a->pidfd_inode == b->pidfd_inode &&
		a->pid_namespace == b->pid_namespace && strcmp(a->boot_id, b->boot_id) == 0;
}

/* Whether a readable record may go: it is final, or not final and its supervisor is no more. */
static enum bgproc_status check_ended(
	const struct bgproc_record *record, bool claim, bool *gone, struct bgproc_error *err)
{
	*gone = false;
	/* Nobody watches such a command, so its record may go; but a second one under the same key would be one too many. */
	if (claim && record->state == BGPROC_STATE_LOST && record->command.pid > 1 &&
		bgproc_identity_check(&record->command) == BGPROC_ALIVE) {
		return bgproc_error_set(err, BGPROC_ERR_STATE, 0,
			"process \"%s\" is lost, but its command still runs as pid %d", record->key,
			(int) record->command.pid);
	}
	if (bgproc_state_is_final(record->state)) {
		return BGPROC_OK;
	}
	switch (bgproc_identity_check(&record->supervisor)) {
		case BGPROC_ALIVE:
			return bgproc_error_set(err, BGPROC_ERR_STATE, 0, "process \"%s\" has not ended: it is %s",
				record->key, bgproc_state_name(record->state));
		case BGPROC_OTHER_NAMESPACE:
			return bgproc_error_set(err, BGPROC_ERR_STATE, 0,
				"process \"%s\" may not have ended: it runs in another pid namespace", record->key);
		default:
			*gone = true;
			return BGPROC_OK;
	}
}

/* Whether an unreadable file may go. */
static enum bgproc_status check_unreadable(
	const struct file_store *file, const struct bgproc_record *record, struct bgproc_error *err)
{
	if (strcmp(record->reason, "newer-version") == 0) {
		return bgproc_error_set(err, BGPROC_ERR_STATE, 0,
			"process \"%s\" may not have ended: its record was written by a newer version", record->key);
	}
	if (!file->ours) {
		return bgproc_error_set(
			err, BGPROC_ERR_STATE, 0, "the file \"%s.json\" is not a record", record->key);
	}
	return BGPROC_OK;
}

struct removable {
	bool present;             /* there is a record */
	bool capture;             /* with output files */
	enum bgproc_job_kind job; /* with companions */
};

/*
 * Finds out whether the record of a key may be removed, and what goes with it. A supervisor's last act is its final
 * record, so a record whose supervisor is gone is read once more before it counts.
 */
static enum bgproc_status check_removable(
	struct file_store *file, const char *key, bool claim, struct removable *removable, struct bgproc_error *err)
{
	struct bgproc_identity supervisor = {0};

	for (int round = 0; round < SETTLE_ROUNDS; round++) {
		struct bgproc_record record;
		enum found found = read_record(file, key, &record, err);
		enum bgproc_status status;
		bool gone = false, seen;

		removable->present = found == FOUND;
		if (found == FOUND_ERROR) {
			return err ? err->status : BGPROC_ERR_STORE;
		}
		if (found == FOUND_FOREIGN && claim) {
			return bgproc_error_set(err, BGPROC_ERR_STATE, 0,
				"the key \"%s\" is taken: \"%s.json\" is not a plain file of this user", key, key);
		}
		if (found != FOUND) {
			return BGPROC_OK;
		}
		status =
			is_unreadable(&record) ? check_unreadable(file, &record, err) : check_ended(&record, claim, &gone, err);
		/* Of an unreadable one nothing is known. */
		removable->capture = record.capture;
		removable->job = record.job;
		seen = round > 0 && same_process(&supervisor, &record.supervisor);
		supervisor = record.supervisor;
		bgproc_record_free(&record);
		if (!gone || seen) {
			return status;
		}
	}
	return bgproc_error_set(err, BGPROC_ERR_STATE, 0, "process \"%s\" is being started", key);
}

/* Removes the record of a key when it has ended, under the lock. Nothing there is no failure. */
static enum bgproc_status discard(
	struct file_store *file, const char *key, bool claim, struct bgproc_error *err)
{
	struct removable removable = {false, false, BGPROC_JOB_NONE};
	enum bgproc_status status = check_removable(file, key, claim, &removable, err);
	int lock_fd;

	if (status != BGPROC_OK || !removable.present) {
		return status;
	}
	lock_fd = take_lock(file, LOCK_WAIT_MS);
	if (lock_fd < 0) {
		return bgproc_error_set(
			err, BGPROC_ERR_LOCK, errno, "the lock of the state directory cannot be taken");
	}
	status = check_removable(file, key, claim, &removable, err);
	if (status == BGPROC_OK && removable.present) {
		status = remove_files(file, key, removable.capture, removable.job, err);
	}
	bgproc_fd_close(&lock_fd);
	return status;
}

static enum bgproc_status check_key(const char *key, struct bgproc_error *err)
{
	if (!bgproc_key_valid(key, strlen(key))) {
		return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "a key " BGPROC_KEY_RULE);
	}
	return BGPROC_OK;
}

static enum bgproc_status file_claim(struct bgproc_store *store, const char *key, struct bgproc_error *err)
{
	char name[NAME_SIZE];
	enum bgproc_status status = check_key(key, err);

	if (status != BGPROC_OK) {
		return status;
	}
	/* The common case: a new key, nothing there. Publishing decides in the end who gets it, see
	 * bgproc_rename_new(). */
	bgproc_store_file_name(name, key, ".json");
	if (faccessat(store->dir_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT) {
		return BGPROC_OK;
	}
	return discard((struct file_store *) store, key, true, err);
}

static enum bgproc_status file_remove(struct bgproc_store *store, const char *key, struct bgproc_error *err)
{
	enum bgproc_status status = check_key(key, err);

	return status == BGPROC_OK ? discard((struct file_store *) store, key, false, err) : status;
}

/*
 * Removes the records whose time is up; keys holds their names, each with a NUL. Read again under the lock:
 * the key may have been started anew meanwhile. Nobody waits for this: when the lock is busy the next reader
 * does it.
 */
static void remove_expired(struct file_store *file, const struct bgproc_buf *keys)
{
	int lock_fd = keys->length > 0 ? take_lock(file, 0) : -1;

	if (lock_fd < 0) {
		return;
	}
	for (size_t at = 0; at < keys->length; at += strlen(keys->data + at) + 1) {
		struct bgproc_record record;

		if (read_record(file, keys->data + at, &record, NULL) != FOUND) {
			continue;
		}
		if (is_expired(&record, bgproc_wall_us())) {
			remove_files(file, keys->data + at, record.capture, record.job, NULL);
		}
		bgproc_record_free(&record);
	}
	bgproc_fd_close(&lock_fd);
}

/* ---- looking up, listing ---- */

static enum bgproc_status file_get(struct bgproc_store *store, const char *key, struct bgproc_record *record,
	bool *found, struct bgproc_error *err)
{
	struct file_store *file = (struct file_store *) store;
	struct bgproc_buf expired = BGPROC_BUF_INIT;

	*found = false;
	memset(record, 0, sizeof *record);
	/* Made for input from anywhere: an impossible key is simply not there. */
	if (!bgproc_key_valid(key, strlen(key))) {
		return BGPROC_OK;
	}
	switch (read_record(file, key, record, err)) {
		case FOUND_ERROR:
			return err ? err->status : BGPROC_ERR_STORE;
		case FOUND:
			break;
		default:
			return BGPROC_OK;
	}
	*found = !is_expired(record, bgproc_wall_us());
	if (!*found) {
		bgproc_record_free(record);
		bgproc_buf_append(&expired, key, strlen(key) + 1);
		remove_expired(file, &expired);
		bgproc_buf_free(&expired);
	}
	return BGPROC_OK;
}

static enum bgproc_status file_list(struct bgproc_store *store, const char *prefix,
	bool (*each)(struct bgproc_record *record, void *context), void *context, struct bgproc_error *err)
{
	struct file_store *file = (struct file_store *) store;
	struct bgproc_store_keys keys = {.text = BGPROC_BUF_INIT};
	struct bgproc_buf expired = BGPROC_BUF_INIT;
	enum bgproc_status status = bgproc_store_keys_collect(&keys, store->dir_fd, prefix, err);
	uint64_t now_us = bgproc_wall_us();
	bool more = status == BGPROC_OK;

	for (size_t at = 0; more && at < keys.text.length; at += strlen(keys.text.data + at) + 1) {
		const char *key = keys.text.data + at;
		struct bgproc_record record;

		switch (read_record(file, key, &record, err)) {
			case FOUND:
				if (is_expired(&record, now_us)) {
					bgproc_record_free(&record);
					bgproc_buf_append(&expired, key, strlen(key) + 1);
				} else {
					more = each(&record, context);
				}
				break;
			case FOUND_ERROR:
				status = err ? err->status : BGPROC_ERR_STORE;
				more = false;
				break;
			default:
				/* Removed since, or not ours. */
				break;
		}
	}
	bgproc_buf_free(&keys.text);
	if (bgproc_buf_ok(&expired)) {
		remove_expired(file, &expired);
	}
	bgproc_buf_free(&expired);
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
static bool rewrite(struct file_store *file, const struct bgproc_record *record)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	char temp[BGPROC_KEY_MAX + 48], name[NAME_SIZE];
	int fd = -1;
	bool done;

	bgproc_record_encode_fixed(&text, record, NULL);
	bgproc_record_encode_live(&text, record);
	bgproc_store_temp_name(temp, record->key);
	bgproc_store_file_name(name, record->key, ".json");
	if (bgproc_buf_ok(&text)) {
		fd = bgproc_file_create(file->base.dir_fd, temp);
	}
	done = fd >= 0 && bgproc_write_all(fd, text.data, text.length) == 0 &&
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
	struct file_store *file, struct bgproc_record *record, struct bgproc_record *fresh, bool locked)
{
	bool same = !bgproc_state_is_final(fresh->state) && same_process(&record->supervisor, &fresh->supervisor);

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
	struct file_store *file = (struct file_store *) store;
	bool settled = false;

	*removed = false;
	for (int round = 0; round < SETTLE_ROUNDS && !settled && !bgproc_state_is_final(record->state); round++) {
		enum bgproc_liveness liveness = bgproc_identity_check(&record->supervisor);
		struct bgproc_record fresh;
		enum found found;
		int lock_fd;

		if (liveness == BGPROC_ALIVE) {
			break;
		}
		if (liveness == BGPROC_OTHER_NAMESPACE) {
			/* It may well live there: this is only what we can say of it here, and nothing is written. */
			mark_lost(record, liveness, file->base.keep_lost_s);
			break;
		}
		lock_fd = take_lock(file, file->lock_stuck ? 0 : LOCK_WAIT_MS);
		file->lock_stuck = lock_fd < 0 && errno == EWOULDBLOCK;
		/* Read again: its last act may have been to write its final state, or to remove the record. */
		found = read_record(file, record->key, &fresh, err);
		if (found == FOUND) {
			settled = settle_gone(file, record, &fresh, lock_fd >= 0);
		}
		bgproc_fd_close(&lock_fd);
		if (found == FOUND_ERROR) {
			return err ? err->status : BGPROC_ERR_STORE;
		}
		if (found != FOUND) {
			*removed = true;
			break;
		}
	}
	return BGPROC_OK;
}

/* ---- a section under the lock ---- */

static enum bgproc_status file_lock(struct bgproc_store *store, struct bgproc_error *err)
{
	struct file_store *file = (struct file_store *) store;

	file->section_fd = take_lock(file, LOCK_WAIT_MS);
	if (file->section_fd < 0) {
		return bgproc_error_set(err, BGPROC_ERR_LOCK, errno, "the lock of the state directory cannot be taken");
	}
	return BGPROC_OK;
}

static void file_unlock(struct bgproc_store *store)
{
	struct file_store *file = (struct file_store *) store;

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
	struct file_store *file = (struct file_store *) store;

	file_unlock(store);
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
	.claim = file_claim,
	.remove = file_remove,
	.sweep = file_sweep,
	.close = file_close,
};

enum bgproc_status bgproc_store_file_open(struct bgproc_store **store, const char *directory, bool shared,
	bool create, uint64_t keep_lost_s, struct bgproc_error *err)
{
	struct bgproc_error why = BGPROC_ERROR_INIT;
	struct file_store *file;
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
