/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/job/tracked_job.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A supervisor has at most one job. For a plain process this memory is never touched. */
static struct bgproc_job the_job;

/* Nothing was written yet, and no change is delayed. */
static void reset_publish(struct bgproc_publish *publish)
{
	*publish = (struct bgproc_publish) {.quiet = {0}, .due = BGPROC_NEVER};
}

static void forget_clocks(struct bgproc_job *job)
{
	job->delay = job->start = job->update = job->decided = BGPROC_NEVER;
}

void bgproc_job_open(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_options *options = &supervisor->options;
	struct bgproc_job *job = &the_job;

	if (options->job == BGPROC_JOB_NONE) {
		return;
	}
	memset(job, 0, sizeof *job);
	job->progress.attempt = 1;
	job->socket = (struct bgproc_notify_socket) BGPROC_NOTIFY_SOCKET_INIT;
	job->delay_ms = options->delay_ms;
	job->start_at_us = options->start_at_us;
	job->alarm = (struct bgproc_alarm) BGPROC_ALARM_INIT;
	job->backoff_ms = options->backoff_ms;
	job->log_fd = -1;
	forget_clocks(job);
	reset_publish(&job->publish);
	supervisor->job = job;
	supervisor->record.job = options->job;
	supervisor->record.progress = &job->progress;
	supervisor->machine.must_report = options->job == BGPROC_JOB_CALL;
}

void bgproc_job_reset(struct bgproc_job *job)
{
	struct bgproc_job_progress *progress = &job->progress;

	progress->percent = 0;
	progress->accepted = progress->has_result = false;
	progress->text[0] = progress->error_type[0] = progress->error_message[0] = '\0';
	job->has_text = job->hello_answered = job->output_changed = job->output_cut = false;
	job->output_length = 0;
	forget_clocks(job);
	reset_publish(&job->publish);
}

/* ---- clocks ---- */

void bgproc_job_live(struct bgproc_supervisor *supervisor)
{
	struct bgproc_job *job = supervisor->job;

	if (supervisor->options.update_timeout_ms >= 0 && supervisor->machine.phase == BGPROC_PHASE_RUNNING &&
		supervisor->machine.decision == BGPROC_STATE_RUNNING) {
		job->update = bgproc_deadline_in(supervisor->options.update_timeout_ms);
	}
}

void bgproc_job_start_clocks(struct bgproc_supervisor *supervisor)
{
	struct bgproc_job *job = supervisor->job;

	if (supervisor->machine.phase == BGPROC_PHASE_OFFERED && supervisor->options.start_timeout_ms >= 0) {
		job->start = bgproc_deadline_in(supervisor->options.start_timeout_ms);
	}
	bgproc_job_live(supervisor);
}

void bgproc_job_set_error(struct bgproc_job *job, const char *type, const char *message)
{
	struct bgproc_job_progress *progress = &job->progress;

	bgproc_job_text_copy(progress->error_type, sizeof progress->error_type, type, strlen(type));
	bgproc_job_text_copy(progress->error_message, sizeof progress->error_message, message, strlen(message));
}

void bgproc_job_blame_time(struct bgproc_supervisor *supervisor, const char *type, const char *what, int64_t limit_ms)
{
	struct bgproc_job *job = supervisor->job;
	char text[128];

	if (!job || supervisor->machine.decision != BGPROC_STATE_RUNNING) {
		return;
	}
	/* "1.5", and "60" for whole seconds. */
	if (limit_ms % 1000) {
		snprintf(text, sizeof text, "%s for %" PRId64 ".%03" PRId64 " s", what, limit_ms / 1000, limit_ms % 1000);
	} else {
		snprintf(text, sizeof text, "%s for %" PRId64 " s", what, limit_ms / 1000);
	}
	bgproc_job_set_error(job, type, text);
	bgproc_job_text_copy(job->progress.text, sizeof job->progress.text, text, strlen(text));
	job->has_text = true;
}
