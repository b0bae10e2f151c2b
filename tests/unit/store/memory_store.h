/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_MEMORY_STORE_H
#define BGPROC_TESTS_MEMORY_STORE_H

/* A second implementation of src/store/store.h, only for tests: records and their companions are texts in memory. */

#include "src/core/buf.h"
#include "src/core/key.h"
#include "src/platform/clock.h"
#include "src/platform/file/memory_file.h"
#include "src/platform/process/proc.h"
#include "src/store/record/decode.h"
#include "src/store/record/encode.h"
#include "src/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMORY_ENTRIES 64
#define MEMORY_NAME_SIZE (BGPROC_KEY_MAX + 16)

/* The text of a record has the name KEY.json; the texts of its companions have KEY and a suffix. */
struct memory_store {
	struct bgproc_store base;
	struct {
		char name[MEMORY_NAME_SIZE]; /* "": free */
		struct bgproc_buf text;
	} entries[MEMORY_ENTRIES];
	bool locked;
};

static inline struct bgproc_buf *memory_find(struct bgproc_store *store, const char *key, const char *suffix)
{
	struct memory_store *memory = (struct memory_store *) store;
	char name[MEMORY_NAME_SIZE];

	snprintf(name, sizeof name, "%s%s", key, suffix);
	for (size_t i = 0; i < MEMORY_ENTRIES; i++) {
		if (strcmp(memory->entries[i].name, name) == 0) {
			return &memory->entries[i].text;
		}
	}
	return NULL;
}

/* Stores a text and takes over the memory of the buffer. */
static inline void memory_put(struct bgproc_store *store, const char *key, const char *suffix, struct bgproc_buf *text)
{
	struct memory_store *memory = (struct memory_store *) store;
	struct bgproc_buf *there = memory_find(store, key, suffix);

	for (size_t i = 0; !there && i < MEMORY_ENTRIES; i++) {
		if (memory->entries[i].name[0] == '\0') {
			snprintf(memory->entries[i].name, MEMORY_NAME_SIZE, "%s%s", key, suffix);
			there = &memory->entries[i].text;
		}
	}
	if (!there) {
		abort();
	}
	bgproc_buf_free(there);
	*there = *text;
	*text = (struct bgproc_buf) BGPROC_BUF_INIT;
}

/* Removes all texts whose name begins with the key and a dot. */
static inline void memory_drop(struct bgproc_store *store, const char *key)
{
	struct memory_store *memory = (struct memory_store *) store;
	size_t length = strlen(key);

	for (size_t i = 0; i < MEMORY_ENTRIES; i++) {
		if (strncmp(memory->entries[i].name, key, length) == 0 && memory->entries[i].name[length] == '.') {
			memory->entries[i].name[0] = '\0';
			bgproc_buf_free(&memory->entries[i].text);
		}
	}
}

static inline enum bgproc_status memory_get(
	struct bgproc_store *store, const char *key, struct bgproc_record *record, bool *found, struct bgproc_error *err)
{
	struct bgproc_buf *text = bgproc_key_valid(key, strlen(key)) ? memory_find(store, key, ".json") : NULL;

	(void) err;
	memset(record, 0, sizeof *record);
	*found = false;
	if (!text) {
		return BGPROC_OK;
	}
	/* On failure the record is marked as corrupt. */
	(void) bgproc_record_decode(record, text->data, text->length, key, NULL);
	if (bgproc_state_is_final(record->state) && record->ended_us + bgproc_record_stays_s(record) * 1000000 < bgproc_wall_us()) {
		bgproc_record_free(record);
		memory_drop(store, key);
		return BGPROC_OK;
	}
	*found = true;
	return BGPROC_OK;
}

static inline int memory_compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static inline enum bgproc_status memory_list(struct bgproc_store *store, const char *prefix,
	bool (*each)(struct bgproc_record *record, void *context), void *context, struct bgproc_error *err)
{
	struct memory_store *memory = (struct memory_store *) store;
	char keys[MEMORY_ENTRIES][MEMORY_NAME_SIZE];
	size_t count = 0;
	bool more = true;

	for (size_t i = 0; i < MEMORY_ENTRIES; i++) {
		size_t length = strlen(memory->entries[i].name);

		if (length > 5 && strcmp(memory->entries[i].name + length - 5, ".json") == 0 &&
			strncmp(memory->entries[i].name, prefix, strlen(prefix)) == 0) {
			snprintf(keys[count++], MEMORY_NAME_SIZE, "%.*s", (int) length - 5, memory->entries[i].name);
		}
	}
	qsort(keys, count, sizeof keys[0], memory_compare);
	for (size_t i = 0; more && i < count; i++) {
		struct bgproc_record record;
		bool found;

		memory_get(store, keys[i], &record, &found, err);
		if (found) {
			more = each(&record, context);
			bgproc_record_free(&record);
		}
	}
	return BGPROC_OK;
}

