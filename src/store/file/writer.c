/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/writer.h"

#include "src/core/key.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/platform/file/rename.h"
#include "src/store/file/names.h"
#include "src/store/file/writer_file.h"
#include "src/store/record/encode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum bgproc_status bgproc_record_writer_open(struct bgproc_record_writer *writer, int dir_fd, const char *key,
	int record_fd, size_t fixed_length, struct bgproc_error *err)
{
	struct stat st;

	memset(writer, 0, sizeof *writer);
	writer->dir_fd = dir_fd;
	writer->record_fd = record_fd;
	writer->pid = getpid();
	writer->current_fd = writer->reserve_fd = writer->result_fd = -1;
	if (!bgproc_key_valid(key, strlen(key))) {
		return bgproc_error_set(err, BGPROC_ERR_ARGUMENT, 0, "The key is not valid");
	}
	memcpy(writer->key, key, strlen(key) + 1);
	/* Space for the live part, so that writing a record never allocates. */
	bgproc_buf_fill(&writer->fixed, ' ', fixed_length + BGPROC_RECORD_LIVE_MAX);
	if (!bgproc_buf_ok(&writer->fixed)) {
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "Out of memory");
	}
	writer->fixed.length = writer->fixed_length = fixed_length;
	if (!bgproc_writer_read_at_start(record_fd, writer->fixed.data, fixed_length)) {
		return bgproc_writer_fail(writer, err, errno, "read");
	}
	if (writer->fixed.data[0] != '{') {
		return bgproc_writer_fail(writer, err, EINVAL, "recognise");
	}
	if (fstat(record_fd, &st) == 0) {
		writer->named = (struct bgproc_file) {st.st_dev, st.st_ino};
	}
	return BGPROC_OK;
}

/* A job needs more room than open has made. False when memory runs out. */
static bool make_room(struct bgproc_record_writer *writer)
{
	bgproc_buf_fill(&writer->fixed, ' ', bgproc_record_live_max(writer->job));
	writer->fixed.length = writer->fixed_length;
	if (!bgproc_buf_ok(&writer->fixed)) {
		writer->fixed.failed = false;
		return false;
	}
	return true;
}

/* All texts of a plain process have the same length, so the reserved file already has the length of the final one. */
static size_t room_for_final(enum bgproc_job_kind job)
{
	return job == BGPROC_JOB_NONE ? BGPROC_RECORD_LIVE_ROOM : BGPROC_RECORD_LIVE_JOB_MAX;
}

enum bgproc_status bgproc_record_writer_reserve(struct bgproc_record_writer *writer, struct bgproc_error *err)
{
	int fd;

	if (!make_room(writer)) {
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "Out of memory");
	}
	fd = bgproc_writer_create_temp(writer, writer->reserve_name, &writer->reserved);
	if (fd < 0) {
		return bgproc_writer_fail(writer, err, errno, "reserve space for");
	}
	/* Best effort: on a file system without locks the sweeper finds no locks either. */
	flock(fd, LOCK_EX | LOCK_NB);
	writer->reserved_length = writer->fixed_length + room_for_final(writer->job);
	if (bgproc_file_reserve(fd, writer->reserved_length) < 0) {
		int saved_errno = errno;

		unlinkat(writer->dir_fd, writer->reserve_name, 0);
		bgproc_fd_close(&fd);
		return bgproc_writer_fail(writer, err, saved_errno, "reserve space for");
	}
	writer->reserve_fd = fd;
	return BGPROC_OK;
}

static void release_reserve(struct bgproc_record_writer *writer)
{
	if (writer->reserve_fd >= 0) {
		unlinkat(writer->dir_fd, writer->reserve_name, 0);
		bgproc_fd_close(&writer->reserve_fd);
	}
}

/* Like bgproc_write_all(), from the start of the file. */
static bool write_at_start(int fd, const char *bytes, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t count = pwrite(fd, bytes + done, length - done, (off_t) done);

		if (count < 0 && errno != EINTR) {
			return false;
		}
		done += count > 0 ? (size_t) count : 0;
	}
	return true;
}

