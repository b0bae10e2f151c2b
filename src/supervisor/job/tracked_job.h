/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_TRACKED_JOB_H
#define BGPROC_SUPERVISOR_JOB_TRACKED_JOB_H

/*
 * What a tracked job has beyond a process: what is known of its progress, and how long it may be silent. messages.c says what
 * its messages mean, publish.c when the record says what is known, attempt.c begins and repeats the command. A plain process
 * has no job (supervisor->job is NULL) and none of this.
 */

#include "src/core/job.h"
#include "src/platform/clock.h"
#include "src/platform/socket/notify.h"
#include "src/supervisor/alarm.h"
#include "src/supervisor/output/tail_file.h"
#include "src/supervisor/supervisor.h"

/* What of it is written in the record; see publish.h. */
struct bgproc_publish {
	bool reported;                /* the first report of this attempt is written */
	unsigned percent;             /* as written */
	struct bgproc_deadline quiet; /* until then only what is urgent is written */
	struct bgproc_deadline due;   /* something waits, and is written then; NEVER: nothing waits */
};

struct bgproc_job {
	struct bgproc_job_progress progress; /* the record's */
	struct bgproc_notify_socket socket;  /* open while an attempt runs and no end was requested */
	struct bgproc_publish publish;
	/* DELAYED; OFFERED; RUNNING, until the outcome is decided; from then on until the command has ended. */
	struct bgproc_deadline delay, start, update, decided;
	struct bgproc_alarm alarm;        /* DELAYED, in place of delay: the first attempt begins at a time of the wall clock */
	uint64_t start_at_us;             /* that time, while it was not waited for; 0: none */
	int64_t delay_ms;                 /* before the next attempt */
	int64_t backoff_ms;               /* before the one after it, should that be a retry */
	bool no_retry;                    /* an end was requested */
	bool has_text;                    /* a status text was reported; until then it is the end of the output */
	bool hello_answered;              /* of this attempt: a worker was accepted */
	bool output_changed;              /* since the text was made of it */
	char output[BGPROC_JOB_TEXT_MAX]; /* the last bytes of stdout */
	size_t output_length;
	bool output_cut; /* there was more before */
	int log_fd;      /* KEY.log, or -1: nothing was logged; owned */
	struct bgproc_tail_file log;
};

/* Makes the supervisor one of a job as its options say. */
void bgproc_job_open(struct bgproc_supervisor *supervisor);

/* Forgets what the attempt before has said, and what was planned for it. */
void bgproc_job_reset(struct bgproc_job *job);

/* There is a sign of life: the time without one begins anew. */
void bgproc_job_live(struct bgproc_supervisor *supervisor);

/* The command runs, or has been accepted: starts the clocks of the phase. */
void bgproc_job_start_clocks(struct bgproc_supervisor *supervisor);

/* Why it did not succeed. */
void bgproc_job_set_error(struct bgproc_job *job, const char *type, const char *message);

/* The time limit that passed becomes what the record says, unless the outcome has been reported. */
void bgproc_job_blame_time(struct bgproc_supervisor *supervisor, const char *type, const char *what, int64_t limit_ms);

#endif
