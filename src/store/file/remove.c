/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/remove.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/rename.h"
#include "src/platform/process/proc.h"
#include "src/store/file/lock.h"
#include "src/store/file/names.h"
#include "src/store/file/read.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
 * Removes a record, and only those companions that belong to it: the directory may be any directory of the user, with other
 * files of such names. The lock is held. The record is removed last: then the key is free, and the next start may create files
 * with the same names.
 */
static enum bgproc_status remove_files(
	struct bgproc_file_store *file, const char *key, bool capture, enum bgproc_job_kind job, struct bgproc_error *err)
{
	char name[BGPROC_STORE_NAME_SIZE];

	for (size_t i = 0; i < BGPROC_STORE_COMPANIONS; i++) {
		if (bgproc_store_has_companion(i, capture, job)) {
			bgproc_store_file_name(name, key, bgproc_store_companions[i]);
			remove_own(file->dir_fd, name);
		}
	}
	bgproc_store_file_name(name, key, ".json");
	if (unlinkat(file->dir_fd, name, 0) < 0 && errno != ENOENT) {
		return bgproc_error_set(err, BGPROC_ERR_STORE, errno, "record \"%s\" cannot be removed", key);
	}
	return BGPROC_OK;
}

/* Whether a readable record may be removed: it is final, or it is not final and its supervisor has ended. */
static enum bgproc_status check_ended(
	const struct bgproc_record *record, bool claim, bool *gone, struct bgproc_error *err)
{
	*gone = false;
	/* Such a command has no supervisor, so its record may be removed; but no second one may be started with the same key. */
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

/* Whether an unreadable file may be removed. */
static enum bgproc_status check_unreadable(
	const struct bgproc_file_store *file, const struct bgproc_record *record, struct bgproc_error *err)
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
 * Finds out whether the record of a key may be removed, and which files are removed with it. The last action of a supervisor
 * is to write the final record, so if the supervisor has ended, the record is read once more.
 */
static enum bgproc_status check_removable(
	struct bgproc_file_store *file, const char *key, bool claim, struct removable *removable, struct bgproc_error *err)
{
	struct bgproc_identity supervisor = {0};

	for (int round = 0; round < BGPROC_STORE_ROUNDS; round++) {
		struct bgproc_record record;
		enum bgproc_found found = bgproc_store_file_read(file, key, &record, err);
		enum bgproc_status status;
		bool gone = false, seen;

		removable->present = found == BGPROC_FOUND;
		if (found == BGPROC_FOUND_ERROR) {
			return err ? err->status : BGPROC_ERR_STORE;
		}
		if (found == BGPROC_FOUND_FOREIGN && claim) {
			return bgproc_error_set(err, BGPROC_ERR_STATE, 0,
				"the key \"%s\" is taken: \"%s.json\" is not a plain file of this user", key, key);
		}
		if (found != BGPROC_FOUND) {
			return BGPROC_OK;
		}
		status = bgproc_store_file_unreadable(&record) ? check_unreadable(file, &record, err)
													   : check_ended(&record, claim, &gone, err);
		/* For an unreadable record this is unknown. */
		removable->capture = record.capture;
		removable->job = record.job;
		seen = round > 0 && bgproc_identity_same(&supervisor, &record.supervisor);
		supervisor = record.supervisor;
		bgproc_record_free(&record);
		if (!gone || seen) {
			return status;
		}
	}
	return bgproc_error_set(err, BGPROC_ERR_STATE, 0, "process \"%s\" is being started", key);
}

/* Removes the record of a key if its process has ended, under the lock. A missing record is not a failure. */
static enum bgproc_status discard(
	struct bgproc_file_store *file, const char *key, bool claim, struct bgproc_error *err)
{
	struct removable removable = {false, false, BGPROC_JOB_NONE};
	enum bgproc_status status = check_removable(file, key, claim, &removable, err);
	int lock_fd;

	if (status != BGPROC_OK || !removable.present) {
		return status;
	}
	lock_fd = bgproc_store_file_take_lock(file, BGPROC_STORE_LOCK_WAIT_MS);
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

enum bgproc_status bgproc_store_file_claim(struct bgproc_store *store, const char *key, struct bgproc_error *err)
{
	char name[BGPROC_STORE_NAME_SIZE];
	enum bgproc_status status = check_key(key, err);

	if (status != BGPROC_OK) {
		return status;
	}
	/* The common case: a new key, nothing there. Publishing decides in the end who gets it, see
	 * bgproc_rename_new(). */
	bgproc_store_file_name(name, key, ".json");
	if (faccessat(((struct bgproc_file_store *) store)->dir_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT) {
		return BGPROC_OK;
	}
	return discard((struct bgproc_file_store *) store, key, true, err);
}

enum bgproc_status bgproc_store_file_remove(struct bgproc_store *store, const char *key, struct bgproc_error *err)
{
	enum bgproc_status status = check_key(key, err);

	return status == BGPROC_OK ? discard((struct bgproc_file_store *) store, key, false, err) : status;
}

void bgproc_store_file_remove_expired(struct bgproc_file_store *file, const struct bgproc_buf *keys)
{
	int lock_fd = keys->length > 0 ? bgproc_store_file_take_lock(file, 0) : -1;

	if (lock_fd < 0) {
		return;
	}
	for (size_t at = 0; at < keys->length; at += strlen(keys->data + at) + 1) {
		struct bgproc_record record;

		if (bgproc_store_file_read(file, keys->data + at, &record, NULL) != BGPROC_FOUND) {
			continue;
		}
		if (bgproc_store_file_expired(file, &record, bgproc_wall_us())) {
			/* The companions of an unreadable record are unknown. Its key is a generated one, so all are removed. */
			bool all = bgproc_store_file_unreadable(&record);

			remove_files(file, keys->data + at, all || record.capture, all ? BGPROC_JOB_CALL : record.job, NULL);
		}
		bgproc_record_free(&record);
	}
	bgproc_fd_close(&lock_fd);
}