/* Writes the whole text over the present contents of the file, so that its blocks are reused, and cuts the file to size. */
static bool fill_file(const struct bgproc_record_writer *writer, int fd, size_t length, bool sync)
{
	return write_at_start(fd, writer->fixed.data, writer->fixed.length) &&
		(length <= writer->fixed.length || ftruncate(fd, (off_t) writer->fixed.length) == 0) &&
		(!sync || fsync(fd) == 0 || errno == EINVAL);
}

/* A record that was replaced; takes ownership of fd. It is kept open only while another process waits for its final state. */
static void retire(struct bgproc_record_writer *writer, int fd)
{
	size_t i = 0;

	if (fd < 0 || !bgproc_writer_is_held(fd)) {
		bgproc_fd_close(&fd);
		return;
	}
	while (i < writer->held_count && bgproc_writer_is_held(writer->held_fds[i])) {
		i++;
	}
	if (i == BGPROC_RECORD_HELD_MAX) {
		bgproc_fd_close(&fd);
		return;
	}
	if (i < writer->held_count) {
		bgproc_fd_close(&writer->held_fds[i]);
	} else {
		writer->held_count++;
	}
	writer->held_fds[i] = fd;
}

/* Gives a finished temporary file the name of the record. -1 with errno. */
static int rename_to_record(const struct bgproc_record_writer *writer, const char *temp, bool replace, bool synced)
{
	char name[BGPROC_WRITER_NAME_SIZE];

	bgproc_writer_name(writer, name, ".json");
	if (!replace) {
		return bgproc_rename_new(writer->dir_fd, temp, name);
	}
	/*
	 * A synced file is already on disk, so renaming it over the old record costs no additional write. But this creates the
	 * record again if it was removed just before.
	 */
	return synced ? renameat(writer->dir_fd, temp, writer->dir_fd, name) : bgproc_rename_over(writer->dir_fd, temp, name);
}

/* Publishes the file and takes ownership of fd. replace: a record of this process exists. */
static bool publish(struct bgproc_record_writer *writer, int fd, const char *temp, const struct bgproc_file *file,
	bool replace, bool synced)
{
	if (rename_to_record(writer, temp, replace, synced) < 0) {
		return false;
	}
	writer->named = *file;
	retire(writer, writer->current_fd);
	writer->current_fd = fd;
	return true;
}

static bool put_reserved(struct bgproc_record_writer *writer, bool replace)
{
	bool done = writer->reserve_fd >= 0 && fill_file(writer, writer->reserve_fd, writer->reserved_length, true) &&
		publish(writer, writer->reserve_fd, writer->reserve_name, &writer->reserved, replace, true);

	if (done) {
		writer->reserve_fd = -1;
	}
	return done;
}

static bool put_new(struct bgproc_record_writer *writer, bool replace, bool sync)
{
	char temp[BGPROC_WRITER_NAME_SIZE];
	struct bgproc_file file;
	int fd = bgproc_writer_create_temp(writer, temp, &file);
	int saved_errno;

	if (fd < 0) {
		return false;
	}
	if (fill_file(writer, fd, 0, sync) && publish(writer, fd, temp, &file, replace, sync)) {
		return true;
	}
	saved_errno = errno;
	unlinkat(writer->dir_fd, temp, 0);
	bgproc_fd_close(&fd);
	errno = saved_errno;
	return false;
}

/*
 * The last resort, when there is neither a reserved file nor space for a new one: one write over the published record, whose
 * block has space for a longer live part. Readers see the whole old or the whole new text, except in very rare cases a
 * corrupt one for a moment. Otherwise the final state would be lost.
 */
