/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_LAUNCH_PLAIN_H
#define BGPROC_TESTS_LAUNCH_PLAIN_H

/* A start as plain data, for the tests of src/launch. */

#include "src/launch/launch.h"

static char *plain_words[] = {(char *) "/bin/echo", (char *) "two words"};
static size_t plain_lengths[] = {9, 9};

/* The start of a plain process with only the required members. The caller frees command and environment. */
static inline struct bgproc_launch plain(struct bgproc_buf *command, struct bgproc_argv *environment)
{
	bgproc_buf_append(command, "/bin/echo\0two words", 20);
	return (struct bgproc_launch) {
		.key = "k1",
		.argv = plain_words,
		.argv_lengths = plain_lengths,
		.argc = 2,
		.scope = "",
		.created_us = 1772364659123456,
		.created_at = "2026-03-01 12:30:59",
		.program = "/bin/echo",
		.program_fd = -1,
		.words = command,
		.word_count = 2,
		.environment = environment,
		.umask = -1,
		.timeout_ms = -1,
		.idle_timeout_ms = -1,
		.grace_ms = 10000,
		.keep_s = 60,
		.stdio = {-1, -1, -1},
		.outcome_fd = 12,
		.out = {BGPROC_OUTPUT_INHERIT, -1},
		.err = {BGPROC_OUTPUT_TAIL, -1},
		.dir_fd = 11,
		.image_fd = -1,
	};
}

#endif
