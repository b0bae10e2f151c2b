/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_SUPERVISOR_SUPERVISOR_H
#define BGPROC_SUPERVISOR_SUPERVISOR_H

/*
 * The whole state of the one process that this program watches. main.c owns it; all other files that include this header use
 * it.
 */

#include "src/core/error.h"
#include "src/core/record.h"
#include "src/platform/clock.h"
#include "src/store/file/writer.h"
#include "src/supervisor/output/capture.h"
#include "src/supervisor/output/cut_note.h"
#include "src/supervisor/child/kept.h"
#include "src/supervisor/machine.h"
#include "src/supervisor/arguments.h"
#include "src/supervisor/child/tree.h"

struct bgproc_job;

/* Deadlines, each of which is used in one phase only; those of a job are in job/tracked_job.h. */
struct bgproc_clocks {
	struct bgproc_deadline run, idle;              /* offered, running */
	struct bgproc_deadline grace;                  /* stopping */
	struct bgproc_deadline kill_round, kill_over;  /* killing */
	struct bgproc_deadline drain_idle, drain_over; /* draining */
};

#define BGPROC_CLOCKS_INIT \
	{BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER, BGPROC_NEVER}

/* Maximum bytes of the command line in the error log. */
#define BGPROC_COMMAND_TEXT_MAX 200

struct bgproc_supervisor {
	struct bgproc_options options;
	struct bgproc_machine machine;
	struct bgproc_record record; /* its live part only */
	struct bgproc_record_writer writer;
	bool writer_ready;
	struct bgproc_capture out, err;
	int cut_fd; /* KEY.cut, -1: it was not created yet */
	struct bgproc_cut_note cut_notes[2];
	struct bgproc_tree tree;
	struct bgproc_kept kept;
	struct bgproc_error failure; /* why the command was never exec'd */
	struct bgproc_clocks clocks;
	struct bgproc_job *job;   /* NULL: a plain process; see job/tracked_job.h */
	char *const *environment; /* for the command, guarded */
	int signal_fd;            /* see src/platform/signal/sigsource.h */
	int stop_signal;          /* of the latest request */
	int64_t stop_grace_ms;
	int sent_signal;                                /* the last signal to the tree; 0: none yet */
	bool has_started;                               /* the caller has received that the command was executed */
	char command_text[BGPROC_COMMAND_TEXT_MAX + 4]; /* only with an error log; see bgproc_settle_note_command() */
};

#endif
