/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_START_ENVIRONMENT_H
#define BGPROC_PHP_PROCESS_START_ENVIRONMENT_H

/* Lists of words for exec: the supervisor's arguments and the command's environment. */

#include "php.h"

#include "src/core/buf.h"
#include "src/core/error.h"

#include <sys/resource.h>

struct bgproc_words {
	struct bgproc_buf block; /* the words, each with its NUL */
	size_t count;
	char **pointers;     /* NULL-terminated; valid after bgproc_words_finish() */
	size_t fixed_length; /* of the record to which the arguments refer */
};

void bgproc_words_add(struct bgproc_words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One word of any length. */
void bgproc_words_add_text(struct bgproc_words *words, const char *name, const char *text);

/* Appends a block of count words. */
void bgproc_words_append(struct bgproc_words *words, const struct bgproc_buf *block, size_t count);

/*
 * The environment of the command, each entry behind BGPROC_ENV_GUARD: that of this process when inherit is set, with the
 * entries of env put over it (null and false remove a name).
 */
void bgproc_words_environment(struct bgproc_words *words, HashTable *env, bool inherit);

/* Makes the pointers. Nothing may be added afterwards. */
enum bgproc_status bgproc_words_finish(struct bgproc_words *words, struct bgproc_error *err);

void bgproc_words_free(struct bgproc_words *words);

/* A limit as the supervisor reads it: decimal, "-" for unlimited. */
void bgproc_limit_text(char text[24], rlim_t limit);

#endif
