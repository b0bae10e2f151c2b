/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_STATE_H
#define BGPROC_PHP_DEFERRED_STATE_H

/*
 * Post-response tasks: the state of a request. The queue is in queue.c, a run in run.c, the automatic run at the end of the
 * script in auto_run.c, results in results.c.
 *
 * The state lives in the module globals. No value of PHP code refers to a task. So the cycle collector sees what a queued task
 * holds as referenced from outside, and as ordinary garbage once the task has run or was cancelled.
 */

#include "php.h"

#include "src/php/base/callback.h"
#include "src/php/deferred/finish_request.h"

#include <sys/types.h>

enum bgproc_task_state {
	BGPROC_TASK_OK,
	BGPROC_TASK_FAILED,    /* an exception, thrown by the task or by a destructor of what it held */
	BGPROC_TASK_EXITED,    /* exit() */
	BGPROC_TASK_FATAL,     /* a fatal error: no task ran after it */
	BGPROC_TASK_SKIPPED,   /* the task never started; the row contains the reason */
	BGPROC_TASK_CANCELLED, /* background_processing_cancel() */
};

/* The steps of a run, in their order. */
enum bgproc_run_step {
	BGPROC_STEP_SESSION,
	BGPROC_STEP_CLIENT,
	BGPROC_STEP_CLIENT_AGAIN, /* a second attempt, after a fatal error in the first */
	BGPROC_STEP_TIMERS,
	BGPROC_STEP_MONITORING,
	BGPROC_STEP_QUEUE,
};

enum bgproc_execution_type {
	BGPROC_STOP_ON_ERROR = 0,
	BGPROC_CONTINUE_ON_ERROR = 1,
};

/* A queued task. Owned by the queue until it is popped. */
struct bgproc_task {
	struct bgproc_task *next;
	zend_long number;
	struct bgproc_callback callback;
	HashTable *named; /* owned; NULL: no named arguments */
	uint32_t argc;
	zval args[]; /* owned */
};

/* The result of a task. */
struct bgproc_task_row {
	zend_long number;
	struct bgproc_callback_label label;
	enum bgproc_task_state state;
	uint64_t elapsed_ns;
	zend_long memory;   /* by how much PHP's memory had grown when the task returned; may be negative */
	zend_string *error; /* owned; NULL: none */
	const char *reason; /* used instead of error for a task that never ran: a constant, so that it needs no memory */
};

struct bgproc_deferred {
	double epoch; /* the time of the request this belongs to; 0: the request has used none of our functions */
	pid_t owner;  /* the process that filled the queue: a forked child does not run the tasks automatically */

	struct bgproc_task *head;
	struct bgproc_task *tail;
	uint32_t pending;
	zend_long last_number;
	zend_long added; /* tasks since the queue was last empty, for bgproc.max_tasks */

	struct bgproc_task_row *rows; /* always has space for all queued tasks, so that writing a result needs no memory */
	uint32_t row_count;
	uint32_t row_space;

	enum bgproc_run_step step;   /* the current step of the present run */
	enum bgproc_run_step resume; /* where the next run begins after a fatal error, see next_step() in run.c */

	bool draining; /* tasks are being run */
	bool drained;  /* tasks have been run */
	bool running;  /* a task is being run; the fields below describe it, for the result of a task that never returns */
	zend_long running_number;
	struct bgproc_callback_label running_label;
	uint64_t clock_ns;        /* when it started; between tasks, when the last one ended: so the clock is read once per task */
	zend_long running_memory; /* PHP's memory before the task */
	zend_long running_growth; /* by how much it had grown when the task returned */

	bool armed;        /* our shutdown function is on PHP's list */
	uint32_t position; /* length of that list when our function was added */

	bool invoked; /* BackgroundProcessing::run() */
	enum bgproc_execution_type execution_type;
	zend_object **timers; /* owned references */
	uint32_t timer_count;
	uint32_t timers_stopped; /* how many of them the present run has stopped */

	char *script; /* owned; the path of the script, see script_directory.h; NULL: unknown, or PHP does not change the directory */

	struct bgproc_client client;
};

#endif
