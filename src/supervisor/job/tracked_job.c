/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/job/tracked_job.h"

#include "src/platform/file/files.h"
#include "src/supervisor/loop.h"
#include "src/supervisor/supervisor.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long the command of a decided job may take to end where there is no limit of time without news. */
#define DECIDED_MS 60000

/* A process has one job at most; a plain one never touches this memory. */
static struct bgproc_job the_job;

/* One line of the log, with its line feed. Touched by jobs that log. */
static char line[BGPROC_NOTIFY_SIZE_MAX + 1];

_Static_assert(sizeof line - 1 <= BGPROC_TAIL_FILE_SLACK, "one line must fit into the slack of a tail file");

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
	bgproc_publish_reset(&job->publish);
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
	bgproc_publish_reset(&job->publish);
}

/* ---- the log ---- */

/* KEY.log, made at the first line. A key is used once, so a file that is there is a left-over of ours, or not ours. */
static bool open_log(struct bgproc_supervisor *supervisor)
{
	struct bgproc_job *job = supervisor->job;
	char name[sizeof supervisor->writer.key + 8];

	if (job->log_fd < 0) {
		snprintf(name, sizeof name, "%s.log", supervisor->writer.key);
		job->log_fd = bgproc_file_create(supervisor->options.dir_fd, name);
		job->log = (struct bgproc_tail_file) {.fd = job->log_fd, .limit = BGPROC_JOB_LOG_LIMIT};
	}
	return job->log_fd >= 0;
}

/* One line, whatever is in the text. What finds no room on the disk is not in the log: best effort. */
static void append_log(struct bgproc_supervisor *supervisor, struct bgproc_notify_span text)
{
	size_t length = bgproc_notify_unescape(line, sizeof line - 1, text);

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\n' || line[i] == '\r') {
			line[i] = ' ';
		}
	}
	line[length++] = '\n';
	if (open_log(supervisor)) {
		bgproc_tail_file_append(&supervisor->job->log, line, length);
	}
}

void bgproc_job_finish(struct bgproc_supervisor *supervisor)
{
	struct bgproc_job *job = supervisor->job;

	if (job && job->log_fd >= 0) {
		bgproc_tail_file_compact(&job->log);
		bgproc_fd_close(&job->log_fd);
	}
}

/* ---- the output as status text ---- */

void bgproc_job_see_output(void *context, const char *bytes, size_t length)
{
	struct bgproc_job *job = context;
	size_t room = sizeof job->output, keep;

	if (length > room) {
		bytes += length - room;
		length = room;
		job->output_cut = true;
	}
	keep = job->output_length;
	if (keep > room - length) {
		keep = room - length;
		job->output_cut = true;
	}
	memmove(job->output, job->output + job->output_length - keep, keep);
	memcpy(job->output + keep, bytes, length);
	job->output_length = keep + length;
	job->output_changed = true;
}

/* How many bytes at the end are the begin of a character whose rest has not come yet. */
static size_t unfinished(const char *bytes, size_t length)
{
	for (size_t back = 1; back <= 3 && back <= length; back++) {
		unsigned char c = (unsigned char) bytes[length - back];
		size_t whole = c >= 0xf0 ? 4 : c >= 0xe0 ? 3
			: c >= 0xc0                          ? 2
												 : 1;

		if (c < 0x80 || c >= 0xc0) {
			return whole > back ? back : 0;
		}
	}
	return 0;
}

void bgproc_job_update_text(struct bgproc_job *job)
{
	char text[sizeof job->output];
	size_t start = 0, length;

	if (job->has_text || !job->output_changed) {
		return;
	}
	job->output_changed = false;
	/* A character that the cut went through. */
	while (job->output_cut && start < 3 && start < job->output_length && ((unsigned char) job->output[start] & 0xc0) == 0x80) {
		start++;
	}
	length = job->output_length - start;
	length -= unfinished(job->output + start, length);
	for (size_t i = 0; i < length; i++) {
		text[i] = job->output[start + i] ? job->output[start + i] : ' ';
	}
	bgproc_job_text_copy(job->progress.text, sizeof job->progress.text, text, length);
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

static void set_error(struct bgproc_job *job, const char *type, const char *message)
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
	set_error(job, type, text);
	bgproc_job_text_copy(job->progress.text, sizeof job->progress.text, text, strlen(text));
	job->has_text = true;
}

/* ---- messages ---- */

void bgproc_job_refuse(struct bgproc_supervisor *supervisor)
{
	supervisor->job->progress.refused++;
	bgproc_publish_changed(supervisor, false);
}

