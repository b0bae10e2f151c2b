/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ARGUMENT_VALUE_H
#define BGPROC_SUPERVISOR_ARGUMENT_VALUE_H

/*
 * Each function parses one value of the command line: false if the text is not exactly one such value. arguments.c knows
 * which value each name needs.
 */

#include "src/protocol/supervisor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct bgproc_output_option {
	enum bgproc_output_mode mode;
	int fd; /* for BGPROC_OUTPUT_FILE */
};

struct bgproc_limit {
	int resource;
	bool soft_unlimited, hard_unlimited;
	uint64_t soft, hard;
};

/* Decimal digits only, up to end (NULL: the NUL); no sign, no blank, no overflow. */
bool bgproc_argument_number(const char *text, const char *end, uint64_t max, uint64_t *number);
bool bgproc_argument_signed(const char *text, int64_t min, int64_t max, int64_t *number);
bool bgproc_argument_fd(const char *text, int *fd);
/* A number right-aligned in blanks, because the caller had reserved a field of fixed width for it. */
bool bgproc_argument_padded_fd(const char *text, int *fd);
bool bgproc_argument_ms(const char *text, int64_t *ms);
/* (uid_t) -1 is refused: to the system calls it means "no change". */
bool bgproc_argument_id(const char *text, const char *end, uint32_t *id);
bool bgproc_argument_path(const char *text, const char **path);
bool bgproc_argument_flag(const char *text, bool *flag);
bool bgproc_argument_output(const char *text, bool is_stderr, struct bgproc_output_option *output);
/* A list whose length depends on the text; the caller owns it, also on failure. */
bool bgproc_argument_groups(const char *text, gid_t **groups, size_t *group_count);
bool bgproc_argument_limit(const char *text, struct bgproc_limit **limits, size_t *limit_count);

#endif
