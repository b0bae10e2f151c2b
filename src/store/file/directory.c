/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/directory.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/directory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct collection {
	struct bgproc_store_keys *keys;
	const char *prefix;
	size_t prefix_length;
};

/* The length of the key in the name KEY.json of a record whose key begins with prefix; 0: it is none. */
static size_t key_length(const char *name, const char *prefix, size_t prefix_length)
{
	size_t length = strlen(name);

	if (length <= 5 || length - 5 < prefix_length || memcmp(name + length - 5, ".json", 5) != 0 ||
		memcmp(name, prefix, prefix_length) != 0 || !bgproc_key_valid(name, length - 5)) {
		return 0;
	}
	return length - 5;
}

static bool collect_key(const char *name, void *context)
{
	struct collection *collection = context;
	struct bgproc_store_keys *keys = collection->keys;
	size_t length = key_length(name, collection->prefix, collection->prefix_length);

	if (length > 0) {
		bgproc_buf_append(&keys->text, name, length);
		bgproc_buf_append(&keys->text, "", 1);
		keys->count++;
	}
	return bgproc_buf_ok(&keys->text);
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Fills sorted; a name that was found twice is added once. False when memory runs out. */
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

struct counting {
	const char *prefix;
	size_t prefix_length;
	size_t count;
};

static bool count_key(const char *name, void *context)
{
	struct counting *counting = context;

	counting->count += key_length(name, counting->prefix, counting->prefix_length) > 0;
	return true;
}

size_t bgproc_store_keys_count(int dir_fd, const char *prefix)
{
	struct counting counting = {prefix, strlen(prefix), 0};

	bgproc_directory_each(dir_fd, count_key, &counting);
	return counting.count;
}
