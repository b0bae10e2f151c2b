/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_JOB_TRACKED_JOB_H
#define BGPROC_SUPERVISOR_JOB_TRACKED_JOB_H

/*
 * The additional state of a tracked job: its progress, and how long it may run without a report. messages.c handles its
 * messages, publish.c decides when the record is written, attempt.c starts and repeats the command. A plain process has no
 * job (supervisor->job is NULL).
 */

#include "src/core/job.h"
#include "src/platform/clock.h"
#include "src/platform/socket/notify.h"
#include "src/supervisor/alarm.h"
#include "src/supervisor/output/tail_file.h"
#include "src/supervisor/supervisor.h"

/* The part of the progress that was already written to the record; see publish.h. */
struct bgproc_publish {
	bool reported;                /* the first report of this attempt is written */
	unsigned percent;             /* the percentage in the record */
	struct bgproc_deadline quiet; /* until then only urgent changes are written */
	struct bgproc_deadline due;   /* when delayed changes are written; NEVER: there are none */
};

struct bgproc_job {
	struct bgproc_job_progress progress; /* the record's */
	struct bgproc_notify_socket socket;  /* open while an attempt runs and no stop was requested */
	struct bgproc_publish publish;
	/*
	 * Deadlines, in their phases: DELAYED; OFFERED; RUNNING, until the outcome is reported; from then until the command has
	 * ended.
	 */
	struct bgproc_deadline delay, start, update, decided;
	struct bgproc_alarm alarm;        /* DELAYED, instead of delay: the first attempt starts at a time of the wall clock */
	uint64_t start_at_us;             /* that time, as long as the wait has not begun; 0: none */
	int64_t delay_ms;                 /* before the next attempt */
	int64_t backoff_ms;               /* before the attempt after it, if that is a retry */
	bool no_retry;                    /* a stop was requested */
	bool has_text;                    /* a status text was reported; otherwise it is the end of the output */
	bool hello_answered;              /* a worker was accepted for this attempt */
	bool output_changed;              /* since the text was made from it */
	char output[BGPROC_JOB_TEXT_MAX]; /* the last bytes of stdout */
	size_t output_length;
	bool output_cut; /* earlier bytes were dropped */
	int log_fd;      /* KEY.log, or -1: nothing was logged yet; owned */
	struct bgproc_tail_file log;
};

/* Gives the supervisor a job if its options demand one. */
void bgproc_job_open(struct bgproc_supervisor *supervisor);

/* Resets the reports and the deadlines of the previous attempt. */
void bgproc_job_reset(struct bgproc_job *job);

/* The job has reported or written something: the time without a report starts again. */
void bgproc_job_live(struct bgproc_supervisor *supervisor);

/* The command runs, or a worker has accepted the job: starts the deadlines of the phase. */
void bgproc_job_start_clocks(struct bgproc_supervisor *supervisor);

/* Sets the reason why the job did not succeed. */
void bgproc_job_set_error(struct bgproc_job *job, const char *type, const char *message);

/* Sets the expired time limit as the reason, unless an outcome has been reported. */
void bgproc_job_blame_time(struct bgproc_supervisor *supervisor, const char *type, const char *what, int64_t limit_ms);

#endif
