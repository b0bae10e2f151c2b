/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OPTIONS_COMMAND_LINE_H
#define BGPROC_PHP_PROCESS_OPTIONS_COMMAND_LINE_H

/*
 * Converts a command line, as the user gives it, to a program and its arguments. An array is used as it is. A string goes to
 * /bin/sh -c; but if it clearly consists of one program and plain words, it is executed without a shell, as make and perl
 * do.
 */

#include "php.h"

#include "src/core/buf.h"
#include "src/core/error.h"

struct bgproc_command {
	struct bgproc_buf words; /* the arguments one after the other, each with its NUL */
	size_t argc;
	zend_string *program; /* absolute path to exec; owned */
	bool shell_fallback;  /* hand the words to "sh -c" when the program cannot be executed */
};

/* Throws a \ValueError or \TypeError for argument arg_num if commandline cannot be a command line. */
bool bgproc_commandline_check(const zval *commandline, uint32_t arg_num);

/* Copies a checked command line. References inside an array are resolved, so that it cannot be changed through them. */
void bgproc_commandline_copy(zval *copy, const zval *commandline);

/*
 * Finds the program. cwd: the directory for relative paths (NULL: the caller's); path: value of PATH for the search (NULL:
 * the system's default). BGPROC_ERR_SPAWN, stage exec, when there is no such program. That never happens for a string: it
 * goes to the shell, which writes its own message and exits with 127. The caller must call bgproc_command_free() in every
 * case.
 */
enum bgproc_status bgproc_command_resolve(struct bgproc_command *command, const zval *commandline, const char *cwd,
	const char *path, struct bgproc_error *err);

void bgproc_command_free(struct bgproc_command *command);

#endif
