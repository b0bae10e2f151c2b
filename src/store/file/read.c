/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/file/read.h"

#include "src/core/key.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/store/file/names.h"
#include "src/store/record/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A larger read buffer is not kept for the next record. */
#define BUFFER_KEPT ((size_t) 256 * 1024)

static bool make_room(struct bgproc_file_store *file, size_t size)
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

static enum bgproc_found no_memory(struct bgproc_error *err)
{
	bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "out of memory");
	return BGPROC_FOUND_ERROR;
}

/*
 * Whether an unreadable file is the rest of one of our records: its beginning, or nothing, or only NUL bytes, as a power cut
 * leaves it. The state directory may be any directory of the user, so for example a package.json must never be removed as a
 * broken record.
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

/* A complete text was written on purpose: by another version, or by a person. */
static bool is_cut_short(const char *text, size_t length)
{
	while (length > 0 && strchr(" \t\r\n", text[length - 1]) && text[length - 1] != '\0') {
		length--;
	}
	return length == 0 || text[length - 1] != '}';
}

/* A file of ours that is no record. Its time stands for the times of the record, so that it has an age to be
 * shown. */
static enum bgproc_found take_corrupt(
	struct bgproc_record *record, const char *key, const struct stat *st, struct bgproc_error *err)
{
	if (record->reason[0] == '\0' && !bgproc_record_set_corrupt(record, key, "corrupt")) {
		bgproc_record_free(record);
		return no_memory(err);
	}
	if (st->st_mtime > 0) {
		record->created_us = record->ended_us = (uint64_t) st->st_mtime * 1000000;
	}
	return BGPROC_FOUND;
}

/* Reads an open file of known size by one read; no second read is needed to find its end. */
static enum bgproc_found read_text(struct bgproc_file_store *file, int fd, const char *key, const struct stat *st,
	struct bgproc_record *record, struct bgproc_error *err)
{
	struct bgproc_error why = BGPROC_ERROR_INIT;
	size_t length = (size_t) st->st_size;
	ssize_t count;

	file->ours = file->cut_short = st->st_size == 0;
	file->is_private = (st->st_mode & 077) == 0;
	if (st->st_size <= 0 || length > BGPROC_RECORD_SIZE_MAX) {
		return take_corrupt(record, key, st, err);
	}
	if (!make_room(file, length)) {
		return no_memory(err);
	}
	count = bgproc_read_full(fd, file->buffer, length);
	if (count < 0) {
		/* An I/O error concerns only this record: the others must still be listed. */
		return take_corrupt(record, key, st, err);
	}
	switch (bgproc_record_decode(record, file->buffer, (size_t) count, key, &why)) {
		case BGPROC_OK:
			return BGPROC_FOUND;
		case BGPROC_ERR_INTERNAL:
			return no_memory(err);
		default:
			file->ours = is_remnant(file->buffer, (size_t) count, key);
			file->cut_short = is_cut_short(file->buffer, (size_t) count);
			return take_corrupt(record, key, st, err);
	}
}

bool bgproc_store_file_unreadable(const struct bgproc_record *record)
{
	return record->version == 0;
}

static enum bgproc_found read_once(
	struct bgproc_file_store *file, const char *key, struct bgproc_record *record, struct bgproc_error *err)
{
	char name[BGPROC_STORE_NAME_SIZE];
	struct stat st;
	enum bgproc_found found;
	int fd;

	memset(record, 0, sizeof *record);
	bgproc_store_file_name(name, key, ".json");
	fd = bgproc_file_open_of(file->dir_fd, name, O_RDONLY, file->user, &st);
	if (fd < 0) {
		switch (errno) {
			case ENOENT:
				return BGPROC_FOUND_NOTHING;
			case EACCES:
			case EPERM:
				return BGPROC_FOUND_FOREIGN;
			default:
				bgproc_error_set(err, BGPROC_ERR_STORE, errno, "record \"%s\" cannot be opened", key);
				return BGPROC_FOUND_ERROR;
		}
	}
	found = read_text(file, fd, key, &st, record, err);
	bgproc_fd_close(&fd);
	return found;
}

enum bgproc_found bgproc_store_file_read(
	struct bgproc_file_store *file, const char *key, struct bgproc_record *record, struct bgproc_error *err)
{
	enum bgproc_found found = read_once(file, key, record, err);

	/* If the disk is full, a supervisor may have to write over its record. The second read then returns the complete text. */
	if (found == BGPROC_FOUND && bgproc_store_file_unreadable(record)) {
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

bool bgproc_store_file_expired(const struct bgproc_file_store *file, const struct bgproc_record *record, uint64_t now_us)
{
	uint64_t stays_s = bgproc_record_stays_s(record);

	if (!bgproc_state_is_final(record->state) || now_us <= record->ended_us) {
		return false;
	}
	if (bgproc_store_file_unreadable(record)) {
		if (!file->ours || !file->cut_short || !file->is_private ||
			!bgproc_key_is_generated(record->key, strlen(record->key))) {
			return false;
		}
		stays_s = file->base.keep_lost_s;
	}
	return (now_us - record->ended_us) / 1000000 >= stays_s;
}
