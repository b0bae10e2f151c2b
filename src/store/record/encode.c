/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/record/encode.h"

#include "src/core/json_text.h"

#include <inttypes.h>
#include <string.h>

static void put_name(struct bgproc_buf *buf, const char *name)
{
	bgproc_buf_append(buf, ",\"", 2);
	bgproc_buf_puts(buf, name);
	bgproc_buf_append(buf, "\":", 2);
}

/* A record contains two dozen numbers: printf() would take longer than writing the file. */
static void put_digits(struct bgproc_buf *buf, uint64_t number)
{
	char digits[BGPROC_PATCH_WIDTH], *at = digits + sizeof digits;

	do {
		*--at = (char) ('0' + number % 10);
		number /= 10;
	} while (number > 0);
	bgproc_buf_append(buf, at, (size_t) (digits + sizeof digits - at));
}

static void put_number(struct bgproc_buf *buf, const char *name, uint64_t number)
{
	put_name(buf, name);
	put_digits(buf, number);
}

static void put_string(struct bgproc_buf *buf, const char *name, const char *text)
{
	put_name(buf, name);
	bgproc_json_string(buf, text, strlen(text));
}

static void put_bool(struct bgproc_buf *buf, const char *name, bool value)
{
	put_name(buf, name);
	bgproc_buf_puts(buf, value ? "true" : "false");
}

/* Blanks of the width that the child overwrites, or the number itself when nobody will fill it in. */
static void put_patched(struct bgproc_buf *buf, size_t *offset, uint64_t number)
{
	if (offset) {
		*offset = buf->length;
		bgproc_buf_fill(buf, ' ', BGPROC_PATCH_WIDTH);
	} else {
		put_digits(buf, number);
	}
}

static void put_words(struct bgproc_buf *buf, const struct bgproc_record *record,
	void (*put)(struct bgproc_buf *buf, const char *bytes, size_t length))
{
	if (record->is_shell_line && record->argc == 1) {
		put(buf, record->argv[0], record->argv_lengths[0]);
		return;
	}
	bgproc_buf_puts(buf, "[");
	for (size_t i = 0; i < record->argc; i++) {
		if (i > 0) {
			bgproc_buf_puts(buf, ",");
		}
		put(buf, record->argv[i], record->argv_lengths[i]);
	}
	bgproc_buf_puts(buf, "]");
}

/*
 * JSON cannot contain bytes that are not UTF-8. In that case the base64 form has the exact words, in addition to the
 * readable form.
 */
static void put_exact_words(struct bgproc_buf *buf, const struct bgproc_record *record)
{
	for (size_t i = 0; i < record->argc; i++) {
		if (!bgproc_utf8_valid(record->argv[i], record->argv_lengths[i])) {
			put_name(buf, "commandline_base64");
			put_words(buf, record, bgproc_json_base64);
			return;
		}
	}
}

static void put_labels(struct bgproc_buf *buf, const struct bgproc_record *record)
{
	put_name(buf, "labels");
	bgproc_buf_puts(buf, "{");
	for (size_t i = 0; i < record->label_count; i++) {
		const struct bgproc_label *label = &record->labels[i];

		if (i > 0) {
			bgproc_buf_puts(buf, ",");
		}
		bgproc_json_string(buf, label->name, strlen(label->name));
		bgproc_buf_puts(buf, ":");
		bgproc_json_string(buf, label->value, strlen(label->value));
	}
	bgproc_buf_puts(buf, "}");
}

static void put_job(struct bgproc_buf *buf, const struct bgproc_record *record)
{
	put_string(buf, "job", bgproc_job_kind_name(record->job));
	put_number(buf, "keep_failed", record->keep_failed_s);
	put_number(buf, "start_at_us", record->start_at_us);
	put_string(buf, "target", record->target ? record->target : "");
	put_string(buf, "unique", record->unique ? record->unique : "");
	put_string(buf, "retry_of", record->retry_of ? record->retry_of : "");
}

void bgproc_record_encode_fixed(
	struct bgproc_buf *buf, const struct bgproc_record *record, struct bgproc_record_patches *patches)
{
	const struct bgproc_identity *supervisor = &record->supervisor;

	bgproc_buf_puts(buf, "{\"key\":");
	bgproc_json_string(buf, record->key, strlen(record->key));
	put_name(buf, "pid");
	put_patched(buf, patches ? &patches->pid_offset : NULL, (uint64_t) supervisor->pid);
	put_name(buf, "commandline");
	put_words(buf, record, bgproc_json_string);
	put_string(buf, "created_at", record->created_at);
	put_number(buf, "version", record->version);
	put_number(buf, "created_us", record->created_us);
	put_number(buf, "uid", record->uid);
	put_string(buf, "boot_id", supervisor->boot_id);
	put_number(buf, "pid_namespace", supervisor->pid_namespace);
	put_name(buf, "start_ticks");
	put_patched(buf, patches ? &patches->start_offset : NULL, supervisor->start_ticks);
	put_name(buf, "pidfd_inode");
	put_patched(buf, patches ? &patches->inode_offset : NULL, supervisor->pidfd_inode);
	put_number(buf, "keep", record->keep_s);
	put_string(buf, "scope", record->scope ? record->scope : "");
	put_labels(buf, record);
	put_bool(buf, "capture", record->capture);
	put_number(buf, "output_limit", record->output_limit);
	put_bool(buf, "in_service", record->in_service);
	if (record->job != BGPROC_JOB_NONE) {
		put_job(buf, record);
	}
	put_exact_words(buf, record);
}

