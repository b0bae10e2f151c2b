/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/unique.h"

#include "src/core/key.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/platform/file/lock.h"
#include "src/platform/process/proc.h"
#include "src/store/file/file_store.h"
#include "src/store/file/names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ".unique-", a user id, "-", the hash, NUL. */
#define NAME_SIZE (32 + BGPROC_UNIQUE_HASH_MAX)

/* Each user has separate claims: in a shared directory no user can replace the file of another one. */
static int name_prefix(char *name)
{
	return snprintf(name, NAME_SIZE, ".unique-%lu-", (unsigned long) geteuid());
}

static bool is_hash(const char *hash)
{
	size_t length = strlen(hash);

	return length >= BGPROC_UNIQUE_HASH_MIN && length <= BGPROC_UNIQUE_HASH_MAX &&
		strspn(hash, "0123456789abcdef") == length;
}

static void name_of(char *name, const char *hash)
{
	int length = name_prefix(name);

	snprintf(name + length, (size_t) (NAME_SIZE - length), "%s", hash);
}

bool bgproc_store_is_claim(const char *name)
{
	char prefix[NAME_SIZE];
	int length = name_prefix(prefix);

	return strncmp(name, prefix, (size_t) length) == 0 && is_hash(name + length);
}

/*
 * The key in a claim, or "" if the text is not valid: a power cut may have left an empty file. Claims are not synced,
 * because no job survives a power cut either. False with errno when the file cannot be read; EACCES when it belongs to
 * another user.
 */
static bool read_claim(int dir_fd, const char *name, char key[BGPROC_KEY_MAX + 1], struct stat *st)
{
	char text[BGPROC_KEY_MAX + 2];
	int fd = bgproc_file_open_own(dir_fd, name, O_RDONLY, st);
	ssize_t length = fd < 0 ? -1 : bgproc_read_full(fd, text, sizeof text);

	key[0] = '\0';
	bgproc_fd_close(&fd);
	if (length < 0) {
		return false;
	}
	if (length > 1 && text[length - 1] == '\n' && bgproc_key_valid(text, (size_t) length - 1)) {
		memcpy(key, text, (size_t) length - 1);
		key[length - 1] = '\0';
	}
	return true;
}

/*
 * Whether a lost job still works: its command is seen alive. A second job would do the same work twice, like a second
 * process with its key (check_ended()). A job of another pid namespace cannot be seen. If its claim were kept, a container
 * that is restarted would never run that job again.
 */
static bool goes_on(const struct bgproc_record *record)
{
	return record->state == BGPROC_STATE_LOST && record->command.pid > 1 &&
		bgproc_identity_check(&record->command) == BGPROC_ALIVE;
}

/* Whether the job with that key holds the claim; record is then its record. */
static enum bgproc_status judge(const struct bgproc_unique *unique, const char *key, struct bgproc_record *record,
	bool *holds, struct bgproc_error *err)
{
	struct bgproc_store *store = unique->store;
	bool found = false, removed = false;
	enum bgproc_status status = store->ops->get(store, key, record, &found, err);

	*holds = false;
	if (status != BGPROC_OK || !found) {
		return status;
	}
	if (!bgproc_state_is_final(record->state)) {
		status = store->ops->settle(store, record, &removed, err);
	}
	*holds = status == BGPROC_OK && !removed && (!bgproc_state_is_final(record->state) || goes_on(record)) &&
		record->unique && strcmp(record->unique, unique->hash) == 0;
	if (!*holds) {
		bgproc_record_free(record);
	}
	return status;
}

enum bgproc_status bgproc_store_unique_begin(struct bgproc_unique *unique, struct bgproc_store *store, const char *hash,
	struct bgproc_record *holder, bool *held, struct bgproc_error *err)
{
	char name[NAME_SIZE], key[BGPROC_KEY_MAX + 1];
	enum bgproc_status status;
	struct stat st;

