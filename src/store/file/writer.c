/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/writer.h"

#include "src/core/key.h"
#include "src/platform/file/files.h"
#include "src/store/file/names.h"
#include "src/store/record/encode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_SIZE 160
/* Names that are taken are left-overs of a dead process that had our pid: few. */
#define NAME_TRIES 16

/* Whose record the file of our key is now. */
enum owner {
	OURS,
	NOBODY, /* there is none */
	OTHER,  /* of another process, or nothing we can read */
};

static enum bgproc_status fail(
	const struct bgproc_record_writer *writer, struct bgproc_error *err, int sys_errno, const char *what)
{
	return bgproc_error_set(err, BGPROC_ERR_STORE, sys_errno, "Cannot %s the record \"%s\"", what, writer->key);
}

static void file_name(const struct bgproc_record_writer *writer, char name[NAME_SIZE], const char *suffix)
{
	snprintf(name, NAME_SIZE, "%s%s", writer->key, suffix);
}

static bool is_file(const struct bgproc_file *file, const struct stat *st)
{
	return st->st_dev == file->device && st->st_ino == file->inode;
}

/* Like bgproc_read_full(), at an offset. */
static bool read_at_start(int fd, char *bytes, size_t length)
{
	size_t have = 0;

	while (have < length) {
		ssize_t count = pread(fd, bytes + have, length - have, (off_t) have);

		if (count == 0) {
			errno = EINVAL;
			return false;
		}
		if (count < 0 && errno != EINTR) {
			return false;
		}
		have += count > 0 ? (size_t) count : 0;
	}
	return true;
}

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
	/* Room for the live part, so that writing a record never allocates. */
	bgproc_buf_fill(&writer->fixed, ' ', fixed_length + BGPROC_RECORD_LIVE_MAX);
	if (!bgproc_buf_ok(&writer->fixed)) {
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "Out of memory");
	}
	writer->fixed.length = writer->fixed_length = fixed_length;
	if (!read_at_start(record_fd, writer->fixed.data, fixed_length)) {
		return fail(writer, err, errno, "read");
	}
	if (writer->fixed.data[0] != '{') {
		return fail(writer, err, EINVAL, "recognise");
	}
	if (fstat(record_fd, &st) == 0) {
		writer->named = (struct bgproc_file) {st.st_dev, st.st_ino};
	}
	return BGPROC_OK;
}

/* Compares by content: a reader that settled our record has rewritten it into another file. */
static enum owner owner_by_content(const struct bgproc_record_writer *writer, const char *name)
{
	int fd = bgproc_file_open_own(writer->dir_fd, name, O_RDONLY, NULL);
	enum owner owner = OTHER;
	char *bytes;

	if (fd < 0) {
		return errno == ENOENT ? NOBODY : OTHER;
	}
	bytes = malloc(writer->fixed_length);
	if (bytes && read_at_start(fd, bytes, writer->fixed_length) &&
		memcmp(bytes, writer->fixed.data, writer->fixed_length) == 0) {
		owner = OURS;
	}
	free(bytes);
	bgproc_fd_close(&fd);
	return owner;
}

static enum owner owner_now(const struct bgproc_record_writer *writer)
{
	char name[NAME_SIZE];
	struct stat st;

