/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/output/captured.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/output/incremental.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/refresh.h"

#include "src/platform/file/descriptor.h"
#include "src/store/file/output_cut.h"
#include "src/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The number of attempts when the supervisor cuts the file during a read. */
#define TRIES 200

/* Results of one attempt to read a capture file. */
enum look {
	LOOK_DONE,
	LOOK_AGAIN,   /* the file is being cut */
	LOOK_LATER,   /* unknown until the process has ended, which is about to happen */
	LOOK_UNKNOWN, /* it is not known which position of the output a byte of the file has */
	LOOK_FAILED,  /* an exception is pending */
};

/* The state of a capture file at one moment. */
struct view {
	int fd;
	struct stat st;
	bool named; /* the file still has its name, so the key belongs to this process */
	struct bgproc_output_cut cut;
	uint64_t base;       /* position of the byte at offset 0 */
	uint64_t begin, end; /* positions of the bytes that can be read */
};

/* ---- KEY.cut ---- */

/* Whether the name of the captured stream in the state directory still belongs to this file. */
static bool has_name(
	struct bgproc_store *store, const struct bgproc_process_obj *process, int which, const struct stat *of)
{
	struct stat st;

	return store->ops->stat_companion(store, ZSTR_VAL(process->key), which == 0 ? ".out" : ".err", &st) == 0 &&
		st.st_dev == of->st_dev && st.st_ino == of->st_ino;
}

/*
 * Opens KEY.cut if it exists and belongs to this process. Once open, it can be read after its removal too. False with an
 * exception pending, also when it exists and cannot be opened: to assume that nothing was cut would be wrong then.
 */
static bool open_cut(struct bgproc_process_obj *process, int which, struct view *view)
{
	const char *key = ZSTR_VAL(process->key);
	struct bgproc_store *store;
	struct stat st;
	int fd = -1, error = 0;
	bool is_ours = false;

	if (process->output.cut_fd >= 0) {
		return true;
	}
	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), false, &store)) {
		return false;
	}
	if (store) {
		fd = store->ops->open_companion(store, key, ".cut", NULL);
		error = fd < 0 ? errno : 0;
		/* A directory with this name does not belong to this process. In that case KEY.out is marked when it is cut. */
		is_ours = error == EACCES && store->ops->stat_companion(store, key, ".cut", &st) == 0 && S_ISREG(st.st_mode) &&
			st.st_uid == geteuid();
		view->named = has_name(store, process, which, &view->st);
		bgproc_manager_close_store(store);
	}
	if (error && error != ENOENT && view->named && (error != EACCES || is_ours)) {
		bgproc_throw_status(BGPROC_ERR_STORE, error, "Cannot open %s.cut in the state directory", key);
		return false;
	}
	/*
	 * KEY.out loses its name before KEY.cut does, and only after that can another process have the key. So while KEY.out has its
	 * name, an existing KEY.cut belongs to this process, and a missing one never existed.
	 */
	if (fstat(view->fd, &view->st) == 0 && view->named) {
		process->output.cut_fd = fd;
	} else {
		bgproc_fd_close(&fd);
	}
	return true;
}

static uint64_t dropped_at_end(const struct bgproc_process_obj *process, int which)
{
	return which == 0 ? process->record.end.stdout_dropped : process->record.end.stderr_dropped;
}

/* Used when the files of the process were removed and this handle has never opened KEY.cut. */
static enum look infer_cut(const struct bgproc_process_obj *process, int which, struct view *view)
{
	uint64_t dropped = dropped_at_end(process, which);

	if (!process->ended) {
		return LOOK_LATER;
	}
	/*
	 * A file that was cut has exactly this size at the end. Otherwise the number also counts bytes for which the disk had no
	 * space.
	 */
	if (process->record.state == BGPROC_STATE_LOST || !(view->st.st_mode & S_IWUSR) ||
		(dropped > 0 && view->st.st_size != (off_t) process->record.output_limit)) {
		return LOOK_UNKNOWN;
	}
	view->cut = (struct bgproc_output_cut) {dropped, dropped};
	return LOOK_DONE;
}

