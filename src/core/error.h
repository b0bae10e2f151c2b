/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_ERROR_H
#define BGPROC_CORE_ERROR_H

/*
 * The description of a failure: a status (its kind), a stage (the step that failed), the errno of the system call and a text.
 * Every function that can fail takes a struct bgproc_error as its last argument and returns the status. The first
 * failure is kept: a later one never overwrites it. This is not an exception mechanism and not a log.
 */

#include <stdbool.h>
#include <stddef.h>

/* The kind of a failure. The PHP layer maps each to one exception class, see src/php/base/exceptions.c. */
enum bgproc_status {
	BGPROC_OK = 0,
	BGPROC_ERR_ARGUMENT, /* the caller gave a value that is not valid: \ValueError */
	BGPROC_ERR_SPAWN,    /* a program could not be started: Bgproc\SpawnException */
	BGPROC_ERR_STORE,    /* an error of a record or of the state directory: Bgproc\StoreException */
	BGPROC_ERR_STATE,    /* not allowed in this state, or the key is already used: Bgproc\StateException */
	BGPROC_ERR_TIMEOUT,  /* a time limit has passed: Bgproc\TimeoutException */
	BGPROC_ERR_LOCK,     /* another process holds a lock: Bgproc\LockException */
	BGPROC_ERR_INTERNAL, /* out of memory, or an internal error: Bgproc\Exception */
};

/*
 * The step of a start that failed. The record contains it as text (bgproc_stage_name), so that a command that was never
 * exec'd always differs from a command that itself exited with 126 or 127.
 */
enum bgproc_stage {
	BGPROC_STAGE_NONE = 0,   /* the command was exec'd */
	BGPROC_STAGE_CLONE,      /* creating a process */
	BGPROC_STAGE_RECORD,     /* writing the first record */
	BGPROC_STAGE_SUPERVISOR, /* exec of the supervisor, or its own set-up */
	BGPROC_STAGE_RESERVE,    /* reserving the disk space of the final record */
	BGPROC_STAGE_OUTPUT,     /* pipes and files of stdin, stdout, stderr */
	BGPROC_STAGE_LIMIT,      /* setrlimit */
	BGPROC_STAGE_NICE,       /* setpriority */
	BGPROC_STAGE_GROUP,      /* setgroups, setgid */
	BGPROC_STAGE_USER,       /* setuid */
	BGPROC_STAGE_CHDIR,      /* chdir */
	BGPROC_STAGE_EXEC,       /* exec of the command */
};

struct bgproc_error {
	enum bgproc_status status;
	enum bgproc_stage stage;
	int sys_errno;  /* 0: not caused by a system call */
	char text[512]; /* one sentence without a final full stop; names the object that failed, not the errno */
};

#define BGPROC_ERROR_INIT {BGPROC_OK, BGPROC_STAGE_NONE, 0, {0}}

/* Fills err unless it already holds a failure; err may be NULL. Returns status, so that callers can "return" it. */
enum bgproc_status bgproc_error_set(struct bgproc_error *err, enum bgproc_status status, int sys_errno,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Stable lower-case name of a stage as the record shows it ("exec"); "" for BGPROC_STAGE_NONE. */
const char *bgproc_stage_name(enum bgproc_stage stage);

/* The stage of a name; BGPROC_STAGE_NONE when the name is unknown. */
enum bgproc_stage bgproc_stage_from_name(const char *name, size_t length);

#endif
