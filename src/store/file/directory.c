/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/directory.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/files.h"
#include "src/store/store.h"
#include "src/store/file/unique.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- keys ---- */

struct collection {
	struct bgproc_store_keys *keys;
	const char *prefix;
	size_t prefix_length;
};

static bool collect_key(const char *name, void *context)
{
	struct collection *collection = context;
	struct bgproc_store_keys *keys = collection->keys;
	size_t length = strlen(name);

	if (length > 5 && length - 5 >= collection->prefix_length && memcmp(name + length - 5, ".json", 5) == 0 &&
		memcmp(name, collection->prefix, collection->prefix_length) == 0 &&
		bgproc_key_valid(name, length - 5)) {
		bgproc_buf_append(&keys->text, name, length - 5);
		bgproc_buf_append(&keys->text, "", 1);
		keys->count++;
	}
	return bgproc_buf_ok(&keys->text);
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Fills sorted; what was found twice is there once. False when memory runs out. */
static bool sort(struct bgproc_store_keys *keys)
{
	const char *next = keys->text.data;
	size_t found = keys->count;

	keys->count = 0;
	keys->sorted = malloc((found + 1) * sizeof *keys->sorted);
	if (!keys->sorted) {
		return false;
	}
	for (size_t i = 0; i < found; i++) {
		keys->sorted[i] = next;
		next += strlen(next) + 1;
	}
	qsort(keys->sorted, found, sizeof *keys->sorted, compare_keys);
	for (size_t i = 0; i < found; i++) {
		if (i == 0 || strcmp(keys->sorted[keys->count - 1], keys->sorted[i]) != 0) {
			keys->sorted[keys->count++] = keys->sorted[i];
		}
	}
	return true;
}

/* Whether nothing was made, renamed or removed in the directory since the time before, as far as its clock
 * tells. */
static bool is_quiet(int dir_fd, const struct stat *before)
{
	/* Coarser than the times of any file system here: what has just been changed may be changed again unseen.
	 */
	const uint64_t grain_us = 20000;
	struct stat after;
	uint64_t changed_us;

	if (fstat(dir_fd, &after) < 0 || after.st_mtim.tv_sec != before->st_mtim.tv_sec ||
		after.st_mtim.tv_nsec != before->st_mtim.tv_nsec) {
		return false;
	}
	changed_us = (uint64_t) after.st_mtim.tv_sec * 1000000 + (uint64_t) after.st_mtim.tv_nsec / 1000;
	return changed_us + grain_us < bgproc_wall_us();
}

/*
 * All names first, then (by the caller) the files: that is short, and files may come and go while they are
 * read. A supervisor replaces its record by rename, and on some file systems (tmpfs of older kernels) a walk
 * misses a name that is replaced while it is under way. So when the directory has changed it is walked a
 * second time, and both finds are united.
 */
enum bgproc_status bgproc_store_keys_collect(
	struct bgproc_store_keys *keys, int dir_fd, const char *prefix, struct bgproc_error *err)
{
	struct collection collection = {keys, prefix, strlen(prefix)};
	bool quiet = false;

	for (int walk = 0; walk < 2 && !quiet; walk++) {
		struct stat before;

		if (fstat(dir_fd, &before) < 0 || bgproc_directory_each(dir_fd, collect_key, &collection) < 0) {
			return bgproc_error_set(err, BGPROC_ERR_STORE, errno, "the state directory cannot be read");
		}
		quiet = is_quiet(dir_fd, &before);
	}
	if (!bgproc_buf_ok(&keys->text) || !sort(keys)) {
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "out of memory");
	}
	return BGPROC_OK;
}

void bgproc_store_keys_free(struct bgproc_store_keys *keys)
{
	free(keys->sorted);
	bgproc_buf_free(&keys->text);
	*keys = (struct bgproc_store_keys) {.text = BGPROC_BUF_INIT};
}

/* ---- sweeping ---- */

/* Nothing younger is removed: a caller that is just starting a process may use it. */
#define SWEEP_AGE_S 3600

/* A sweep looks at no more files than this, so that it stays short however full the directory is. */
#define SWEEP_MAX 10000

struct sweep {
	int dir_fd;
	int looked_at;
	int removed;
	time_t now;
};

/* Whether text ends in "." and digits before end; sets end to the dot. */
static bool cut_number(const char *text, size_t *end)
{
	size_t at = *end;

	while (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') {
		at--;
	}
	if (at == *end || at == 0 || text[at - 1] != '.') {
		return false;
	}
	*end = at - 1;
	return true;
}