/* Reads the size of the file. If the file is long enough that it may have been cut, reads KEY.cut too. */
static enum look find_cut(struct bgproc_process_obj *process, int which, struct view *view)
{
	struct stat st;

	view->cut = (struct bgproc_output_cut) {0};
	if (fstat(view->fd, &view->st) < 0) {
		return LOOK_UNKNOWN;
	}
	if (view->st.st_size < (off_t) process->record.output_limit) {
		return LOOK_DONE;
	}
	if (!open_cut(process, which, view)) {
		return LOOK_FAILED;
	}
	if (process->output.cut_fd < 0 && view->named) {
		return view->st.st_mode & S_IWUSR ? LOOK_DONE : LOOK_UNKNOWN;
	}
	if (process->output.cut_fd < 0) {
		return infer_cut(process, which, view);
	}
	if (fstat(process->output.cut_fd, &st) < 0 || !(st.st_mode & S_IWUSR)) {
		return LOOK_UNKNOWN;
	}
	return bgproc_output_cut_read(process->output.cut_fd, (unsigned) which, &view->cut) ? LOOK_DONE : LOOK_AGAIN;
}

/* ---- positions ---- */

/*
 * For a supervisor that was killed while it was cutting the file. The tail is at the start of the file, or still at its end.
 * If the file is too short for both, as at the end of a process, the tail was moved onto itself, and its contents cannot be
 * used.
 */
static enum look place_killed(const struct bgproc_process_obj *process, struct view *view)
{
	uint64_t limit = process->record.output_limit, size = (uint64_t) view->st.st_size;
	uint64_t going = view->cut.next - view->cut.start;

	if (!process->ended || (size != limit && size != going + limit)) {
		return LOOK_AGAIN;
	}
	if (size == limit) {
		view->base = view->begin = view->cut.next;
	} else {
		view->begin = going >= limit ? view->cut.next : view->base + size;
	}
	return LOOK_DONE;
}

static enum look place(const struct bgproc_process_obj *process, struct view *view)
{
	enum look look = LOOK_DONE;

	view->base = view->begin = view->cut.start;
	if (view->cut.next != view->cut.start) {
		look = place_killed(process, view);
	}
	view->end = view->base + (uint64_t) view->st.st_size;
	return look;
}

static enum look look_at(struct bgproc_process_obj *process, int which, struct view *view)
{
	enum look look = find_cut(process, which, view);

	return look == LOOK_DONE ? place(process, view) : look;
}

/* Checks again after the bytes were read: the view is still valid if the file has only grown. */
static enum look confirm(struct bgproc_process_obj *process, int which, const struct view *view)
{
	struct view now = {.fd = view->fd};
	enum look look = look_at(process, which, &now);

	return look == LOOK_DONE && (now.base != view->base || now.begin != view->begin || now.end < view->end) ? LOOK_AGAIN : look;
}

/* ---- reading ---- */

/* Bytes at an offset; NULL with errno. The result is shorter if the file ends before. */
static zend_string *read_at(int fd, uint64_t offset, size_t length)
{
	zend_string *bytes = zend_string_alloc(length, 0);
	size_t have = 0;

	while (have < length) {
		ssize_t count = pread(fd, ZSTR_VAL(bytes) + have, length - have, (off_t) (offset + have));

		if (count == 0) {
			break;
		}
		if (count < 0 && errno != EINTR) {
			zend_string_release(bytes);
			return NULL;
		}
		have += count > 0 ? (size_t) count : 0;
	}
	ZSTR_LEN(bytes) = have;
	ZSTR_VAL(bytes)
	[have] = '\0';
	return bytes;
}

/* Position of the first byte that can be read and was not returned by this handle yet. */
static uint64_t next_position(const struct bgproc_process_obj *process, int which, const struct view *view)
{
	uint64_t at = process->output.at[which];

	return at < view->begin ? view->begin : at;
}

