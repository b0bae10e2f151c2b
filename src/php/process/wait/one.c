/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/wait/one.h"

#include "main/php_streams.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/interruptible_poll.h"
#include "src/php/base/stream.h"
#include "src/php/process/refresh.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/proc.h"

#include <errno.h>
#include <fcntl.h>

/* A descriptor that is always readable: a pipe whose write end is closed. */
static int ready_fd(void)
{
	int ends[2];

	if (bgproc_pipe(ends) < 0) {
		bgproc_throw_status(BGPROC_ERR_INTERNAL, errno, "Cannot create a pipe");
		return -1;
	}
	bgproc_fd_close(&ends[1]);
	return ends[0];
}

bool bgproc_process_end_fd(struct bgproc_process_obj *process, int *fd)
{
	if (!bgproc_process_refresh(process)) {
		return false;
	}
	if (process->ended) {
		return (*fd = ready_fd()) >= 0;
	}
	if (!bgproc_process_hold(process)) {
		return false;
	}
	*fd = bgproc_process_pipe(process) >= 0 ? bgproc_fd_above_stdio(fcntl(process->outcome_fd, F_DUPFD_CLOEXEC, 3))
											: bgproc_identity_open(&process->record.supervisor);
	if (*fd < 0 && errno == ESRCH) {
		return (*fd = ready_fd()) >= 0;
	}
	if (*fd < 0) {
		bgproc_throw_status(
			BGPROC_ERR_STATE, errno, "Cannot watch process %s for its end", ZSTR_VAL(process->key));
	}
	return *fd >= 0;
}

/* Waits until fd (-1: only for a short time) is readable or the deadline has passed. Returns as bgproc_process_wait(). */
static int wait_once(int fd, struct bgproc_deadline deadline)
{
	if (fd < 0) {
		struct bgproc_deadline again = bgproc_deadline_in(BGPROC_ASK_AGAIN_MS);

		deadline = again.ms < deadline.ms ? again : deadline;
		return bgproc_interruptible_poll(-1, deadline) < 0 ? -1 : 1;
	}
	return bgproc_interruptible_poll(fd, deadline);
}

/* One round of the wait in the object that started the process: only the pipe is checked. */
static int wait_on_pipe(struct bgproc_process_obj *process, struct bgproc_deadline deadline)
{
	int ready = bgproc_interruptible_poll(process->outcome_fd, deadline);

	return ready == 1 && !bgproc_process_read_pipe(process) ? -1 : ready;
}

/* One round of the wait in any other object: waits for the end of the supervisor, then reads the record. */
static int wait_on_supervisor(struct bgproc_process_obj *process, struct bgproc_deadline deadline)
{
	struct bgproc_held *held;
	int result;

	if (!bgproc_process_refresh(process)) {
		return -1;
	}
	if (process->ended || bgproc_deadline_left(deadline) == 0) {
		return 0;
	}
	if (!bgproc_process_hold(process)) {
		return -1;
	}
	/* The signal handlers of the script run during the wait; they may end the script. */
	held = bgproc_held_new(NULL, NULL);
	held->fd = bgproc_identity_open(&process->record.supervisor);
	/* ESRCH: the supervisor has just ended; the next round reads the outcome. */
	result = held->fd < 0 && errno == ESRCH ? 1 : wait_once(held->fd, deadline);
	bgproc_held_end(held);
	return result;
}

int bgproc_process_wait(struct bgproc_process_obj *process, struct bgproc_deadline deadline)
{
	int result;

	do {
		result = process->ended                 ? 0
			: bgproc_process_pipe(process) >= 0 ? wait_on_pipe(process, deadline)
												: wait_on_supervisor(process, deadline);
	} while (result > 0 && !process->ended);
	return result < 0 ? -1 : process->ended;
}

bool bgproc_process_confirm(struct bgproc_process_obj *process)
{
	const struct bgproc_end *end = &process->record.end;

	/*
	 * The supervisor bounds this wait: it reports at once whether the command could be executed, and if it dies, the pipe is
	 * closed. A signal handler of the script may have read that message already.
	 */
	while (!process->ended && !process->started_seen && bgproc_process_pipe(process) >= 0) {
		if (wait_on_pipe(process, BGPROC_NEVER) < 0) {
			return false;
		}
	}
	if (process->ended && end->stage != BGPROC_STAGE_NONE) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, end->stage_errno, "Cannot start %.200s (process %s, step \"%s\"%s)",
			process->record.argc > 0 ? process->record.argv[0] : "the command", ZSTR_VAL(process->key),
			bgproc_stage_name(end->stage),
			end->stage == BGPROC_STAGE_EXEC && end->stage_errno == ENOENT ? "; is the interpreter of its #! line there?" : "");
		return false;
	}
	if (process->ended && process->record.state == BGPROC_STATE_LOST) {
		/*
		 * Not a SpawnException, which means that no command runs: the supervisor may have died just after the exec of the
		 * command.
		 */
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"Process %s is lost: its supervisor died while it was starting the command, which may run", ZSTR_VAL(process->key));
		return false;
	}
	return true;
}

void bgproc_process_stream(struct bgproc_process_obj *process, zval *return_value)
{
	struct bgproc_held *held = bgproc_held_new(NULL, NULL);

	if (bgproc_process_end_fd(process, &held->fd)) {
		bgproc_stream_create(held, return_value);
	} else {
		bgproc_held_end(held);
	}
}
