/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_ARGUMENTS_H
#define BGPROC_SUPERVISOR_ARGUMENTS_H

/*
 * The command line of the supervisor (src/protocol/supervisor.h). It is written by a caller of the same release and checked
 * strictly: unknown, repeated, missing or invalid options are refused.
 */

#include "src/core/error.h"
#include "src/core/job.h"
#include "src/supervisor/argument_value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define BGPROC_GRACE_DEFAULT_MS 10000
#define BGPROC_BACKOFF_DEFAULT_MS 1000

struct bgproc_options {
	/* The texts point into argv; see bgproc_self_set_title(). */
	const char *key;
	const char *exec_path;
	const char *cwd;       /* NULL: no change of the directory */
	const char *error_log; /* NULL: none */
	char *const *command;  /* ARG0 and so on, ends with NULL */
	size_t command_length;

	int dir_fd, record_fd, outcome_fd; /* outcome_fd -1: no caller reads it */
	uint64_t fixed_length;
	struct bgproc_output_option out, err;
	uint64_t output_limit;

	bool shell_fallback, confirm;
	bool has_uid, has_gid, has_groups, has_umask, has_nice;
	uid_t uid;
	gid_t gid;
	gid_t *groups; /* owned */
	size_t group_count;
	mode_t umask;
	int nice;
	struct bgproc_limit *limits; /* owned */
	size_t limit_count;

	int64_t timeout_ms, idle_timeout_ms; /* -1: none */
	int64_t grace_ms;
	uint64_t keep_s;
	int32_t utc_offset_s;

	enum bgproc_job_kind job; /* NONE: a plain process, and the fields below are not set */
	const char *notify;       /* ends in KEY.sock */
	bool has_worker_uid;
	uid_t worker_uid;
	uint64_t keep_failed_s;                      /* keep_s if it was not given */
	int64_t delay_ms;                            /* 0: none */
	uint64_t start_at_us;                        /* 0: none */
	int64_t update_timeout_ms, start_timeout_ms; /* -1: none */
	uint32_t retries;
	int64_t backoff_ms;
};

/* BGPROC_ERR_ARGUMENT with a text for a human. The caller frees options in every case. */
enum bgproc_status bgproc_arguments_parse(
	struct bgproc_options *options, int argc, char **argv, struct bgproc_error *err);

/* Whether the first attempt starts later. */
static inline bool bgproc_arguments_delayed(const struct bgproc_options *options)
{
	return options->delay_ms > 0 || options->start_at_us > 0;
}

void bgproc_arguments_free(struct bgproc_options *options);

#endif
