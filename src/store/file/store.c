/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/store.h"

#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/directory.h"
#include "src/platform/file/directory_known.h"
#include "src/store/file/companion.h"
#include "src/store/file/directory.h"
#include "src/store/file/lock.h"
#include "src/store/file/read.h"
#include "src/store/file/remove.h"
#include "src/store/file/settle.h"
#include "src/store/file/sweep.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- looking up, listing ---- */

static enum bgproc_status file_get(struct bgproc_store *store, const char *key, struct bgproc_record *record,
	bool *found, struct bgproc_error *err)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;
	struct bgproc_buf expired = BGPROC_BUF_INIT;

	*found = false;
	memset(record, 0, sizeof *record);
	/* Any input is accepted: no record exists for an invalid key. */
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
	enum bgproc_status status = bgproc_store_keys_collect(&file->keys, file->dir_fd, prefix, err);
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
				/* The record was removed meanwhile, or belongs to another user. */
				break;
		}
	}
	if (bgproc_buf_ok(&file->expired)) {
		bgproc_store_file_remove_expired(file, &file->expired);
	}
	end_list(file);
	return status;
}

static size_t file_count(struct bgproc_store *store, const char *prefix)
{
	return bgproc_store_keys_count(bgproc_store_file_directory(store), prefix);
}

/* ---- opening, closing ---- */

int bgproc_store_file_directory(const struct bgproc_store *store)
{
	return ((const struct bgproc_file_store *) store)->dir_fd;
}

static int file_sweep(struct bgproc_store *store)
{
	return bgproc_store_sweep(bgproc_store_file_directory(store));
}

static void file_close(struct bgproc_store *store)
{
	struct bgproc_file_store *file = (struct bgproc_file_store *) store;

	bgproc_store_file_unlock(store);
	end_list(file);
	bgproc_fd_close(&file->dir_fd);
	free(file->buffer);
	free(file);
}

static const struct bgproc_store_ops file_ops = {
	.name = "file",
	.get = file_get,
	.list = file_list,
	.settle = bgproc_store_file_settle,
	.lock = bgproc_store_file_lock,
	.unlock = bgproc_store_file_unlock,
	.claim = bgproc_store_file_claim,
	.remove = bgproc_store_file_remove,
	.count = file_count,
	.hold = bgproc_store_file_hold,
	.open_companion = bgproc_store_file_open_companion,
	.stat_companion = bgproc_store_file_stat_companion,
	.create_companion = bgproc_store_file_create_companion,
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
	file->dir_fd = dir_fd;
	file->base.keep_lost_s = keep_lost_s;
	file->user = geteuid();
	file->section_fd = -1;
	*store = &file->base;
	return BGPROC_OK;
}
