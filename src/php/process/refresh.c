/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/refresh.h"

#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/proc.h"
#include "src/protocol/supervisor.h"
#include "src/store/record/decode.h"
#include "src/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Normally a few microseconds pass between the close of the last descriptor and the end of the process. */
#define EXIT_PATIENCE_MS 1000

/* Only the process that called run() may read the pipe: a forked child shares it and would take its messages away. */
static bool owns_pipe(const struct bgproc_process_obj *process)
{
	return process->outcome_fd >= 0 && process->owner_pid == getpid();
}

static void mark_lost(struct bgproc_process_obj *process, const char *reason)
{
	process->record.state = BGPROC_STATE_LOST;
	process->record.ended_us = process->record.ended_us ? process->record.ended_us : bgproc_wall_us();
	snprintf(process->record.reason, sizeof process->record.reason, "%s", reason);
	process->ended = true;
	bgproc_fd_close(&process->record_fd);
}

/* ---- the store ---- */

static void adopt(struct bgproc_process_obj *process, struct bgproc_record *record)
{
	bgproc_record_free(&process->record);
	process->record = *record;
	process->has_record = true;
	process->ended = bgproc_state_is_final(record->state);
	if (process->ended) {
		/* The record is final, so the held record file has nothing to add. */
		bgproc_fd_close(&process->record_fd);
	}
}

/* Replaces our copy by the record on disk, after its state was settled. Sets *there to whether the record still exists. */
static bool reread(struct bgproc_process_obj *process, bool *there)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_store *store;
	struct bgproc_record record;
	bool removed = false;
	enum bgproc_status status;

	*there = false;
	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), false, &store)) {
		return false;
	}
	if (!store) {
		return true;
	}
	status = store->ops->get(store, ZSTR_VAL(process->key), &record, there, &err);
	if (status == BGPROC_OK && *there) {
		if (process->has_record && record.supervisor.pid && process->record.supervisor.pid &&
			record.created_us != process->record.created_us) {
			/* The key now belongs to another process: ours has ended, and its record was removed. */
			*there = false;
		} else if (!bgproc_state_is_final(record.state)) {
			status = store->ops->settle(store, &record, &removed, &err);
			*there = !removed;
		}
		/*
		 * The supervisor holds the other end of our pipe, so it is alive. A record that claims it is lost was damaged, and is
		 * ignored.
		 */
		*there = *there && !(owns_pipe(process) && record.state == BGPROC_STATE_LOST);
		if (status == BGPROC_OK && *there) {
			adopt(process, &record);
		} else {
			bgproc_record_free(&record);
		}
	}
	bgproc_manager_close_store(store);
	if (status != BGPROC_OK) {
		bgproc_throw(&err);
		return false;
	}
	return true;
}

/* A handle made from meta data knows only the key; everything else must come from the disk. */
static bool load_record(struct bgproc_process_obj *process)
{
	bool there;

	if (!reread(process, &there)) {
		return false;
	}
	if (!there) {
		if (!bgproc_record_set_corrupt(&process->record, ZSTR_VAL(process->key), "record-removed")) {
			bgproc_record_free(&process->record);
			bgproc_throw_status(BGPROC_ERR_INTERNAL, ENOMEM, "Out of memory for the record");
			return false;
		}
		process->has_record = true;
		mark_lost(process, "record-removed");
	}
	return true;
}

bool bgproc_process_need_record(struct bgproc_process_obj *process)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	if (process->has_record) {
		return true;
	}
	if (process->text.length == 0) {
		return load_record(process);
	}
	if (bgproc_record_decode(&process->record, process->text.data, process->text.length, ZSTR_VAL(process->key), &err) !=
		BGPROC_OK) {
		bgproc_record_free(&process->record);
		bgproc_throw(&err);
		return false;
	}
	process->has_record = true;
	bgproc_buf_free(&process->text);
	return true;
}

/* ---- the last words of a record that is gone ---- */

/* Opens the record while it still has a name. Best effort: without it the outcome may stay unknown. */
bool bgproc_process_hold(struct bgproc_process_obj *process)
{
	struct bgproc_store *store;

	if (process->record_fd >= 0 || owns_pipe(process)) {
		return true;
	}
	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), false, &store)) {
		return false;
	}
	if (store) {
		process->record_fd = store->ops->hold(store, ZSTR_VAL(process->key));
		bgproc_manager_close_store(store);
	}
	return true;
}

/* Reads the held record after the end of its process. */
static void read_last_words(struct bgproc_process_obj *process)
{
	struct bgproc_record record;
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct stat st;

	if (process->record_fd < 0 || fstat(process->record_fd, &st) < 0 || st.st_size > (off_t) BGPROC_RECORD_SIZE_MAX) {
		return;
	}
	bgproc_buf_fill(&text, ' ', (size_t) st.st_size);
	if (bgproc_buf_ok(&text) && lseek(process->record_fd, 0, SEEK_SET) == 0 &&
		bgproc_read_full(process->record_fd, text.data, text.length) == (ssize_t) text.length) {
		if (bgproc_record_decode(&record, text.data, text.length, ZSTR_VAL(process->key), NULL) == BGPROC_OK &&
			bgproc_state_is_final(record.state) && record.created_us == process->record.created_us) {
			adopt(process, &record);
			bgproc_fd_close(&process->record_fd);
		} else {
			bgproc_record_free(&record);
		}
	}
	bgproc_buf_free(&text);
}