/* Length of name without the suffix of a companion; 0 when it has none of those. */
static size_t cut_companion(const char *name, size_t length)
{
	for (size_t i = 0; i < BGPROC_STORE_COMPANIONS; i++) {
		size_t suffix = strlen(bgproc_store_companions[i]);

		if (length > suffix && strcmp(name + length - suffix, bgproc_store_companions[i]) == 0) {
			return length - suffix;
		}
	}
	return 0;
}

/*
 * The key to which a file belongs, when its name is one of those that a broken start or end leaves:
 *
 *   .KEY.PID.N          a temporary file, or the reserved space of a final record: that one is locked as long as it is needed
 *   KEY.out, .log, ...  the companions of a record, but only where KEY ends in the 32 digits of a generated key: the state
 *                       directory may be any directory of the user's, and nobody's index.php is ever to be swept away
 */
static bool key_of(const char *name, char *key, bool *temporary)
{
	size_t length = strlen(name);

	*temporary = name[0] == '.';
	if (*temporary) {
		name++;
		length--;
		if (!cut_number(name, &length) || !cut_number(name, &length)) {
			return false;
		}
	} else {
		length = cut_companion(name, length);
		if (!bgproc_key_is_generated(name, length)) {
			return false;
		}
	}
	if (!bgproc_key_valid(name, length)) {
		return false;
	}
	memcpy(key, name, length);
	key[length] = '\0';
	return true;
}

static bool record_is_gone(const struct sweep *sweep, const char *key)
{
	char name[BGPROC_STORE_NAME_SIZE];

	bgproc_store_file_name(name, key, ".json");
	return faccessat(sweep->dir_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
}

/*
 * Whether no process needs the file. For a temporary file the lock decides, where the file system has locks; else
 * the file is needed as long as the record exists.
 */
static bool is_left_over(const struct sweep *sweep, int fd, const char *key, bool temporary)
{
	if (temporary && flock(fd, LOCK_EX | LOCK_NB) == 0) {
		return true;
	}
	return (!temporary || errno != EWOULDBLOCK) && record_is_gone(sweep, key);
}

/* A record that was published by link() and not by rename(), and whose creator died before it removed the first name. */
static bool is_second_name(const struct sweep *sweep, const char *name)
{
	struct stat st;

	return fstatat(sweep->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
		st.st_uid == geteuid() && st.st_nlink == 2 && st.st_mtime < sweep->now - SWEEP_AGE_S;
}

/* The socket of a job cannot be opened. Its mode restricts the senders: 0600, or 0666. */
static bool is_old_socket(const struct sweep *sweep, const char *name)
{
	struct stat st;

	return fstatat(sweep->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISSOCK(st.st_mode) &&
		st.st_uid == geteuid() && ((st.st_mode & 07777) == 0600 || (st.st_mode & 07777) == 0666) &&
		st.st_mtime < sweep->now - SWEEP_AGE_S;
}

/* Removes what a broken start or end has left under a name. */
static bool remove_rubbish(const struct sweep *sweep, const char *name, const char *key, bool temporary)
{
	struct stat st;
	int fd = bgproc_file_open_own(sweep->dir_fd, name, O_RDONLY, &st);
	bool rubbish;

	if (fd < 0) {
		rubbish = errno == EACCES &&
			(temporary ? is_second_name(sweep, name) : is_old_socket(sweep, name) && record_is_gone(sweep, key));
	} else {
		/* As we make them, and old; a file from the future is not. */
		rubbish = (st.st_mode & 077) == 0 && st.st_mtime < sweep->now - SWEEP_AGE_S &&
			is_left_over(sweep, fd, key, temporary);
	}
	/* With the lock that is_left_over() may have taken. */
	rubbish = rubbish && unlinkat(sweep->dir_fd, name, 0) == 0;
	bgproc_fd_close(&fd);
	return rubbish;
}

static bool sweep_one(const char *name, void *context)
{
	struct sweep *sweep = context;
	char key[BGPROC_KEY_MAX + 1];
	bool temporary;

	if (bgproc_store_is_claim(name)) {
		sweep->removed += bgproc_store_sweep_claim(sweep->dir_fd, name, sweep->now - SWEEP_AGE_S);
	} else if (!key_of(name, key, &temporary)) {
		return true;
	} else {
		sweep->removed += remove_rubbish(sweep, name, key, temporary);
	}
	return ++sweep->looked_at < SWEEP_MAX;
}

int bgproc_store_directory_sweep(int dir_fd)
{
	struct sweep sweep = {.dir_fd = dir_fd, .now = (time_t) (bgproc_wall_us() / 1000000)};

	bgproc_directory_each(dir_fd, sweep_one, &sweep);
	return sweep.removed;
}
