/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/output/captured.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/refresh.h"

#include "src/platform/file/descriptor.h"
#include "src/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The number of attempts when the supervisor shortens the file during a read. */
#define TRIES 8

/* Bytes from the beginning, up to length or the end of the file; -1 with errno. */
static ssize_t read_from_start(int fd, char *bytes, size_t length)
{
	size_t have = 0;

	while (have < length) {
		ssize_t count = pread(fd, bytes + have, length - have, (off_t) have);

		if (count == 0) {
			break;
		}
		if (count < 0 && errno != EINTR) {
			return -1;
		}
		have += count > 0 ? (size_t) count : 0;
	}
	return (ssize_t) have;
}

/* Whether the file was rewritten, and not only appended to: it became shorter, or it changed and kept its size. */
static bool was_shortened(const struct stat *before, const struct stat *after)
{
	bool changed =
		after->st_mtim.tv_sec != before->st_mtim.tv_sec || after->st_mtim.tv_nsec != before->st_mtim.tv_nsec;

	return after->st_size < before->st_size || (after->st_size == before->st_size && changed);
}

/* The whole file; NULL with errno. The file position is not changed, because several descriptors may share it. */
static zend_string *read_all(int fd)
{
	for (int i = 1;; i++) {
		struct stat before, after;
		zend_string *output;
		ssize_t length;

		if (fstat(fd, &before) < 0) {
			return NULL;
		}
		output = zend_string_alloc((size_t) before.st_size, 0);
		length = read_from_start(fd, ZSTR_VAL(output), (size_t) before.st_size);
		if (length >= 0 && fstat(fd, &after) == 0 && (i == TRIES || !was_shortened(&before, &after))) {
			ZSTR_LEN(output) = (size_t) length;
			ZSTR_VAL(output)
			[length] = '\0';
			return output;
		}
		zend_string_release(output);
		if (length < 0 || i == TRIES) {
			return NULL;
		}
	}
}

/*
 * Whether our record is in the store. If started is not NULL, it receives whether the command was executed, according to the
 * record.
 */
static bool has_own_record(struct bgproc_store *store, const struct bgproc_process_obj *process, bool *started)
{
	struct bgproc_record record;
	bool found = false, ours;

	if (store->ops->get(store, ZSTR_VAL(process->key), &record, &found, NULL) != BGPROC_OK || !found) {
		return false;
	}
	/* The key may belong to another process now, whose output must not be returned. */
	ours = record.created_us == process->record.created_us;
	if (started) {
		*started = record.started_us != 0;
	}
	bgproc_record_free(&record);
	return ours;
}

/*
 * Opens KEY.out or KEY.err. -1 with errno: ENOENT when it was removed, or when it does not exist yet; in the latter case
 * *too_early is true. The record appears first, the files get their names next, and the command is executed last. A start
 * that was killed in between leaves a record without files; no output was written then.
 */
static int open_in_store(
	struct bgproc_store *store, const struct bgproc_process_obj *process, const char *suffix, bool *too_early)
{
	bool started;
	int fd, problem;

	for (int i = 0; i < 2; i++) {
		fd = store->ops->open_companion(store, ZSTR_VAL(process->key), suffix, NULL);
		problem = errno;
		/* Checked after the attempt to open: while our record exists, its files exist too. */
		if (!has_own_record(store, process, &started)) {
			bgproc_fd_close(&fd);
			errno = ENOENT;
			return -1;
		}
		if (fd >= 0 || problem != ENOENT) {
			break;
		}
		if (!started) {
			*too_early = true;
			break;
		}
		/* Try again: the file may have got its name after the first attempt. */
	}
	errno = problem;
	return fd;
}

/* Opens KEY.out or KEY.err in the state directory. -1: *too_early is true, or an exception is pending. */
static int open_by_name(struct bgproc_process_obj *process, int which, bool *too_early)
{
	const char *suffix = which == 0 ? ".out" : ".err";
	struct bgproc_store *store;
	int fd = -1, problem = ENOENT;

	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), false, &store)) {
		return -1;
	}
	if (store) {
		fd = open_in_store(store, process, suffix, too_early);
		problem = errno;
		bgproc_manager_close_store(store);
	}
	if (fd >= 0 || *too_early) {
		return fd;
	}
	if (problem == ENOENT) {
		bgproc_throw_status(BGPROC_ERR_STORE, ENOENT,
			"The output of process %s is gone: %s%s was removed with the record (option \"keep\")", ZSTR_VAL(process->key),
			ZSTR_VAL(process->key), suffix);
	} else {
		bgproc_throw_status(BGPROC_ERR_STORE, problem, "Cannot read the output of process %s", ZSTR_VAL(process->key));
	}
	return -1;
}

static bool check_capture(const struct bgproc_process_obj *process)
{
	if (!process->record.capture) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "Process %s was not started with the option \"capture_output\"",
			ZSTR_VAL(process->key));
	}
	return process->record.capture;
}

bool bgproc_captured_open(struct bgproc_process_obj *process, int which, bool *too_early)
{
	if (!check_capture(process)) {
		return false;
	}
	if (process->capture_fds[which] < 0) {
		process->capture_fds[which] = open_by_name(process, which, too_early);
	}
	return process->capture_fds[which] >= 0;
}

bool bgproc_captured_has_record(struct bgproc_process_obj *process)
{
	struct bgproc_store *store;
	bool there;

	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), false, &store) || !store) {
		return false;
	}
	there = has_own_record(store, process, NULL);
	bgproc_manager_close_store(store);
	return there;
}

/* While the process runs, the file may contain up to twice the limit. Returns only its last limit bytes. */
static zend_string *cut(zend_string *output, uint64_t limit)
{
	zend_string *tail;

	if (limit == 0 || ZSTR_LEN(output) <= limit) {
		return output;
	}
	tail = zend_string_init(ZSTR_VAL(output) + ZSTR_LEN(output) - limit, (size_t) limit, 0);
	zend_string_release(output);
	return tail;
}

zend_string *bgproc_captured_output(struct bgproc_process_obj *process, int which)
{
	bool too_early = false, kept;
	zend_string *output;

	if (!bgproc_process_refresh(process)) {
		return NULL;
	}
	if (!process->record.capture && which == 1) {
		return process->error_tail ? zend_string_copy(process->error_tail) : ZSTR_EMPTY_ALLOC();
	}
	/* A file that was not open before is closed again afterwards: there may be thousands of handles. */
	kept = process->capture_fds[which] >= 0;
	if (!bgproc_captured_open(process, which, &too_early)) {
		return too_early ? ZSTR_EMPTY_ALLOC() : NULL;
	}
	output = read_all(process->capture_fds[which]);
	if (!kept) {
		bgproc_fd_close(&process->capture_fds[which]);
	}
	if (!output) {
		bgproc_throw_status(BGPROC_ERR_STORE, errno, "Cannot read the output of process %s", ZSTR_VAL(process->key));
		return NULL;
	}
	return cut(output, process->record.output_limit);
}
