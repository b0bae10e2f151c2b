/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/context/message.h"

#include "php.h"
#include "main/snprintf.h"

#include "src/core/json_text.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/socket/connect.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#define FAILURE_PART_MAX 16384

void bgproc_job_message_begin(struct bgproc_job_message *message)
{
	/* The memory is kept, because the next message needs about the same size. */
	message->text.length = 0;
	bgproc_buf_printf(&message->text, "{\"attempt\":%lu", (unsigned long) message->attempt);
}

static void add_name(struct bgproc_job_message *message, const char *name)
{
	bgproc_buf_append(&message->text, ",\"", 2);
	bgproc_buf_puts(&message->text, name);
	bgproc_buf_append(&message->text, "\":", 2);
}

void bgproc_job_message_string(struct bgproc_job_message *message, const char *name, const char *bytes, size_t length)
{
	add_name(message, name);
	bgproc_json_string(&message->text, bytes, length);
}

void bgproc_job_message_number(struct bgproc_job_message *message, const char *name, double number)
{
	char text[64];

	/* printf() is not used: its decimal point depends on the locale. */
	php_gcvt(number, 8, '.', 'e', text);
	add_name(message, name);
	bgproc_buf_puts(&message->text, text);
}

void bgproc_job_message_raw(struct bgproc_job_message *message, const char *name, const char *json, size_t length)
{
	add_name(message, name);
	bgproc_buf_append(&message->text, json, length);
}

enum bgproc_job_sent bgproc_job_message_send(struct bgproc_job_message *message, int64_t patience_ms)
{
	struct bgproc_deadline deadline = {0};

	bgproc_buf_append(&message->text, "}", 1);
	if (!bgproc_buf_ok(&message->text)) {
		bgproc_buf_free(&message->text);
		errno = ENOMEM;
		return BGPROC_JOB_NOT_NOW;
	}
	if (message->fd < 0) {
		errno = ENOTCONN;
		return BGPROC_JOB_GONE;
	}
	if (patience_ms > 0) {
		deadline = bgproc_deadline_in(patience_ms);
	}
	while (bgproc_socket_send(message->fd, message->text.data, message->text.length) < 0) {
		struct pollfd room = {.fd = message->fd, .events = POLLOUT};

		if (errno == EMSGSIZE) {
			return BGPROC_JOB_NOT_NOW;
		}
		if (errno != EAGAIN && errno != EWOULDBLOCK && errno != ENOBUFS && errno != ENOMEM) {
			return BGPROC_JOB_GONE;
		}
		if (patience_ms == 0 || bgproc_deadline_left(deadline) == 0) {
			return BGPROC_JOB_NOT_NOW;
		}
		poll(&room, 1, bgproc_deadline_poll(deadline));
	}
	return BGPROC_JOB_SENT;
}

static size_t at_most(size_t length, size_t most)
{
	return length < most ? length : most;
}

/* Writes the object, with at most so many bytes of message, file and trace. */
static void write_failure(struct bgproc_buf *json, const struct bgproc_job_failure *failure, size_t most)
{
	bgproc_buf_puts(json, "{\"type\":");
	bgproc_json_string(json, failure->type, strlen(failure->type));
	bgproc_buf_puts(json, ",\"message\":");
	bgproc_json_string(json, failure->message, at_most(failure->message_length, most));
	if (failure->code) {
		bgproc_buf_puts(json, ",\"code\":");
		bgproc_buf_puts(json, failure->code);
	}
	if (failure->file) {
		bgproc_buf_puts(json, ",\"file\":");
		bgproc_json_string(json, failure->file, at_most(strlen(failure->file), most));
		bgproc_buf_printf(json, ",\"line\":%lu", (unsigned long) failure->line);
	}
	if (failure->trace) {
		bgproc_buf_puts(json, ",\"trace\":");
		bgproc_json_string(json, failure->trace, at_most(failure->trace_length, most));
	}
	bgproc_buf_puts(json, "}");
}

enum bgproc_job_sent bgproc_job_message_failure(
	struct bgproc_job_message *message, const struct bgproc_job_failure *failure, int64_t patience_ms)
{
	size_t most = FAILURE_PART_MAX;
	struct bgproc_buf json = BGPROC_BUF_INIT;
	enum bgproc_job_sent sent;

	write_failure(&json, failure, most);
	/* In JSON one byte may need six. A part of the text is better than none. */
	while (json.length > BGPROC_JOB_MESSAGE_MAX - 64 && most > 64) {
		json.length = 0;
		most /= 2;
		write_failure(&json, failure, most);
	}
	bgproc_job_message_begin(message);
	if (bgproc_buf_ok(&json)) {
		bgproc_job_message_raw(message, "error", json.data, json.length);
	} else {
		bgproc_job_message_string(message, "fail", failure->type, strlen(failure->type));
	}
	bgproc_buf_free(&json);
	sent = bgproc_job_message_send(message, patience_ms);
	return sent;
}

void bgproc_job_message_close(struct bgproc_job_message *message)
{
	bgproc_fd_close(&message->fd);
	bgproc_buf_free(&message->text);
}
