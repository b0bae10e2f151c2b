/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_CORE_RECORD_H
#define BGPROC_CORE_RECORD_H

/*
 * What is known of one process, as plain C. The JSON form is docs/record.md; src/store/record/encode.c writes it and
 * src/store/record/decode.c reads it. This header knows neither files nor PHP.
 *
 * A record has a fixed part, written once by the starter, and a live part, which only the supervisor of the process
 * replaces (or, when that supervisor is proven dead, the reader that settles the record as lost).
 */

#include "src/core/error.h"
#include "src/core/job.h"
#include "src/core/state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define BGPROC_BOOT_ID_LENGTH 36

/* Width of a number that only the new process knows, and fills in: a text or a word holds that many blanks or zeros. */
#define BGPROC_PATCH_WIDTH 20

/*
 * Which process a pid means. A pid alone is reused within seconds; together with the boot, the pid namespace and the
 * inode of its pidfd (Linux 6.9+; otherwise its start time) it identifies one process and is never reused.
 */
struct bgproc_identity {
	pid_t pid;
	uint64_t start_ticks;                    /* field 22 of /proc/PID/stat; 0: not known */
	uint64_t pidfd_inode;                    /* st_ino of its pidfd where that is unique (pidfs); 0: not known */
	uint64_t pid_namespace;                  /* inode of /proc/self/ns/pid; 0: not known */
	char boot_id[BGPROC_BOOT_ID_LENGTH + 1]; /* "" where the system has none */
};

/* Whether both are of one process: every field is the same. */
bool bgproc_identity_same(const struct bgproc_identity *a, const struct bgproc_identity *b);

/* Resource usage of the command and all its waited-for children. */
struct bgproc_usage {
	uint64_t user_us;
	uint64_t system_us;
	uint64_t max_rss_kib; /* of the largest process, as getrusage(RUSAGE_CHILDREN) reports it */
};

/* How a process ended, or why it never started. All zero until then. */
struct bgproc_end {
	int exit_code;   /* 0-255, valid when exited */
	int term_signal; /* the signal that ended the command, or 0 */
	bool exited;     /* the command ended by exit */
	bool core_dumped;
	enum bgproc_stage stage; /* != NONE: the command was never exec'd */
	int stage_errno;
	struct bgproc_usage usage;
	uint64_t stdout_dropped; /* bytes of output that were not kept: beyond the limit, or no space */
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
	char **argv; /* argc strings; one only, and is_shell_line, when the command line was a string */
	size_t *argv_lengths;
	size_t argc;
	bool is_shell_line;
	char created_at[20]; /* "Y-m-d H:i:s" in the starter's time zone, as the PHP library wrote it */
	uint64_t created_us; /* wall clock, microseconds since 1970 */
	uint32_t version;
	uint32_t uid;    /* effective uid of the starter */
	uint64_t keep_s; /* how long the record stays after the end */
	char *scope;     /* opaque owner tag, "" for none */
	struct bgproc_label *labels;
	size_t label_count;
	bool capture;          /* stdout and stderr are kept in KEY.out and KEY.err */
	uint64_t output_limit; /* with capture: how many bytes of each are meant to be kept */
	bool in_service;       /* started inside a systemd service: a restart of it may kill the process */

	/* fixed part of a job; the members stand in its record only when job is not NONE */
	enum bgproc_job_kind job;
	uint64_t keep_failed_s; /* how long the record stays after any end but success; keep_s is for success then */
	uint64_t start_at_us;   /* wall clock the first attempt was meant for; 0: at once */
	char *target;           /* what was asked for, in words for people: "POST /report", "App\\Report::build" */
	char *unique;           /* the claim it holds, "" for none; see docs/record.md */
	char *retry_of;         /* the job it repeats, "" for none */

	/* live part */
	enum bgproc_state state;
	struct bgproc_identity command; /* pid 0 until the command was exec'd */
	uint64_t started_us;            /* the command was exec'd */
	uint64_t ended_us;              /* a final state was reached */
	struct bgproc_end end;
	char reason[32];                      /* why it is lost, see docs/record.md; else "" */
	bool command_alive;                   /* of a lost record: the command was seen alive when the loss was noticed */
	struct bgproc_job_progress *progress; /* of a job, else NULL; owned, except in the supervisor, where it is static */
};

/* How many seconds the record stays after the end it has come to: of a job that did not succeed, keep_failed_s. */
uint64_t bgproc_record_stays_s(const struct bgproc_record *record);

/* Frees everything the record owns and zeroes it. */
void bgproc_record_free(struct bgproc_record *record);

#endif