	file_name(writer, name, ".json");
	if (fstatat(writer->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		return errno == ENOENT ? NOBODY : OTHER;
	}
	if (is_file(&writer->named, &st)) {
		return OURS;
	}
	return owner_by_content(writer, name);
}

/* A new file under a name that no key can take. */
static int create_temp(struct bgproc_record_writer *writer, char name[NAME_SIZE], struct bgproc_file *file)
{
	for (int i = 0; i < NAME_TRIES; i++) {
		struct stat st;
		int fd;

		/* Each number once: a name that was left, because it could not be removed, is not tried with every file. */
		snprintf(name, NAME_SIZE, ".%s.%ld.%u", writer->key, (long) writer->pid, writer->temporaries++);
		fd = bgproc_file_create_seen(writer->dir_fd, name, &st);
		if (fd >= 0) {
			*file = (struct bgproc_file) {st.st_dev, st.st_ino};
		}
		if (fd >= 0 || errno != EEXIST) {
			return fd;
		}
	}
	return -1;
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

/* The final text of a plain process is as long as any other of its texts, so that the reserved file has its length already. */
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
	fd = create_temp(writer, writer->reserve_name, &writer->reserved);
	if (fd < 0) {
		return fail(writer, err, errno, "reserve space for");
	}
	/* Best effort: where locks are not known the sweeper finds none either. */
	flock(fd, LOCK_EX | LOCK_NB);
	writer->reserved_length = writer->fixed_length + room_for_final(writer->job);
	if (bgproc_file_reserve(fd, writer->reserved_length) < 0) {
		int saved_errno = errno;

		unlinkat(writer->dir_fd, writer->reserve_name, 0);
		bgproc_fd_close(&fd);
		return fail(writer, err, saved_errno, "reserve space for");
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

/* Writes the whole text over what a file of that length holds, so that its blocks are used, and cuts it to size. */
static bool fill_file(const struct bgproc_record_writer *writer, int fd, size_t length, bool sync)
{
	return write_at_start(fd, writer->fixed.data, writer->fixed.length) &&
		(length <= writer->fixed.length || ftruncate(fd, (off_t) writer->fixed.length) == 0) &&
		(!sync || fsync(fd) == 0 || errno == EINVAL);
}

/*
 * Whether a process of ours waits with the file for the final state: it has locked the file while that had its name. A
 * process that has just opened the file to read it has no lock, and reads the old text. Where locks are not known: true.
 */
static bool is_held(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) < 0;
}

/* A record that we have replaced; takes fd over. It is kept open only while a process waits with it. */
static void retire(struct bgproc_record_writer *writer, int fd)
{
	size_t i = 0;

	if (fd < 0 || !is_held(fd)) {
		bgproc_fd_close(&fd);
		return;
	}
	while (i < writer->held_count && is_held(writer->held_fds[i])) {
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
	char name[NAME_SIZE];

	file_name(writer, name, ".json");
	if (!replace) {
		return bgproc_rename_new(writer->dir_fd, temp, name);
	}
	/* A synced file is on disk: renaming it over another costs no write, and it comes back where a name was just removed. */
	return synced ? renameat(writer->dir_fd, temp, writer->dir_fd, name) : bgproc_rename_over(writer->dir_fd, temp, name);
}

/* Publishes the file and takes fd over. replace: there is a record of ours. */
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
	char temp[NAME_SIZE];
	struct bgproc_file file;
	int fd = create_temp(writer, temp, &file);
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
 * The last resort, when there is neither a reservation nor room for a new file: one write over the published record,
 * whose block has room for a longer live part. Readers then see the whole old or the whole new text in all but the rarest
 * case, where they see a corrupt one for the moment; the alternative is that the truth is lost.
 */
static bool put_in_place(struct bgproc_record_writer *writer)
{
	size_t length = writer->fixed.length, held;
	const char *text = writer->fixed.data;
	struct stat st;

	if (writer->current_fd >= 0 || fstat(writer->record_fd, &st) < 0 || !is_file(&writer->named, &st) ||
		(off_t) st.st_blocks * 512 < (off_t) length) {
		return false;
	}
	held = (size_t) st.st_size < length ? (size_t) st.st_size : length;
	/* First what makes the file longer: only that can be refused (RLIMIT_FSIZE), and it can be taken back. */
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

/* With the whole text in the buffer. 0 or errno. */
static int put_text(struct bgproc_record_writer *writer, bool final)
{
	enum owner owner = owner_now(writer);
	bool replace = owner == OURS;

	if (owner == OTHER) {
		return EEXIST;
	}
	if (!final) {
		return replace ? (put_new(writer, true, false) ? 0 : errno) : ENOENT;
	}
	if (writer->result_fd >= 0) {
		/* Before the record says that it is there. */
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
	return sys_errno == 0 ? BGPROC_OK : fail(writer, err, sys_errno, "write");
}

/* Whether KEY.result is the file that we have put there. */
static bool result_is_ours(const struct bgproc_record_writer *writer, const char *name)
{
	struct stat held, named;

	return writer->result_fd >= 0 && fstat(writer->result_fd, &held) == 0 &&
		fstatat(writer->dir_fd, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && held.st_dev == named.st_dev &&
		held.st_ino == named.st_ino;
}

static bool publish_result(const struct bgproc_record_writer *writer, const char *temp)
{
	char name[NAME_SIZE];

	file_name(writer, name, ".result");
	if (result_is_ours(writer, name)) {
		return renameat(writer->dir_fd, temp, writer->dir_fd, name) == 0;
	}
	return bgproc_rename_new(writer->dir_fd, temp, name) == 0;
}

enum bgproc_status bgproc_record_writer_put_result(
	struct bgproc_record_writer *writer, const void *bytes, size_t length, struct bgproc_error *err)
{
	static const char what[] = "write the result beside";
	char temp[NAME_SIZE];
	struct bgproc_file file;
	int fd, saved_errno;

	/* Another process has the key, and with it the names. */
	if (owner_now(writer) == OTHER) {
		return fail(writer, err, EEXIST, what);
	}
	fd = create_temp(writer, temp, &file);
	if (fd < 0) {
		return fail(writer, err, errno, what);
	}
	if (bgproc_write_all(fd, bytes, length) == 0 && publish_result(writer, temp)) {
		bgproc_fd_close(&writer->result_fd);
		writer->result_fd = fd;
		return BGPROC_OK;
	}
	saved_errno = errno;
	unlinkat(writer->dir_fd, temp, 0);
	bgproc_fd_close(&fd);
	return fail(writer, err, saved_errno, what);
}

int bgproc_record_writer_create(const struct bgproc_record_writer *writer, const char *suffix)
{
	char name[NAME_SIZE];

	if (owner_now(writer) != OURS) {
		errno = EEXIST;
		return -1;
	}
	file_name(writer, name, suffix);
	return bgproc_fd_above_stdio(bgproc_file_create(writer->dir_fd, name));
}

void bgproc_record_writer_remove(struct bgproc_record_writer *writer)
{
	char name[NAME_SIZE];

	if (owner_now(writer) != OURS) {
		return;
	}
	for (size_t i = 0; i < BGPROC_STORE_COMPANIONS; i++) {
		if (bgproc_store_has_companion(i, writer->output_files, writer->job)) {
			file_name(writer, name, bgproc_store_companions[i]);
			unlinkat(writer->dir_fd, name, 0);
		}
	}
	/* The record goes last: once its name is free, the other names may belong to a new process. */
	file_name(writer, name, ".json");
	unlinkat(writer->dir_fd, name, 0);
}

/* The whole text in the buffer, with as many blanks before its end as make it as long as the file. */
static bool compose(struct bgproc_record_writer *writer, const struct bgproc_record *record, size_t length)
{
	static const char end[] = "}\n";

	writer->fixed.length = writer->fixed_length;
	bgproc_record_encode_live(&writer->fixed, record);
	if (bgproc_buf_ok(&writer->fixed) && writer->fixed.length < length) {
		writer->fixed.length -= strlen(end);
		bgproc_buf_fill(&writer->fixed, ' ', length - strlen(end) - writer->fixed.length);
		bgproc_buf_puts(&writer->fixed, end);
	}
	return bgproc_buf_ok(&writer->fixed);
}

/*
 * Processes that wait for the final state read it only after we have ended. Others may read the same file at any moment. So the
 * length never changes: a reader at the end of the old text cannot find the tail of the new one after it. The live
 * part is one write. It does not fit only where the live part of a job has become longer than the file had room for: then
 * the file grows all the same, because a true state for a process that waits matters more than the text for a late reader.
 */
static void speak(struct bgproc_record_writer *writer, const struct bgproc_record *record, int fd)
{
	struct stat st;

	/* A file that has its name still is the record itself, and is only ever replaced whole. */
	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_nlink == 0 && is_held(fd) && compose(writer, record, (size_t) st.st_size)) {
		/* Nothing left to do when this fails: the text is then the old one or corrupt, and both read as unknown. */
		(void) !pwrite(fd, writer->fixed.data + writer->fixed_length, writer->fixed.length - writer->fixed_length,
			(off_t) writer->fixed_length);
	}
}

void bgproc_record_writer_last_words(struct bgproc_record_writer *writer, const struct bgproc_record *record)
{
	/* Early holders have the first file, later ones another. The last one is written already, or removed. */
	speak(writer, record, writer->record_fd);
	for (size_t i = 0; i < writer->held_count; i++) {
		speak(writer, record, writer->held_fds[i]);
	}
	speak(writer, record, writer->current_fd);
	writer->fixed.length = writer->fixed_length;
	writer->fixed.failed = false;
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
