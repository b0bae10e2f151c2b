/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/sweep.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/directory.h"
#include "src/platform/file/file.h"
#include "src/store/file/names.h"
#include "src/store/file/unique.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Younger files are not removed, because a start that is in progress may use them. */
#define SWEEP_AGE_S 3600

/* A sweep checks at most this many files, so that it takes little time in a full directory. */
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
 * The key to which a file belongs, if its name is one of those that a failed start or end leaves:
 *
 *   .KEY.PID.N          a temporary file, or the reserved space of a final record: that one is locked as long as it is needed
 *   KEY.out, .log, ...  the companions of a record, but only if KEY ends in the 32 digits of a generated key: the state
 *                       directory may be any directory of the user, and for example index.php must never be removed
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
 * Whether no process needs the file. For a temporary file its lock decides, if the file system has locks; otherwise the file
 * is needed as long as the record exists.
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

/* Removes a file that a failed start or end has left. */
static bool remove_rubbish(const struct sweep *sweep, const char *name, const char *key, bool temporary)
{
	struct stat st;
	int fd = bgproc_file_open_own(sweep->dir_fd, name, O_RDONLY, &st);
	bool rubbish;

	if (fd < 0) {
		rubbish = errno == EACCES &&
			(temporary ? is_second_name(sweep, name) : is_old_socket(sweep, name) && record_is_gone(sweep, key));
	} else {
		/* Only files with the mode that we give them, and old ones; a file with a time in the future is not old. */
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

int bgproc_store_sweep(int dir_fd)
{
	struct sweep sweep = {.dir_fd = dir_fd, .now = (time_t) (bgproc_wall_us() / 1000000)};

	bgproc_directory_each(dir_fd, sweep_one, &sweep);
	return sweep.removed;
}