/* ---- the outcome pipe ---- */

/* A frame contains only those parts of the command's identity that differ from the supervisor's. */
static void take_command(struct bgproc_record *record, const struct bgproc_frame *frame)
{
	record->command = record->supervisor;
	record->command.pid = frame->command.pid;
	record->command.start_ticks = frame->command.start_ticks;
	record->command.pidfd_inode = frame->command.pidfd_inode;
	record->started_us = frame->started_us;
}

static void take_outcome(struct bgproc_process_obj *process, const struct bgproc_frame *frame)
{
	struct bgproc_record *record = &process->record;

	if (frame->tail_length > 0 && frame->tail_length <= BGPROC_OUTCOME_TAIL_MAX) {
		zend_string *tail = zend_string_alloc(frame->tail_length, 0);
		ssize_t length = bgproc_read_full(process->outcome_fd, ZSTR_VAL(tail), frame->tail_length);

		ZSTR_LEN(tail) = length > 0 ? (size_t) length : 0;
		ZSTR_VAL(tail)
		[ZSTR_LEN(tail)] = '\0';
		process->error_tail = tail;
	}
	record->state = (enum bgproc_state) frame->state;
	take_command(record, frame);
	record->ended_us = frame->ended_us;
	record->end = frame->end;
	process->ended = true;
	bgproc_fd_close(&process->outcome_fd);
}

/*
 * Progress, result and error of a job are only in its record. If the record cannot be read now, the next refresh tries
 * again, because a success without a result would be wrong. False with an exception pending.
 */
static bool read_rest(struct bgproc_process_obj *process)
{
	bool there;

	if (process->unread && !reread(process, &there)) {
		return false;
	}
	process->unread = false;
	return true;
}

/*
 * A process that ends closes its descriptors shortly before the system reports it as dead, and only records of dead
 * processes are settled. Without this wait other readers would see it as running although this handle knows better.
 */
void bgproc_process_await_exit(const struct bgproc_process_obj *process)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(EXIT_PATIENCE_MS);
	struct pollfd gone = {.fd = bgproc_identity_open(&process->record.supervisor), .events = POLLIN};

	if (gone.fd >= 0) {
		poll(&gone, 1, EXIT_PATIENCE_MS);
		bgproc_fd_close(&gone.fd);
		return;
	}
	/* For systems without pidfds. Ends at once when the process is already gone. */
	while (bgproc_identity_check(&process->record.supervisor) == BGPROC_ALIVE && bgproc_deadline_left(deadline) > 0) {
		poll(NULL, 0, 1);
	}
}

bool bgproc_process_read_pipe(struct bgproc_process_obj *process)
{
	struct bgproc_frame frame;
	ssize_t length = bgproc_read_full(process->outcome_fd, &frame, sizeof frame);
	bool there;

	if (!bgproc_process_need_record(process)) {
		return false;
	}
	if (length == (ssize_t) sizeof frame && frame.magic == BGPROC_FRAME_MAGIC) {
		if (frame.kind == BGPROC_FRAME_STARTED) {
			process->started_seen = true;
			process->record.state = BGPROC_STATE_RUNNING;
			take_command(&process->record, &frame);
			return true;
		}
		if (frame.kind == BGPROC_FRAME_OUTCOME && bgproc_state_is_final((enum bgproc_state) frame.state)) {
			take_outcome(process, &frame);
			process->unread = process->record.job != BGPROC_JOB_NONE;
			return read_rest(process);
		}
	}
	bgproc_fd_close(&process->outcome_fd);
	bgproc_process_await_exit(process);
	/* Settles the record on disk too. If the record contains more than the pipe has reported, the record counts. */
	if (!reread(process, &there)) {
		return false;
	}
	/* If the supervisor is alive after all, its record will show the outcome, as it does for other readers. */
	if (!process->ended && bgproc_identity_check(&process->record.supervisor) != BGPROC_ALIVE) {
		mark_lost(process, "supervisor-gone");
	}
	return true;
}

static bool is_readable(int fd)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};

	return poll(&ready, 1, 0) > 0;
}

int bgproc_process_pipe(const struct bgproc_process_obj *process)
{
	return owns_pipe(process) ? process->outcome_fd : -1;
}

bool bgproc_process_may_have_ended(const struct bgproc_process_obj *process)
{
	return !owns_pipe(process) || is_readable(process->outcome_fd);
}

/* ---- refresh ---- */

bool bgproc_process_refresh(struct bgproc_process_obj *process)
{
	bool there, alive;

	if (process->ended) {
		return read_rest(process);
	}
	while (owns_pipe(process) && is_readable(process->outcome_fd)) {
		if (!bgproc_process_read_pipe(process)) {
			return false;
		}
		if (process->ended) {
			return true;
		}
	}
	if (!bgproc_process_need_record(process) || !reread(process, &there)) {
		return false;
	}
	if (there || process->ended) {
		return true;
	}
	/* No record: it was removed at the end of the process, or deleted by hand while the process runs. */
	if (owns_pipe(process)) {
		if (is_readable(process->outcome_fd)) {
			return bgproc_process_read_pipe(process);
		}
		return true;
	}
	/* Checked before the held record is read, because the process may end in between. */
	alive = bgproc_identity_check(&process->record.supervisor) == BGPROC_ALIVE;
	read_last_words(process);
	if (!process->ended && !alive) {
		mark_lost(process, "record-removed");
	}
	return true;
}