/* The first worker of an attempt that asks is accepted, and no other one: the same work must not be done twice. */
static bool answer_hello(struct bgproc_supervisor *supervisor, const struct bgproc_notify_sender *sender)
{
	static const char no[] = "{\"accepted\":false}";
	struct bgproc_job *job = supervisor->job;
	int64_t timeout_ms = supervisor->options.update_timeout_ms;
	char yes[sizeof supervisor->writer.key + 128];
	int length;

	if (job->hello_answered || supervisor->machine.decision != BGPROC_STATE_RUNNING) {
		bgproc_notify_answer(&job->socket, sender, no, sizeof no - 1);
		return false;
	}
	length = snprintf(yes, sizeof yes,
		"{\"accepted\":true,\"job\":\"%s\",\"attempt\":%" PRIu32 ",\"timeout_ms\":%" PRId64 "}", supervisor->writer.key,
		job->progress.attempt, timeout_ms < 0 ? 0 : timeout_ms);
	/* A worker that does not receive the answer does no work, so the next one may be accepted. */
	job->hello_answered = bgproc_notify_answer(&job->socket, sender, yes, (size_t) length);
	return job->hello_answered;
}

static bool makes_sense(const struct bgproc_job *job, const struct bgproc_notify_message *message,
	const struct bgproc_notify_sender *sender)
{
	if (message->has_attempt && message->attempt != job->progress.attempt) {
		return false;
	}
	if (message->hello && (!message->has_attempt || sender->address_length == 0)) {
		return false;
	}
	return !message->finish || (!message->fail.bytes && !message->error.bytes);
}

static void take_progress(struct bgproc_job *job, double progress)
{
	unsigned percent = progress >= 100 ? 100 : progress > 0 ? (unsigned) progress
															: 0;

	if (percent > job->progress.percent) {
		job->progress.percent = percent;
	}
}

/* On a full disk the outcome is what counts: the record then says that there is no result. */
static void take_result(struct bgproc_supervisor *supervisor, struct bgproc_notify_span value)
{
	supervisor->job->progress.has_result = value.bytes &&
		bgproc_record_writer_put_result(&supervisor->writer, value.bytes, value.length, NULL) == BGPROC_OK;
}

static void take_failure(struct bgproc_supervisor *supervisor, const struct bgproc_notify_message *message)
{
	struct bgproc_job_progress *progress = &supervisor->job->progress;

	if (message->error.bytes) {
		bgproc_notify_unescape(progress->error_type, sizeof progress->error_type, message->error_type);
		bgproc_notify_unescape(progress->error_message, sizeof progress->error_message, message->error_message);
		take_result(supervisor, message->error);
	} else {
		set_error(supervisor->job, "fail", "");
		bgproc_notify_unescape(progress->error_message, sizeof progress->error_message, message->fail);
	}
}

/* The first report of an outcome stays. */
static void take_decision(struct bgproc_supervisor *supervisor, const struct bgproc_notify_message *message)
{
	int64_t limit_ms = supervisor->options.update_timeout_ms;
	bool failed = message->fail.bytes || message->error.bytes;

	if ((!failed && !message->finish) ||
		!bgproc_machine_decide(&supervisor->machine, failed ? BGPROC_STATE_FAILED : BGPROC_STATE_SUCCEEDED)) {
		return;
	}
	supervisor->job->update = supervisor->job->start = BGPROC_NEVER;
	supervisor->job->decided = bgproc_deadline_in(limit_ms >= 0 ? limit_ms : DECIDED_MS);
	if (failed) {
		take_failure(supervisor, message);
	} else {
		take_result(supervisor, message->result);
	}
}

bool bgproc_job_hear(struct bgproc_supervisor *supervisor, const struct bgproc_notify_message *message,
	const struct bgproc_notify_sender *sender)
{
	struct bgproc_job *job = supervisor->job;
	struct bgproc_job_progress *progress = &job->progress;

	if (!makes_sense(job, message, sender) || (message->hello && !answer_hello(supervisor, sender))) {
		return false;
	}
	progress->updates++;
	progress->updated_us = bgproc_wall_us();
	if (message->has_progress) {
		take_progress(job, message->progress);
	}
	if (message->text.bytes) {
		bgproc_notify_unescape(progress->text, sizeof progress->text, message->text);
		job->has_text = true;
	}
	if (message->log.bytes) {
		append_log(supervisor, message->log);
	}
	/* A failure alone, such as a refused connection, does not mean that a worker has begun. */
	if (supervisor->machine.phase != BGPROC_PHASE_OFFERED || (!message->fail.bytes && !message->error.bytes)) {
		progress->accepted = true;
		supervisor->machine.must_report = false;
		bgproc_loop_step(supervisor, BGPROC_EVENT_ACCEPTED);
	}
	take_decision(supervisor, message);
	bgproc_job_live(supervisor);
	bgproc_publish_changed(supervisor, true);
	return true;
}