	*held = false;
	memset(holder, 0, sizeof *holder);
	memset(unique, 0, sizeof *unique);
	if (!is_hash(hash)) {
		return bgproc_error_set(
			err, BGPROC_ERR_ARGUMENT, 0, "a unique claim must be 32 to 64 lower-case hexadecimal digits");
	}
	status = store->ops->lock(store, err);
	if (status != BGPROC_OK) {
		return status;
	}
	unique->store = store;
	memcpy(unique->hash, hash, strlen(hash) + 1);
	name_of(name, hash);
	if (read_claim(((struct bgproc_file_store *) store)->dir_fd, name, key, &st)) {
		status = key[0] ? judge(unique, key, holder, held, err) : BGPROC_OK;
	} else if (errno != ENOENT) {
		status = bgproc_error_set(err, BGPROC_ERR_STORE, errno, "the claim \"%s\" cannot be read", name);
	}
	if (status != BGPROC_OK) {
		bgproc_store_unique_end(unique);
	}
	return status;
}

enum bgproc_status bgproc_store_unique_commit(
	struct bgproc_unique *unique, const char *key, struct bgproc_error *err)
{
	char name[NAME_SIZE], temp[BGPROC_KEY_MAX + 48], text[BGPROC_KEY_MAX + 2];
	int dir_fd, fd, saved_errno, length;
	struct stat st;

	if (!unique->store || !bgproc_key_valid(key, strlen(key))) {
		return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "a key " BGPROC_KEY_RULE);
	}
	dir_fd = ((struct bgproc_file_store *) unique->store)->dir_fd;
	name_of(name, unique->hash);
	bgproc_store_temp_name(temp, key);
	length = snprintf(text, sizeof text, "%s\n", key);
	fd = bgproc_file_create(dir_fd, temp);
	if (fd < 0) {
		return bgproc_error_set(err, BGPROC_ERR_STORE, errno, "the claim \"%s\" cannot be written", name);
	}
	/* begin has found no file or a file of ours, and we hold the lock; but other users may have created a file since. */
	if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && (st.st_uid != geteuid() || !S_ISREG(st.st_mode))) {
		errno = EACCES;
	} else if (bgproc_write_new(fd, text, (size_t) length) == 0 && renameat(dir_fd, temp, dir_fd, name) == 0) {
		bgproc_fd_close(&fd);
		return BGPROC_OK;
	}
	saved_errno = errno;
	unlinkat(dir_fd, temp, 0);
	bgproc_fd_close(&fd);
	return bgproc_error_set(err, BGPROC_ERR_STORE, saved_errno, "the claim \"%s\" cannot be written", name);
}

void bgproc_store_unique_end(struct bgproc_unique *unique)
{
	if (unique->store) {
		unique->store->ops->unlock(unique->store);
		unique->store = NULL;
	}
}

/* ---- sweeping ---- */

/* Whether a claim is old and its job has no record. */
static bool is_left_over(int dir_fd, const char *name, time_t before)
{
	char key[BGPROC_KEY_MAX + 1], record[BGPROC_STORE_NAME_SIZE];
	struct stat st;

	if (!read_claim(dir_fd, name, key, &st) || (st.st_mode & 077) || st.st_mtime >= before) {
		return false;
	}
	if (!key[0]) {
		return true;
	}
	bgproc_store_file_name(record, key, ".json");
	return faccessat(dir_fd, record, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
}

int bgproc_store_sweep_claim(int dir_fd, const char *name, time_t before)
{
	char lock[32];
	int fd, removed = 0;

	if (!is_left_over(dir_fd, name, before)) {
		return 0;
	}
	bgproc_store_lock_name(lock);
	fd = bgproc_file_lock(dir_fd, lock, 0);
	/* Checked again under the lock, because the claim may have been given to a new job. */
	if (fd >= 0 && is_left_over(dir_fd, name, before) && unlinkat(dir_fd, name, 0) == 0) {
		removed = 1;
	}
	bgproc_fd_close(&fd);
	return removed;
}
