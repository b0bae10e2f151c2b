/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_LAUNCH_LAUNCH_H
#define BGPROC_LAUNCH_LAUNCH_H

/*
 * One start as plain data: what is executed, how, and the contents of its first record. The caller that has checked all
 * values fills it (for PHP src/php/process/start/start.c); perform.c performs the start. Everything is borrowed until that
 * returns.
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
	int fd; /* for BGPROC_OUTPUT_FILE, else -1 */
};

/* The additional data of a job. A time of -1 and a text of "" mean none. */
struct bgproc_launch_job {
	enum bgproc_job_kind kind;
	const char *target;   /* a description for people */
	const char *unique;   /* name of the claim that the job holds */
	const char *retry_of; /* the job that this one repeats */
	const char *notify;   /* path of its socket */
	uint64_t keep_s;      /* after a success; keep_s of the process is not used */
	uint64_t keep_failed_s;
	bool has_worker; /* a process of another user may report */
	uid_t worker;
	int64_t delay_ms;     /* measured by the monotonic clock; 0: none */
	uint64_t start_at_us; /* without delay_ms: the wall time of the start; with it: the expected wall time; 0: at once */
	int64_t update_timeout_ms;
	int64_t start_timeout_ms;
	int64_t retries;
	int64_t backoff_ms;
};

struct bgproc_launch {
	/* its identity, as in the record */
	const char *key;
	char **argv; /* argc texts; only one, with is_shell_line, when the command line was a string */
	size_t *argv_lengths;
	size_t argc;
	bool is_shell_line;
	const char *scope;
	struct bgproc_label *labels;
	size_t label_count;
	uint64_t created_us;
	char created_at[20];  /* the same in the caller's time zone */
	int64_t utc_offset_s; /* of that zone */

	/* what is executed */
	const char *program; /* absolute path */
	int program_fd;      /* if the path is one of /proc/self/fd: the supervisor inherits this descriptor. -1: none */
	const struct bgproc_buf *words;
	size_t word_count;
	bool shell_fallback;             /* use "sh -c" when the program cannot be executed */
	struct bgproc_argv *environment; /* each entry after BGPROC_ENV_GUARD; finished here, freed by its owner */
	const char *cwd;                 /* absolute; NULL: the caller's */

	/* its user, its groups and its limits */
	bool has_uid, has_gid, has_nice;
	uid_t uid;
	gid_t gid;
	const char *groups; /* supplementary groups with has_gid, "4,24,27"; NULL: none */
	int umask;          /* -1: the caller's */
	int nice;
	const struct bgproc_launch_limit *limits;
	size_t limit_count;

	/* time limits and what is kept */
	int64_t timeout_ms;      /* -1: none */
	int64_t idle_timeout_ms; /* -1: none */
	int64_t grace_ms;
	uint64_t keep_s;
	const char *error_log; /* absolute, or below the state directory; NULL: none */
	bool confirm;          /* the supervisor reports when the command was executed */

	/* input and output */
	int stdio[3];   /* descriptors 0, 1, 2 of the supervisor */
	int outcome_fd; /* the write end of the outcome pipe */
	bool capture;   /* both outputs are kept in files next to the record */
	uint64_t output_limit;
	struct bgproc_launch_output out, err;

	/* files */
	int dir_fd;                                 /* the state directory */
	const struct bgproc_detach_rename *renames; /* companions that get their names together with the record */
	size_t rename_count;
	const int *cut_fds; /* files that are truncated once the key belongs to this start */
	size_t cut_count;

	/* the program bgproc.supervisor */
	int image_fd; /* -1: image_path */
	const char *image_path;

	const struct bgproc_launch_job *job; /* NULL: a plain process */
};

#endif
