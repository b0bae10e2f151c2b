/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_STATE_H
#define BGPROC_PHP_DEFERRED_STATE_H

/*
 * Post-response tasks: what a request knows of them. The queue is queue.c, a run run.c, the automatic run at the end of the
 * script auto_run.c, results results.c.
 *
 * The state lives in the module globals. Nothing that PHP code can reach refers to a task, so what a task holds is for the
 * cycle collector simply referenced from outside while it waits, and ordinary garbage once it has run or was cancelled.
 */

#include "php.h"

#include "src/php/base/callback.h"
#include "src/php/deferred/finish_request.h"

#include <sys/types.h>

enum bgproc_task_state {
	BGPROC_TASK_OK,
	BGPROC_TASK_FAILED,    /* an exception, of the task or of a destructor of what it held */
	BGPROC_TASK_EXITED,    /* exit() */
	BGPROC_TASK_FATAL,     /* a fatal error: nothing ran after it */
	BGPROC_TASK_SKIPPED,   /* it never started; the row has the reason */
	BGPROC_TASK_CANCELLED, /* background_processing_cancel() */
};

/* The steps of a run, in their order. */
enum bgproc_run_step {
	BGPROC_STEP_SESSION,
	BGPROC_STEP_CLIENT,
	BGPROC_STEP_CLIENT_AGAIN, /* after a fatal error in the first attempt */
	BGPROC_STEP_TIMERS,
	BGPROC_STEP_MONITORING,
	BGPROC_STEP_QUEUE,
};

enum bgproc_execution_type {
	BGPROC_STOP_ON_ERROR = 0,
	BGPROC_CONTINUE_ON_ERROR = 1,
};

/* A task that waits. Owned by the queue until it is popped. */
struct bgproc_task {
	struct bgproc_task *next;
	zend_long number;
	struct bgproc_callback callback;
	HashTable *named; /* owned; NULL: no named arguments */
	uint32_t argc;
	zval args[]; /* owned */
};

/* What became of a task. */
struct bgproc_task_row {
	zend_long number;
	struct bgproc_callback_label label;
	enum bgproc_task_state state;
	uint64_t elapsed_ns;
	zend_long memory;   /* by how much PHP's memory had grown when the task returned; may be negative */
	zend_string *error; /* owned; NULL: none */
	const char *reason; /* instead, of a task that never ran: a constant, so that it needs no memory */
};

struct bgproc_deferred {
	double epoch; /* the time of the request this belongs to; 0: nothing of us was used in it */
	pid_t owner;  /* the process that filled the queue: a forked child does not run it by itself */

	struct bgproc_task *head;
	struct bgproc_task *tail;
	uint32_t pending;
	zend_long last_number;
	zend_long added; /* tasks since the queue was last empty, for bgproc.max_tasks */

	struct bgproc_task_row *rows; /* the space always suffices for all that wait, so that a result needs no memory */
	uint32_t row_count;
	uint32_t row_space;

	enum bgproc_run_step step;   /* of the present run */
	enum bgproc_run_step resume; /* where the next run begins: behind the step that a fatal error has ended */

	bool draining; /* tasks are being run */
	bool drained;  /* tasks have been run */
	bool running;  /* a task is being run; the rest is about it, for the result of a task that never returns */
	zend_long running_number;
	struct bgproc_callback_label running_label;
	uint64_t clock_ns;        /* when it started; when none runs, the last end: a task reads the clock once */
	zend_long running_memory; /* PHP's memory before it */
	zend_long running_growth; /* by how much it had grown when the task returned */

	bool armed;        /* our shutdown function is on PHP's list */
	uint32_t position; /* length of that list when it was appended */

	bool invoked; /* BackgroundProcessing::run() */
	enum bgproc_execution_type execution_type;
	zend_object **timers; /* owned references */
	uint32_t timer_count;
	uint32_t timers_stopped; /* by the present run */

	char *script; /* owned; the path of the script, see script_directory.h; NULL: unknown, or PHP stays in its directory */

	struct bgproc_client client;
};

#endif
