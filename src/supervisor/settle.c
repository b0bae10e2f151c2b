/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/settle.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/process/proc.h"
#include "src/platform/signal/signals.h"
#include "src/store/file/last_words.h"
#include "src/supervisor/error_log.h"
#include "src/supervisor/job/log.h"
#include "src/supervisor/job/publish.h"
#include "src/supervisor/job/socket.h"
#include "src/supervisor/job/status_text.h"
#include "src/supervisor/job/tracked_job.h"
#include "src/supervisor/outcome.h"

#include <stdio.h>
#include <string.h>

void bgproc_settle_running(struct bgproc_supervisor *supervisor)
{
	struct bgproc_record *record = &supervisor->record;

	record->started_us = bgproc_wall_us();
	record->state = bgproc_machine_state(&supervisor->machine, &record->end);
	/*
	 * The command is not reaped before the end, so its identity can be read even if it has already ended. Boot and pid namespace
	 * are those of the supervisor, which are in the fixed part: the live part and the frames do not repeat them.
	 */
	bgproc_identity_find(supervisor->tree.command, &record->command);
	/* If the disk is full, the record says "starting" for too long; the command continues. */
	if (supervisor->job) {
		bgproc_publish_now(supervisor);
	} else {
		bgproc_record_writer_put(&supervisor->writer, record, false, NULL);
	}
	if (supervisor->has_started) {
		return;
	}
	supervisor->has_started = true;
	if (supervisor->options.confirm && !bgproc_outcome_send_started(supervisor->options.outcome_fd, record)) {
		/* The caller waits for the frame. If the pipe is closed instead, it reads the record. */
		bgproc_fd_close(&supervisor->options.outcome_fd);
	}
}

void bgproc_settle_note_command(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_options *options = &supervisor->options;
	bool is_line =
		options->command_length == 3 && strcmp(options->command[0], "sh") == 0 && strcmp(options->command[1], "-c") == 0;
	char *text = supervisor->command_text;
	const size_t most = BGPROC_COMMAND_TEXT_MAX;
	size_t used = 0, cut = most;

	for (size_t i = is_line ? 2 : 0; i < options->command_length && used <= most; i++) {
		used += (size_t) snprintf(text + used, most + 1 - used, "%s%s", used ? " " : "", options->command[i]);
	}
	if (used > most) {
		/* The text must not be cut within a character, so the last character is removed if it may be incomplete. */
		while (cut > 0 && ((unsigned char) text[cut - 1] & 0xc0) == 0x80) {
			cut--;
		}
		cut -= cut > 0 && (unsigned char) text[cut - 1] >= 0xc0;
		memcpy(text + cut, "...", 4);
	}
	for (char *at = text; *at; at++) {
		if ((unsigned char) *at < ' ' || *at == 127) {
			*at = ' ';
		}
	}
}

/* The text of the error log for a command that wrote nothing to stderr. */
static int describe(const struct bgproc_supervisor *supervisor, char *text, size_t size)
{
	const struct bgproc_end *end = &supervisor->record.end;
	const struct bgproc_error *failure = &supervisor->failure;
	size_t length;
	char name[16];

	if (failure->status != BGPROC_OK) {
		return snprintf(text, size, "%s%s%s", failure->text, failure->sys_errno ? ": " : "",
			failure->sys_errno ? strerror(failure->sys_errno) : "");
	}
	if (supervisor->job && supervisor->job->progress.error_message[0]) {
		return snprintf(text, size, "%s", supervisor->job->progress.error_message);
	}
	if (supervisor->record.state == BGPROC_STATE_TIMED_OUT) {
		return snprintf(text, size, "Timed out");
	}
	if (end->term_signal) {
		snprintf(text, size, "Ended by %s%s", bgproc_signal_name(end->term_signal, name) ? name : "a signal",
			end->core_dumped ? " (core dumped)" : "");
	} else {
		snprintf(text, size, "Exit code %d", end->exit_code);
	}
	length = strlen(text);
	return (int) length + snprintf(text + length, size - length, ": %s", supervisor->command_text);
}

static void log_failure(const struct bgproc_supervisor *supervisor)
{
	const struct bgproc_options *options = &supervisor->options;
	struct bgproc_error_log log = {options->dir_fd, options->error_log, options->utc_offset_s};
	struct iovec text[2];
	char line[BGPROC_JOB_ERROR_MESSAGE_MAX + 1];
	bool merged = options->err.mode == BGPROC_OUTPUT_STDOUT;
	int count = bgproc_tail_pieces(merged ? &supervisor->out.tail : &supervisor->err.tail, BGPROC_TAIL_MAX, text);

	if (count == 0) {
		int length = describe(supervisor, line, sizeof line);

		text[0] = (struct iovec) {line, length < 0 ? 0 : strlen(line)};
		count = 1;
	}
	bgproc_error_log_append(&log, supervisor->writer.key, supervisor->record.ended_us, text, count);
}

/* How long the record stays after the end; depends on the final state. */
static uint64_t keep_s(const struct bgproc_supervisor *supervisor)
{
	return supervisor->job && supervisor->record.state != BGPROC_STATE_SUCCEEDED ? supervisor->options.keep_failed_s
																				 : supervisor->options.keep_s;
}

/* Sets the final state of a job: no more messages are received, and its log is complete. */
static void settle_job(struct bgproc_supervisor *supervisor)
{
	if (supervisor->job) {
		bgproc_job_update_text(supervisor->job);
		if (supervisor->record.state == BGPROC_STATE_SUCCEEDED) {
			supervisor->job->progress.percent = 100;
		}
		bgproc_job_log_finish(supervisor);
	}
}

static void settle_record(struct bgproc_supervisor *supervisor)
{
	if (!supervisor->writer_ready) {
		return;
	}
	if (keep_s(supervisor) > 0) {
		bgproc_record_writer_put(&supervisor->writer, &supervisor->record, true, NULL);
	} else {
		bgproc_record_writer_remove(&supervisor->writer);
	}
	bgproc_record_writer_last_words(&supervisor->writer, &supervisor->record);
}

void bgproc_settle_end(struct bgproc_supervisor *supervisor)
{
	struct bgproc_record *record = &supervisor->record;

	bgproc_job_socket_close(supervisor);
	bgproc_capture_finish(&supervisor->out);
	bgproc_capture_finish(&supervisor->err);
	record->end.stdout_dropped = supervisor->out.dropped;
	record->end.stderr_dropped = supervisor->err.dropped;
	record->end.stage = supervisor->failure.stage;
	record->end.stage_errno = supervisor->failure.sys_errno;
	bgproc_tree_finish(&supervisor->tree, &record->end);
	record->ended_us = bgproc_wall_us();
	record->state = bgproc_machine_state(&supervisor->machine, &record->end);
	settle_job(supervisor);
	if (supervisor->options.error_log &&
		(record->state == BGPROC_STATE_FAILED || record->state == BGPROC_STATE_TIMED_OUT)) {
		log_failure(supervisor);
	}
	settle_record(supervisor);
	bgproc_outcome_send_end(supervisor->options.outcome_fd, record, &supervisor->err.tail);
}