/* null says "not known (yet)"; 0 is no pid, no signal and no time. */
static void put_number_or_null(struct bgproc_buf *buf, const char *name, uint64_t number)
{
	if (number) {
		put_number(buf, name, number);
	} else {
		put_name(buf, name);
		bgproc_buf_puts(buf, "null");
	}
}

static void put_error(struct bgproc_buf *buf, const struct bgproc_end *end)
{
	put_name(buf, "error");
	if (end->stage == BGPROC_STAGE_NONE) {
		bgproc_buf_puts(buf, "null");
		return;
	}
	bgproc_buf_printf(buf, "{\"stage\":\"%s\"", bgproc_stage_name(end->stage));
	put_number(buf, "errno", (uint64_t) end->stage_errno);
	put_string(buf, "message", strerror(end->stage_errno));
	bgproc_buf_puts(buf, "}");
}

static void put_usage(struct bgproc_buf *buf, const struct bgproc_usage *usage, bool known)
{
	put_name(buf, "usage");
	if (!known) {
		bgproc_buf_puts(buf, "null");
		return;
	}
	bgproc_buf_printf(buf, "{\"user_us\":%" PRIu64 ",\"system_us\":%" PRIu64 ",\"max_rss_kib\":%" PRIu64 "}", usage->user_us,
		usage->system_us, usage->max_rss_kib);
}

static void put_end(struct bgproc_buf *buf, const struct bgproc_record *record)
{
	const struct bgproc_end *end = &record->end;

	put_name(buf, "exit_code");
	if (end->exited) {
		bgproc_buf_printf(buf, "%d", end->exit_code);
	} else {
		bgproc_buf_puts(buf, "null");
	}
	put_number_or_null(buf, "signal", (uint64_t) end->term_signal);
	put_bool(buf, "core_dumped", end->core_dumped);
	put_error(buf, end);
	put_usage(buf, &end->usage, bgproc_state_is_final(record->state) && record->state != BGPROC_STATE_LOST);
	put_number(buf, "stdout_dropped", end->stdout_dropped);
	put_number(buf, "stderr_dropped", end->stderr_dropped);
	put_number(buf, "survivors", end->survivors);
}

/*
 * A text of a job that takes at most twice its length: what JSON would write in six bytes (ESC of a terminal's colours, say)
 * and what is no UTF-8 becomes "?". So no message can make a record longer than was reserved.
 */
static void put_bounded(struct bgproc_buf *buf, const char *name, const char *text, size_t max)
{
	char plain[BGPROC_JOB_TEXT_MAX + 1];
	size_t length;

	bgproc_job_text_copy(plain, max + 1, text, strnlen(text, max));
	length = strlen(plain);
	put_name(buf, name);
	bgproc_buf_puts(buf, "\"");
	for (size_t i = 0; i < length; i++) {
		static const char named[] = "\"\\\n\t\r", escapes[] = "\"\\ntr";
		unsigned char c = (unsigned char) plain[i];
		const char *found = strchr(named, c);
		char two[2] = {'\\', found ? escapes[found - named] : '?'};

		if (found) {
			bgproc_buf_append(buf, two, 2);
		} else {
			bgproc_buf_append(buf, c < 0x20 || c == 0x7f ? "?" : &plain[i], 1);
		}
	}
	bgproc_buf_puts(buf, "\"");
}

static void put_progress(struct bgproc_buf *buf, const struct bgproc_job_progress *progress)
{
	static const struct bgproc_job_progress none = {.attempt = 1};

	if (!progress) {
		progress = &none;
	}
	put_number(buf, "attempt", progress->attempt);
	put_number(buf, "progress", progress->percent);
	put_bounded(buf, "text", progress->text, BGPROC_JOB_TEXT_MAX);
	put_number_or_null(buf, "updated_us", progress->updated_us);
	put_number(buf, "updates", progress->updates);
	put_number(buf, "refused", progress->refused);
	put_bool(buf, "accepted", progress->accepted);
	put_bool(buf, "result", progress->has_result);
	put_bounded(buf, "error_type", progress->error_type, BGPROC_JOB_ERROR_TYPE_MAX);
	put_bounded(buf, "error_message", progress->error_message, BGPROC_JOB_ERROR_MESSAGE_MAX);
}

void bgproc_record_encode_live(struct bgproc_buf *buf, const struct bgproc_record *record)
{
	static const char end[] = "}\n";
	size_t room = record->job == BGPROC_JOB_NONE ? BGPROC_RECORD_LIVE_ROOM : BGPROC_RECORD_LIVE_JOB_ROOM;
	size_t length = buf->length;

	put_string(buf, "state", bgproc_state_name(record->state));
	put_number_or_null(buf, "command_pid", (uint64_t) record->command.pid);
	put_number(buf, "command_start_ticks", record->command.start_ticks);
	put_number(buf, "command_pidfd_inode", record->command.pidfd_inode);
	put_number_or_null(buf, "started_us", record->started_us);
	put_number_or_null(buf, "ended_us", record->ended_us);
	put_end(buf, record);
	put_string(buf, "reason", record->reason);
	put_bool(buf, "command_alive", record->command_alive);
	if (record->job != BGPROC_JOB_NONE) {
		put_progress(buf, record->progress);
	}
	length = buf->length - length + strlen(end);
	if (length < room) {
		bgproc_buf_fill(buf, ' ', room - length);
	}
	bgproc_buf_puts(buf, end);
}
