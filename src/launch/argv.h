/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_ARGV_H
#define BGPROC_LAUNCH_ARGV_H

/* Lists of words for exec: arguments, and environments. */

#include "src/core/buf.h"
#include "src/core/error.h"

#include <stddef.h>

/* Must be initialized with zeros or BGPROC_ARGV_INIT. When memory runs out, only bgproc_argv_finish() reports it. */
struct bgproc_argv {
	struct bgproc_buf block; /* the words, each with its NUL */
	size_t count;
	char **pointers; /* NULL-terminated; valid after bgproc_argv_finish(); owned */
};

#define BGPROC_ARGV_INIT {BGPROC_BUF_INIT, 0, NULL}

/* A formatted word of numbers, paths and names. If it is longer than BGPROC_ARGV_WORD_MAX bytes, bgproc_argv_finish() fails. */
#define BGPROC_ARGV_WORD_MAX 4160
void bgproc_argv_add(struct bgproc_argv *argv, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One word of any length: name followed by text. */
void bgproc_argv_add_text(struct bgproc_argv *argv, const char *name, const char *text);

/* Appends a block of count words. */
void bgproc_argv_append(struct bgproc_argv *argv, const struct bgproc_buf *block, size_t count);

/* Creates the pointers. Nothing may be added afterwards. BGPROC_ERR_INTERNAL when there was no memory, or a word was too long. */
enum bgproc_status bgproc_argv_finish(struct bgproc_argv *argv, struct bgproc_error *err);

void bgproc_argv_free(struct bgproc_argv *argv);

#endif