static enum look read_new(struct bgproc_process_obj *process, int which, struct view *view, zend_string **bytes)
{
	struct bgproc_output_progress *output = &process->output;
	enum look look = look_at(process, which, view);
	uint64_t from;

	if (look != LOOK_DONE) {
		return look;
	}
	from = next_position(process, which, view);
	*bytes = from >= view->end ? ZSTR_EMPTY_ALLOC() : read_at(view->fd, from - view->base, (size_t) (view->end - from));
	if (!*bytes) {
		bgproc_throw_status(BGPROC_ERR_STORE, errno, "Cannot read the output of process %s", ZSTR_VAL(process->key));
		return LOOK_FAILED;
	}
	look = from < view->end && ZSTR_LEN(*bytes) < view->end - from ? LOOK_AGAIN : confirm(process, which, view);
	if (look != LOOK_DONE) {
		zend_string_release(*bytes);
		return look;
	}
	output->missed[which] += from - output->at[which];
	output->at[which] = from + ZSTR_LEN(*bytes);
	return LOOK_DONE;
}

static enum look look_only(struct bgproc_process_obj *process, int which, struct view *view, zend_string **bytes)
{
	(void) bytes;
	return look_at(process, which, view);
}

/* Repeats an attempt until it has a result. LOOK_FAILED with an exception pending. */
static enum look repeat(enum look (*once)(struct bgproc_process_obj *, int, struct view *, zend_string **),
	struct bgproc_process_obj *process, int which, struct view *view, zend_string **bytes)
{
	enum look look = LOOK_AGAIN;

	for (int i = 0; i < TRIES && look == LOOK_AGAIN; i++) {
		*view = (struct view) {.fd = process->capture_fds[which]};
		look = once(process, which, view, bytes);
	}
	if (look == LOOK_UNKNOWN || (look == LOOK_AGAIN && process->ended)) {
		bgproc_throw_status(BGPROC_ERR_STORE, 0,
			"How much of the output of process %s was dropped is not known: it could not be written to the state directory",
			ZSTR_VAL(process->key));
		return LOOK_FAILED;
	}
	/* The process writes faster than this handle can read: its output can be read at the end of the process at the latest. */
	return look == LOOK_AGAIN ? LOOK_LATER : look;
}

/* Opens the files that remain readable when they are removed. False: *too_early is true, or an exception is pending. */
static bool prepare(struct bgproc_process_obj *process, int which, bool *too_early)
{
	*too_early = false;
	if (!bgproc_process_refresh(process) || !bgproc_captured_open(process, which, too_early)) {
		return false;
	}
	/* The final record contains the number of dropped bytes. It is held, so that it can be read after its removal. */
	return process->ended || bgproc_process_hold(process);
}

zend_string *bgproc_incremental_output(struct bgproc_process_obj *process, int which)
{
	zend_string *bytes = NULL;
	struct view view;
	bool too_early;

	if (!prepare(process, which, &too_early)) {
		return too_early ? ZSTR_EMPTY_ALLOC() : NULL;
	}
	switch (repeat(read_new, process, which, &view, &bytes)) {
		case LOOK_DONE:
			return bytes;
		case LOOK_FAILED:
			return NULL;
		default:
			return ZSTR_EMPTY_ALLOC();
	}
}

bool bgproc_dropped_bytes(struct bgproc_process_obj *process, zend_long *bytes)
{
	uint64_t dropped = 0;

	for (int which = 0; which < 2; which++) {
		uint64_t at_end;
		struct view view;
		bool too_early;

		if (!prepare(process, which, &too_early)) {
			if (too_early) {
				continue;
			}
			return false;
		}
		if (repeat(look_only, process, which, &view, NULL) == LOOK_FAILED) {
			return false;
		}
		dropped += process->output.missed[which] + next_position(process, which, &view) - process->output.at[which];
		/* Bytes for which the disk had no space have no position; only the final record counts them. */
		at_end = process->ended ? dropped_at_end(process, which) : 0;
		dropped += at_end > view.cut.start ? at_end - view.cut.start : 0;
	}
	*bytes = (zend_long) dropped;
	return true;
}
