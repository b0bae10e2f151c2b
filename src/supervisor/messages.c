/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/messages.h"

#include "src/platform/socket/notify.h"
#include "src/protocol/notify_message.h"
#include "src/store/file/result.h"
#include "src/supervisor/actions.h"
#include "src/supervisor/job/log.h"
#include "src/supervisor/job/publish.h"
#include "src/supervisor/job/tracked_job.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* The number of messages that are handled before signals, output and deadlines are served. */
#define BATCH 64
/* More messages than a socket usually holds (net.unix.max_dgram_qlen), and how long a socket that holds more is read. */
#define HELD_MAX 1024
#define HELD_MS 200

/* Only the pages that a message fills are ever touched. With the additional byte a message that is too long is recognized. */
static char received[BGPROC_NOTIFY_SIZE_MAX + 1];

/* How long the command may take to end after its outcome was reported, if there is no limit for the time without reports. */
#define DECIDED_MS 60000

/* ---- what they mean ---- */

/* Counts a refused message. */
static void refuse(struct bgproc_supervisor *supervisor)
{
	supervisor->job->progress.refused++;
	bgproc_publish_changed(supervisor, false);
}

/* Accepts only the first worker of an attempt that asks, because the same work must not be done twice. */
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
	/* A worker that does not receive the answer does no work, so another one may be accepted. */
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

/* If the disk is full, the outcome is kept without the result; the record then says that there is no result. */
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
		bgproc_job_set_error(supervisor->job, "fail", "");
		bgproc_notify_unescape(progress->error_message, sizeof progress->error_message, message->fail);
	}
}

/* Only the first report of an outcome counts. */
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

/*
 * Handles a message from an accepted sender. False when the message is refused: it is of another attempt, or contradicts
 * itself. The spans of the message must be valid only during the call.
 */
static bool hear(struct bgproc_supervisor *supervisor, const struct bgproc_notify_message *message,
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
		bgproc_job_log_append(supervisor, message->log);
	}
	/* A failure alone, for example a refused connection, does not mean that a worker has begun. */
	if (supervisor->machine.phase != BGPROC_PHASE_OFFERED || (!message->fail.bytes && !message->error.bytes)) {
		progress->accepted = true;
		supervisor->machine.must_report = false;
		bgproc_actions_step(supervisor, BGPROC_EVENT_ACCEPTED);
	}
	take_decision(supervisor, message);
	bgproc_job_live(supervisor);
	bgproc_publish_changed(supervisor, true);
	return true;
}

/* ---- receiving ---- */

/*
 * Messages are accepted from the user of the supervisor, from root, from the worker of a request, and from the user of the
 * command.
 */
static bool may_speak(const struct bgproc_options *options, const struct bgproc_notify_sender *sender)
{
	if (!sender->known) {
		return !bgproc_notify_knows_senders();
	}
	return sender->uid == geteuid() || sender->uid == 0 || (options->has_worker_uid && sender->uid == options->worker_uid) ||
		(options->has_uid && sender->uid == options->uid);
}

static void take(struct bgproc_supervisor *supervisor, size_t length, const struct bgproc_notify_sender *sender)
{
	struct bgproc_notify_message message;

	if (!may_speak(&supervisor->options, sender) || sender->truncated || length > BGPROC_NOTIFY_SIZE_MAX ||
		!bgproc_notify_parse(&message, received, length) || !hear(supervisor, &message, sender)) {
		refuse(supervisor);
	}
}

/* False when there are no more messages, or no socket. */
static bool serve_one(struct bgproc_supervisor *supervisor)
{
	struct bgproc_notify_sender sender;
	ssize_t length = -1;

	if (supervisor->job && supervisor->job->socket.fd >= 0) {
		length = bgproc_notify_receive(&supervisor->job->socket, received, sizeof received, &sender);
	}
	if (length >= 0) {
		take(supervisor, (size_t) length, &sender);
	}
	return length >= 0;
}

void bgproc_messages_serve(struct bgproc_supervisor *supervisor)
{
	for (int i = 0; i < BATCH && serve_one(supervisor); i++) {
	}
}

void bgproc_messages_hear_all(struct bgproc_supervisor *supervisor)
{
	struct bgproc_deadline end = bgproc_deadline_in(HELD_MS);

	/* The number is limited, because a sender might never pause. */
	for (int i = 0; serve_one(supervisor) && (i < HELD_MAX || bgproc_deadline_left(end) > 0); i++) {
	}
}
