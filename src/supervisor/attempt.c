/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/attempt.h"

#include "src/supervisor/child/command.h"
#include "src/supervisor/job/socket.h"
#include "src/supervisor/job/status_text.h"
#include "src/supervisor/job/tracked_job.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Each pause between two attempts is twice the previous one, up to this limit. */
#define BACKOFF_MAX_MS 3600000

static void fail(struct bgproc_supervisor *supervisor, enum bgproc_stage stage, int sys_errno, const char *text)
{
	bgproc_error_set(&supervisor->failure, BGPROC_ERR_SPAWN, sys_errno, "%s", text);
	supervisor->failure.stage = stage;
}

/* Arranges that KEY.cut is written when bytes are cut off at the front of a capture file. */
static void set_cut_note(struct bgproc_supervisor *supervisor, struct bgproc_capture *capture, unsigned stream)
{
	struct bgproc_cut_note *note = &supervisor->cut_notes[stream];

	if (capture->mode == BGPROC_OUTPUT_FILE) {
		*note = (struct bgproc_cut_note) {&supervisor->writer, &supervisor->cut_fd, stream, capture->file.fd};
		capture->file.note = bgproc_cut_note_write;
		capture->file.note_context = note;
	}
}

/* Opens the pipes. A further attempt gets new pipes to the same targets. */
static bool open_outputs(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_options *options = &supervisor->options;
	/* The error log needs the end of the output that contains stderr. */
	bool merged = options->err.mode == BGPROC_OUTPUT_STDOUT;
	int status;

	if (supervisor->job && supervisor->job->progress.attempt > 1) {
		status = bgproc_capture_again(&supervisor->out) < 0 || bgproc_capture_again(&supervisor->err) < 0;
	} else {
		status = bgproc_capture_open(&supervisor->out, &options->out, options->output_limit, merged, 1) < 0 ||
			bgproc_capture_open(&supervisor->err, &options->err, options->output_limit, true, 2) < 0;
		set_cut_note(supervisor, &supervisor->out, 0);
		set_cut_note(supervisor, &supervisor->err, 1);
	}
	if (status) {
		fail(supervisor, BGPROC_STAGE_OUTPUT, errno, "Cannot make a pipe for the output");
	}
	return !status;
}

static bool open_job(struct bgproc_supervisor *supervisor)
{
	if (bgproc_job_socket_open(supervisor) < 0) {
		fail(supervisor, BGPROC_STAGE_SUPERVISOR, errno, "Cannot make the notify socket");
		return false;
	}
	if (supervisor->job) {
		supervisor->out.listener = bgproc_job_see_output;
		supervisor->out.listener_context = supervisor->job;
		/* If the input cannot be rewound, only the first attempt can read it. */
		lseek(0, 0, SEEK_SET);
	}
	return true;
}

bool bgproc_attempt_start(struct bgproc_supervisor *supervisor)
{
	pid_t pid;

	if (!open_outputs(supervisor) || !open_job(supervisor)) {
		return false;
	}
	pid = bgproc_command_start(&supervisor->options, supervisor->environment,
		supervisor->job ? supervisor->job->progress.attempt : 0, supervisor->out.write_end,
		supervisor->err.mode == BGPROC_OUTPUT_STDOUT ? supervisor->out.write_end : supervisor->err.write_end,
		&supervisor->failure);
	bgproc_capture_begin(&supervisor->out);
	bgproc_capture_begin(&supervisor->err);
	supervisor->tree.command = pid > 0 ? pid : 0;
	return pid > 0;
}

/* Only failed attempts are repeated, and only when no stop was requested and no process of the attempt is left. */
static bool is_wanted(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_job *job = supervisor->job;
	struct bgproc_end *end = &supervisor->record.end;
	enum bgproc_state outcome;

	if (!job || job->no_retry || job->progress.attempt > supervisor->options.retries) {
		return false;
	}
	/* A failure of the first start is reported to the caller, which waits for it. */
	if (supervisor->failure.stage != BGPROC_STAGE_NONE && job->progress.attempt == 1) {
		return false;
	}
	bgproc_tree_finish(&supervisor->tree, end);
	end->stage = supervisor->failure.stage;
	outcome = bgproc_machine_outcome(&supervisor->machine, end);
	return end->survivors == 0 && (outcome == BGPROC_STATE_FAILED || outcome == BGPROC_STATE_TIMED_OUT);
}

bool bgproc_attempt_repeat(struct bgproc_supervisor *supervisor)
{
	struct bgproc_job *job = supervisor->job;

	if (!is_wanted(supervisor)) {
		return false;
	}
	bgproc_job_socket_close(supervisor);
	bgproc_job_reset(job);
	supervisor->machine.must_report = supervisor->options.job == BGPROC_JOB_CALL;
	job->progress.attempt++;
	job->delay_ms = job->backoff_ms < BACKOFF_MAX_MS ? job->backoff_ms : BACKOFF_MAX_MS;
	job->backoff_ms = job->delay_ms * 2;
	supervisor->record.end = (struct bgproc_end) {0};
	supervisor->record.command = (struct bgproc_identity) {0};
	supervisor->failure = (struct bgproc_error) BGPROC_ERROR_INIT;
	supervisor->tree = (struct bgproc_tree) {0};
	supervisor->sent_signal = 0;
	return true;
}