static bool put_in_place(struct bgproc_record_writer *writer)
{
	size_t length = writer->fixed.length, held;
	const char *text = writer->fixed.data;
	struct stat st;

	if (writer->current_fd >= 0 || fstat(writer->record_fd, &st) < 0 || !bgproc_writer_is_file(&writer->named, &st) ||
		(off_t) st.st_blocks * 512 < (off_t) length) {
		return false;
	}
	held = (size_t) st.st_size < length ? (size_t) st.st_size : length;
	/* First the part that makes the file longer: only that can be refused (RLIMIT_FSIZE), and it can be undone. */
	if (length > held && pwrite(writer->record_fd, text + held, length - held, (off_t) held) != (ssize_t) (length - held)) {
		(void) !ftruncate(writer->record_fd, st.st_size);
		return false;
	}
	/* The last byte is a line feed in both texts. */
	if (length <= held && pwrite(writer->record_fd, "\n", 1, st.st_size - 1) != 1) {
		return false;
	}
	return pwrite(writer->record_fd, text, held, 0) == (ssize_t) held && ftruncate(writer->record_fd, (off_t) length) == 0;
}

/* Writes the text in the buffer. Returns 0 or errno. */
static int put_text(struct bgproc_record_writer *writer, bool final)
{
	enum bgproc_writer_owner owner = bgproc_writer_owner(writer);
	bool replace = owner == BGPROC_WRITER_OURS;

	if (owner == BGPROC_WRITER_OTHER) {
		return EEXIST;
	}
	if (!final) {
		return replace ? (put_new(writer, true, false) ? 0 : errno) : ENOENT;
	}
	if (writer->result_fd >= 0) {
		/* Synced before the record announces the result. */
		fsync(writer->result_fd);
	}
	if (put_reserved(writer, replace) || put_new(writer, replace, true)) {
		fsync(writer->dir_fd);
		return 0;
	}
	return replace && put_in_place(writer) ? 0 : errno;
}

enum bgproc_status bgproc_record_writer_put(
	struct bgproc_record_writer *writer, const struct bgproc_record *record, bool final, struct bgproc_error *err)
{
	int sys_errno = ENOMEM;

	bgproc_record_encode_live(&writer->fixed, record);
	if (bgproc_buf_ok(&writer->fixed)) {
		sys_errno = put_text(writer, final);
	}
	writer->fixed.length = writer->fixed_length;
	writer->fixed.failed = false;
	return sys_errno == 0 ? BGPROC_OK : bgproc_writer_fail(writer, err, sys_errno, "write");
}

int bgproc_record_writer_create(const struct bgproc_record_writer *writer, const char *suffix)
{
	char name[BGPROC_WRITER_NAME_SIZE];

	if (bgproc_writer_owner(writer) != BGPROC_WRITER_OURS) {
		errno = EEXIST;
		return -1;
	}
	bgproc_writer_name(writer, name, suffix);
	return bgproc_fd_above_stdio(bgproc_file_create(writer->dir_fd, name));
}

void bgproc_record_writer_remove(struct bgproc_record_writer *writer)
{
	char name[BGPROC_WRITER_NAME_SIZE];

	if (bgproc_writer_owner(writer) != BGPROC_WRITER_OURS) {
		return;
	}
	for (size_t i = 0; i < BGPROC_STORE_COMPANIONS; i++) {
		if (bgproc_store_has_companion(i, writer->output_files, writer->job)) {
			bgproc_writer_name(writer, name, bgproc_store_companions[i]);
			unlinkat(writer->dir_fd, name, 0);
		}
	}
	/* The record is removed last: once its name is free, the other names may belong to a new process. */
	bgproc_writer_name(writer, name, ".json");
	unlinkat(writer->dir_fd, name, 0);
}

void bgproc_record_writer_close(struct bgproc_record_writer *writer)
{
	release_reserve(writer);
	for (size_t i = 0; i < writer->held_count; i++) {
		bgproc_fd_close(&writer->held_fds[i]);
	}
	writer->held_count = 0;
	bgproc_fd_close(&writer->current_fd);
	bgproc_fd_close(&writer->result_fd);
	bgproc_buf_free(&writer->fixed);
}
