/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/stop.h"
#include "src/php/base/exceptions.h"
#include "src/php/process/refresh.h"
#include "src/php/process/wait/one.h"

#include "src/protocol/supervisor.h"
#include "src/platform/clock.h"
#include "src/platform/process/proc.h"

#include <errno.h>
#include <signal.h>

/*
 * How much longer than the grace the caller waits: the supervisor needs up to a second to kill processes that ignored the
 * signal, and may itself get little CPU time.
 */
#define PATIENCE_MS 5000

/* Sends a message to the supervisor. 1: sent; 0: the process has ended; -1 with an exception pending. */
static int tell(struct bgproc_process_obj *process, uint64_t message)
{
	if (!bgproc_process_refresh(process)) {
		return -1;
	}
	if (process->ended) {
		return 0;
	}
	if (bgproc_control_op(message) == BGPROC_CONTROL_SIGNAL_GROUP && process->record.state == BGPROC_STATE_DELAYED) {
		/*
		 * The supervisor would keep the signal until the command runs, perhaps for hours, and the signal would end the command at
		 * once.
		 */
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"Process %s is delayed and cannot be signalled: its command does not run yet (stop() ends the wait)",
			ZSTR_VAL(process->key));
		return -1;
	}
	if (!bgproc_process_hold(process)) {
		return -1;
	}
	if (bgproc_identity_signal(&process->record.supervisor, BGPROC_CONTROL_SIGNAL, &message) == 0) {
		return 1;
	}
	if (errno == ESRCH) {
		/* The supervisor has exited between the two calls. */
		return bgproc_process_refresh(process) ? 0 : -1;
	}
	if (errno == EAGAIN && bgproc_control_op(message) == BGPROC_CONTROL_STOP &&
		bgproc_identity_signal(&process->record.supervisor, SIGTERM, NULL) == 0) {
		/* The queue of signals is full. A plain SIGTERM stops the process too, with the default grace. */
		return 1;
	}
	bgproc_throw_status(BGPROC_ERR_STATE, errno, "Cannot signal the supervisor (pid %d) of process %s",
		(int) process->record.supervisor.pid, ZSTR_VAL(process->key));
	return -1;
}

/*
 * Whether nothing of an ended process is left. The command of a lost process has no supervisor that could stop it: while it is
 * alive, a stop has failed.
 */
static bool is_all_gone(const struct bgproc_process_obj *process)
{
	return process->ended && process->record.end.survivors == 0 &&
		(process->record.state != BGPROC_STATE_LOST || process->record.command.pid <= 1 ||
			bgproc_identity_check(&process->record.command) != BGPROC_ALIVE);
}

int bgproc_process_stop(struct bgproc_process_obj *process, int64_t grace_ms, int signal_number)
{
	int told = tell(process, bgproc_control_pack(BGPROC_CONTROL_STOP, signal_number, (uint64_t) grace_ms));

	if (told > 0) {
		told = bgproc_process_wait(process, bgproc_deadline_in(grace_ms + PATIENCE_MS));
		if (told > 0) {
			/* After stop() no process of the tree may be alive, and the supervisor neither. */
			bgproc_process_await_exit(process);
		}
	}
	if (told < 0) {
		return -1;
	}
	return is_all_gone(process);
}

zend_long bgproc_process_stop_all(HashTable *processes, int64_t grace_ms)
{
	uint64_t message = bgproc_control_pack(BGPROC_CONTROL_STOP, SIGTERM, (uint64_t) grace_ms);
	bool *told = ecalloc(zend_hash_num_elements(processes) + 1, sizeof *told), *next = told;
	struct bgproc_deadline deadline;
	zend_long stopped = 0;
	zval *item;

	/* All supervisors receive the message before the first wait, so that their graces run at the same time. */
	ZEND_HASH_FOREACH_VAL(processes, item) {
		int result = tell(Z_BGPROC_PROCESS_P(item), message);

		if (result < 0) {
			break;
		}
		*next++ = result > 0;
	}
	ZEND_HASH_FOREACH_END();
	deadline = bgproc_deadline_in(grace_ms + PATIENCE_MS);
	next = told;
	ZEND_HASH_FOREACH_VAL(processes, item) {
		if (EG(exception)) {
			break;
		}
		if (*next++ && bgproc_process_wait(Z_BGPROC_PROCESS_P(item), deadline) > 0) {
			bgproc_process_await_exit(Z_BGPROC_PROCESS_P(item));
			stopped += is_all_gone(Z_BGPROC_PROCESS_P(item));
		}
	}
	ZEND_HASH_FOREACH_END();
	efree(told);
	return stopped;
}

bool bgproc_process_signal(struct bgproc_process_obj *process, int signal_number)
{
	int told = tell(process, bgproc_control_pack(BGPROC_CONTROL_SIGNAL_GROUP, signal_number, 0));

	if (told == 0) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "Process %s has ended and cannot be signalled", ZSTR_VAL(process->key));
	}
	return told > 0;
}