static inline enum bgproc_status memory_settle(
	struct bgproc_store *store, struct bgproc_record *record, bool *removed, struct bgproc_error *err)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	bool found;
	char key[BGPROC_KEY_MAX + 1];

	*removed = false;
	if (bgproc_state_is_final(record->state) || bgproc_identity_check(&record->supervisor) == BGPROC_ALIVE) {
		return BGPROC_OK;
	}
	snprintf(key, sizeof key, "%s", record->key);
	bgproc_record_free(record);
	memory_get(store, key, record, &found, err);
	if (!found) {
		*removed = true;
		return BGPROC_OK;
	}
	if (!bgproc_state_is_final(record->state)) {
		record->state = BGPROC_STATE_LOST;
		record->ended_us = bgproc_wall_us();
		record->keep_s = record->keep_s < store->keep_lost_s ? store->keep_lost_s : record->keep_s;
		strcpy(record->reason, "supervisor-gone");
		bgproc_record_encode_fixed(&text, record, NULL);
		bgproc_record_encode_live(&text, record);
		memory_put(store, key, ".json", &text);
	}
	return BGPROC_OK;
}

static inline enum bgproc_status memory_lock(struct bgproc_store *store, struct bgproc_error *err)
{
	(void) err;
	((struct memory_store *) store)->locked = true;
	return BGPROC_OK;
}

static inline void memory_unlock(struct bgproc_store *store)
{
	((struct memory_store *) store)->locked = false;
}

static inline enum bgproc_status memory_remove(struct bgproc_store *store, const char *key, struct bgproc_error *err)
{
	struct bgproc_record record;
	bool found, alive;

	memory_get(store, key, &record, &found, err);
	if (!found) {
		return BGPROC_OK;
	}
	alive = !bgproc_state_is_final(record.state) && bgproc_identity_check(&record.supervisor) == BGPROC_ALIVE;
	bgproc_record_free(&record);
	if (alive) {
		return bgproc_error_set(err, BGPROC_ERR_STATE, 0, "process \"%s\" has not ended", key);
	}
	memory_drop(store, key);
	return BGPROC_OK;
}

static inline size_t memory_count(struct bgproc_store *store, const char *prefix)
{
	struct memory_store *memory = (struct memory_store *) store;
	size_t count = 0;

	for (size_t i = 0; i < MEMORY_ENTRIES; i++) {
		const char *name = memory->entries[i].name;

		count += strncmp(name, prefix, strlen(prefix)) == 0 && strstr(name, ".json") != NULL;
	}
	return count;
}

static inline int memory_open_companion(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st)
{
	struct bgproc_buf *text = memory_find(store, key, suffix);
	int fd = text ? bgproc_memory_file("companion", text->data, text->length) : -1;

	if (!text) {
		errno = ENOENT;
	}
	if (fd >= 0 && st && fstat(fd, st) < 0) {
		return -1;
	}
	return fd;
}

static inline int memory_hold(struct bgproc_store *store, const char *key)
{
	return memory_open_companion(store, key, ".json", NULL);
}

static inline int memory_stat_companion(struct bgproc_store *store, const char *key, const char *suffix, struct stat *st)
{
	int fd = memory_open_companion(store, key, suffix, st);

	if (fd < 0) {
		return -1;
	}
	close(fd);
	return 0;
}

static inline int memory_create_companion(
	struct bgproc_store *store, const char *key, const char *suffix, const void *bytes, size_t length)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;

	if (memory_find(store, key, suffix)) {
		errno = EEXIST;
		return -1;
	}
	bgproc_buf_append(&text, bytes, length);
	memory_put(store, key, suffix, &text);
	return 0;
}

static inline int memory_sweep(struct bgproc_store *store)
{
	(void) store;
	return 0;
}

static inline void memory_close(struct bgproc_store *store)
{
	struct memory_store *memory = (struct memory_store *) store;

	for (size_t i = 0; i < MEMORY_ENTRIES; i++) {
		bgproc_buf_free(&memory->entries[i].text);
	}
	free(memory);
}

/* Returns NULL when memory runs out. The store is closed by its operation close. */
static inline struct bgproc_store *memory_store_open(uint64_t keep_lost_s)
{
	static const struct bgproc_store_ops ops = {
		.name = "memory",
		.get = memory_get,
		.list = memory_list,
		.settle = memory_settle,
		.lock = memory_lock,
		.unlock = memory_unlock,
		.claim = memory_remove,
		.remove = memory_remove,
		.count = memory_count,
		.hold = memory_hold,
		.open_companion = memory_open_companion,
		.stat_companion = memory_stat_companion,
		.create_companion = memory_create_companion,
		.sweep = memory_sweep,
		.close = memory_close,
	};
	struct memory_store *memory = calloc(1, sizeof *memory);

	if (memory) {
		memory->base = (struct bgproc_store) {.ops = &ops, .keep_lost_s = keep_lost_s};
	}
	return memory ? &memory->base : NULL;
}

#endif
