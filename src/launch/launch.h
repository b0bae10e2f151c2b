/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_LAUNCH_H
#define BGPROC_LAUNCH_LAUNCH_H

/*
 * One start as plain data: what is to be executed, how, and what its first record says. It is filled by whoever has checked it
 * all (for PHP src/php/process/start/start.c) and carried out by perform.c. Everything is borrowed until that returns.
 */

#include "src/core/buf.h"
#include "src/core/error.h"
#include "src/core/job.h"
#include "src/core/record.h"
#include "src/launch/argv.h"
#include "src/platform/process/detach.h"
#include "src/protocol/supervisor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

struct bgproc_launch_limit {
	int resource;
	rlim_t soft;
	rlim_t hard;
};

struct bgproc_launch_output {
	enum bgproc_output_mode mode;
	int fd; /* of BGPROC_OUTPUT_FILE, else -1 */
};

/* What makes it a job. Times are -1 where there is none, texts "". */
struct bgproc_launch_job {
	enum bgproc_job_kind kind;
	const char *target;   /* in words for people */
	const char *unique;   /* name of the claim it holds */
	const char *retry_of; /* the job it repeats */
	const char *notify;   /* path of its socket */
	uint64_t keep_s;      /* after a success; the process's own is not used */
	uint64_t keep_failed_s;
	bool has_worker; /* another user may report */
	uid_t worker;
	int64_t delay_ms;     /* counted by the monotonic clock; 0: none */
	uint64_t start_at_us; /* without delay_ms waited for by the wall clock, with it what that should show then; 0: at once */
	int64_t update_timeout_ms;
	int64_t start_timeout_ms;
	int64_t retries;
	int64_t backoff_ms;
};

struct bgproc_launch {
	/* who it is: as the record shows it */
	const char *key;
	char **argv; /* argc texts; one only, and is_shell_line, when the command line was a string */
	size_t *argv_lengths;
	size_t argc;
	bool is_shell_line;
	const char *scope;
	struct bgproc_label *labels;
	size_t label_count;
	uint64_t created_us;
	char created_at[20];  /* the same in the starter's time zone */
	int64_t utc_offset_s; /* of that zone */

	/* what is executed */
	const char *program; /* absolute path */
	int program_fd;      /* where the path is one of /proc/self/fd: it goes with the supervisor. -1: none */
	const struct bgproc_buf *words;
	size_t word_count;
	bool shell_fallback;             /* to "sh -c", when the program cannot be executed */
	struct bgproc_argv *environment; /* each entry behind BGPROC_ENV_GUARD; finished here, freed by its owner */
	const char *cwd;                 /* absolute; NULL: the caller's */

	/* as whom, and with what limits */
	bool has_uid, has_gid, has_nice;
	uid_t uid;
	gid_t gid;
	const char *groups; /* supplementary groups with has_gid, "4,24,27"; NULL: none */
	int umask;          /* -1: the caller's */
	int nice;
	const struct bgproc_launch_limit *limits;
	size_t limit_count;

	/* how long, and what is left of it */
	int64_t timeout_ms;      /* -1: none */
	int64_t idle_timeout_ms; /* -1: none */
	int64_t grace_ms;
	uint64_t keep_s;
	const char *error_log; /* absolute, or below the state directory; NULL: none */
	bool confirm;          /* the supervisor says when the command was executed */

	/* input and output */
	int stdio[3];   /* what the supervisor gets as 0, 1, 2 */
	int outcome_fd; /* the writing end of the outcome pipe */
	bool capture;   /* both outputs are kept beside the record */
	uint64_t output_limit;
	struct bgproc_launch_output out, err;

	/* files */
	int dir_fd;                                 /* the state directory */
	const struct bgproc_detach_rename *renames; /* companions that get their names with the record */
	size_t rename_count;
	const int *cut_fds; /* files that are cut once the key is won */
	size_t cut_count;

	/* the program bgproc.supervisor */
	int image_fd; /* -1: image_path */
	const char *image_path;

	const struct bgproc_launch_job *job; /* NULL: a plain process */
};

#endif
