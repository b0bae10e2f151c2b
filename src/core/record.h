/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_RECORD_H
#define BGPROC_CORE_RECORD_H

/*
 * The data of one process or job, as plain C. The JSON form is described in docs/record.md; src/store/record/encode.c writes
 * it and src/store/record/decode.c reads it. This header does not depend on files or PHP.
 *
 * A record has a fixed part and a live part. The starter writes the fixed part once. Only the supervisor of the process
 * replaces the live part. If that supervisor is proven dead, the reader that settles the record as lost replaces it.
 */

#include "src/core/error.h"
#include "src/core/job.h"
#include "src/core/state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define BGPROC_BOOT_ID_LENGTH 36

/* Width of a number that only the new process knows. A text or argument has so many blanks or zeros where it is filled in. */
#define BGPROC_PATCH_WIDTH 20

/*
 * The identity of a process. A pid alone may be reused within seconds. Together with the boot id, the pid namespace and the
 * inode of the pidfd (Linux 6.9 and later; otherwise the start time) it identifies one process and is never reused.
 */
struct bgproc_identity {
	pid_t pid;
	uint64_t start_ticks;                    /* field 22 of /proc/PID/stat; 0: not known */
	uint64_t pidfd_inode;                    /* st_ino of its pidfd where that is unique (pidfs); 0: not known */
	uint64_t pid_namespace;                  /* inode of /proc/self/ns/pid; 0: not known */
	char boot_id[BGPROC_BOOT_ID_LENGTH + 1]; /* "" if the system has none */
};

/* Whether both identify the same process: every field is equal. */
bool bgproc_identity_same(const struct bgproc_identity *a, const struct bgproc_identity *b);

/* Resource usage of the command and of all descendants that were waited for. */
struct bgproc_usage {
	uint64_t user_us;
	uint64_t system_us;
	uint64_t max_rss_kib; /* of the largest process, as getrusage(RUSAGE_CHILDREN) reports it */
};

/* How a process ended, or why it was never started. All zero until then. */
struct bgproc_end {
	int exit_code;   /* 0-255, valid when exited */
	int term_signal; /* the signal that ended the command, or 0 */
	bool exited;     /* the command has exited by itself, not by a signal */
	bool core_dumped;
	enum bgproc_stage stage; /* != NONE: the command was never exec'd */
	int stage_errno;
	struct bgproc_usage usage;
	uint64_t stdout_dropped; /* bytes of output that were not kept, because of the limit or of missing disk space */
	uint64_t stderr_dropped;
	uint32_t survivors; /* processes of the tree that could not be killed in time */
};

struct bgproc_label {
	char *name;
	char *value;
};

struct bgproc_record {
	/* fixed part */
	char *key;
	struct bgproc_identity supervisor;
	char **argv; /* argc strings; if the command line was a string: only one, and is_shell_line is true */
	size_t *argv_lengths;
	size_t argc;
	bool is_shell_line;
	char created_at[20]; /* "Y-m-d H:i:s" in the starter's time zone, the format of the PHP library */
	uint64_t created_us; /* wall clock, microseconds since 1970 */
	uint32_t version;
	uint32_t uid;    /* effective uid of the starter */
	uint64_t keep_s; /* how many seconds the record is kept after the end */
	char *scope;     /* opaque owner tag, "" for none */
	struct bgproc_label *labels;
	size_t label_count;
	bool capture;          /* stdout and stderr are kept in KEY.out and KEY.err */
	uint64_t output_limit; /* with capture: how many bytes of each file are to be kept */
	bool in_service;       /* started inside a systemd service; a restart of the service may kill the process */

	/* fixed part of a job; the record has these members only when job is not NONE */
	enum bgproc_job_kind job;
	uint64_t keep_failed_s; /* how many seconds the record is kept after an end without success; keep_s is then for success */
	uint64_t start_at_us;   /* planned time of the first attempt by the wall clock; 0: immediately */
	char *target;           /* the work, readable for people: "POST /report", "App\\Report::build" */
	char *unique;           /* hash of the unique claim that the job holds, "" for none; see docs/record.md */
	char *retry_of;         /* key of the job that this one repeats, "" for none */

	/* live part */
	enum bgproc_state state;
	struct bgproc_identity command; /* pid 0 until the command was exec'd */
	uint64_t started_us;            /* when the command was exec'd */
	uint64_t ended_us;              /* when a final state was reached */
	struct bgproc_end end;
	char reason[32];                      /* why the record is lost, see docs/record.md; else "" */
	bool command_alive;                   /* of a lost record: the command was alive when the loss was detected */
	struct bgproc_job_progress *progress; /* of a job, else NULL; owned, except in the supervisor, where it is static */
};

/* How many seconds the record is kept after its end: keep_failed_s of a job that did not succeed, else keep_s. */
uint64_t bgproc_record_stays_s(const struct bgproc_record *record);

/* Frees everything the record owns and zeroes it. */
void bgproc_record_free(struct bgproc_record *record);

#endif
