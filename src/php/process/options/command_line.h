/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OPTIONS_COMMAND_LINE_H
#define BGPROC_PHP_PROCESS_OPTIONS_COMMAND_LINE_H

/*
 * What a user calls a command line, made into a program and its arguments: an array is taken as it is; a string goes to
 * /bin/sh -c, or, when it plainly means one program and plain words, is exec'd without the shell, as make and perl do.
 */

#include "php.h"

#include "src/core/buf.h"
#include "src/core/error.h"

struct bgproc_command {
	struct bgproc_buf words; /* the arguments, each with its NUL, one behind the other */
	size_t argc;
	zend_string *program; /* absolute path to exec; owned */
	bool shell_fallback;  /* hand the words to "sh -c" when the program cannot be executed */
};

/* Throws \ValueError or \TypeError as argument arg_num unless commandline can be a command line at all. */
bool bgproc_commandline_check(const zval *commandline, uint32_t arg_num);

/* Copies a checked command line; an array without the references in it, through which it could still be changed. */
void bgproc_commandline_copy(zval *copy, const zval *commandline);

/*
 * Finds the program. cwd: where relative paths start (NULL: the caller's directory); path: value of PATH for the search
 * (NULL: the system's default). BGPROC_ERR_SPAWN, stage exec, when there is no such program; never for a string, which
 * the shell then gets: it exits with 127 and writes its own message. The caller frees with bgproc_command_free() in every case.
 */
enum bgproc_status bgproc_command_resolve(struct bgproc_command *command, const zval *commandline, const char *cwd,
	const char *path, struct bgproc_error *err);

void bgproc_command_free(struct bgproc_command *command);

#endif
