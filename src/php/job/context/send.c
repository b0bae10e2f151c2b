/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/context/cancellation.h"
#include "src/php/job/context/send.h"

#include "SAPI.h"
#include "php_output.h"
#include "zend_exceptions.h"

#include "src/platform/clock.h"

#include <string.h>

#define SAME_NS UINT64_C(50000000)
#define TEXT_MAX 4096
#define LOG_MAX 8000
#define REASON_MAX 8000
/* PHP's own limit only ends scripts that their supervisor does not control any more. */
#define LIMIT_MARGIN_S 5
#define LIMIT_EVERY_NS UINT64_C(1000000000)

void bgproc_job_throw_over(const struct bgproc_job_context_obj *context)
{
	zend_throw_exception_ex(
		context->over == BGPROC_JOB_CANCELLED ? bgproc_ce_job_cancelled_exception : bgproc_ce_job_exception, 0,
		"Job %s %s", ZSTR_VAL(context->id), context->over_text);
}

/* ---- the output ---- */

/*
 * Whether the active buffer is the one that PHP creates for INI output_buffering = SIZE: with that chunk size, without a
 * callback. Buffers of the script are not flushed, on any level. For "On" PHP creates a buffer that cannot be distinguished
 * from one of the script.
 */
static bool is_buffer_of_php(void)
{
	const php_output_handler *active = php_output_get_active_handler();

	return active && !(active->flags & PHP_OUTPUT_HANDLER_USER) && PG(output_buffering) > 1 &&
		active->size == (size_t) PG(output_buffering);
}

/*
 * In a web worker the printed output is sent together with the message, because it may be shown as the status text. Code of
 * the user may run here: see send.h. A forked child does not flush its copy of the output, which belongs to the parent.
 */
static void flush_output(const struct bgproc_job_context_obj *context)
{
	int level = php_output_get_level();
	zval length;

	if (!context->is_request || !bgproc_job_context_is_owner(context)) {
		return;
	}
	if (level == 1 && is_buffer_of_php()) {
		ZVAL_LONG(&length, 0);
		if (php_output_get_length(&length) == SUCCESS && Z_LVAL(length) > 0) {
			php_output_flush();
			level = 0;
		}
	}
	/* Before the first output some servers would send the headers here, which is too early. */
	if (level == 0 && SG(headers_sent)) {
		sapi_flush();
	}
}

/* ---- messages ---- */

void bgproc_job_move_limit(struct bgproc_job_context_obj *context)
{
	zend_long seconds = context->timeout_ms > 0 ? (zend_long) (context->timeout_ms / 1000) + 1 + LIMIT_MARGIN_S : 0;
	uint64_t now = bgproc_stopwatch_coarse_ns();
	zend_string *name;
	char value[24];

	if (EG(timeout_seconds) == 0 || now - context->limit_set_ns < LIMIT_EVERY_NS) {
		return;
	}
	context->limit_set_ns = now;
	if (seconds != 0 && EG(timeout_seconds) > seconds) {
		seconds = EG(timeout_seconds);
	}
	/* As set_time_limit() does: the value is reset for the next request, and a value set by an administrator is not changed. */
	snprintf(value, sizeof value, ZEND_LONG_FMT, seconds);
	name = zend_string_init(ZEND_STRL("max_execution_time"), 0);
	zend_alter_ini_entry_chars_ex(name, value, strlen(value), PHP_INI_USER, PHP_INI_STAGE_RUNTIME, 0);
	zend_string_release(name);
}

/* Sends the message in the buffer. important: it must not be lost. False with an exception pending. Runs no code of the user. */
static bool deliver(struct bgproc_job_context_obj *context, bool important)
{
	enum bgproc_job_sent sent = BGPROC_JOB_GONE;

	if (context->over == BGPROC_JOB_GOES_ON) {
		sent = bgproc_job_message_send(&context->message, important ? BGPROC_JOB_PATIENCE_MS : 0);
	}
	if (sent == BGPROC_JOB_GONE) {
		if (context->over == BGPROC_JOB_GOES_ON) {
			bgproc_job_cancellation_find_out(context);
		}
		bgproc_job_throw_over(context);
		return false;
	}
	if (sent == BGPROC_JOB_NOT_NOW && important) {
		zend_throw_exception_ex(
			bgproc_ce_job_exception, 0, "The supervisor of job %s takes no message", ZSTR_VAL(context->id));
		return false;
	}
	context->unsent = sent == BGPROC_JOB_NOT_NOW;
	if (context->is_request && bgproc_job_context_is_owner(context)) {
		bgproc_job_move_limit(context);
	}
	return true;
}

static void add_text(struct bgproc_job_context_obj *context, const zend_string *text)
{
	bgproc_job_message_string(&context->message, "text", ZSTR_VAL(text), ZSTR_LEN(text) < TEXT_MAX ? ZSTR_LEN(text) : TEXT_MAX);
}

/* Keeps the text that the next message must contain; NULL for none. */
static void keep_text(struct bgproc_job_context_obj *context, zend_string *text)
{
	zend_string *before = context->unsent_text;

	context->unsent_text = text ? zend_string_copy(text) : NULL;
	if (before) {
		zend_string_release(before);
	}
}

void bgproc_job_send_unsent(struct bgproc_job_context_obj *context)
{
	if (!context->unsent || context->over != BGPROC_JOB_GOES_ON) {
		return;
	}
	bgproc_job_message_begin(&context->message);
	bgproc_job_message_number(&context->message, "progress", context->progress);
	if (context->unsent_text) {
		add_text(context, context->unsent_text);
	}
	/* If the supervisor is gone, the next message finds that out. */
	bgproc_job_message_send(&context->message, BGPROC_JOB_PATIENCE_MS);
	context->unsent = false;
	keep_text(context, NULL);
}

/*
 * The same whole percent again after a short time: the update would change nothing, and the last one has just shown that the
 * job is alive.
 */
static bool says_nothing_new(struct bgproc_job_context_obj *context)
{
	uint64_t now = bgproc_stopwatch_coarse_ns();

	if (!context->unsent && (int) context->progress == context->sent_percent && now - context->sent_ns < SAME_NS) {
		return true;
	}
	context->sent_percent = (int) context->progress;
	context->sent_ns = now;
	return false;
}

void bgproc_job_send_update(struct bgproc_job_context_obj *context, bool has_progress, double progress, zend_string *text)
{
	if (has_progress) {
		context->progress = progress < 0 ? 0 : progress > 100 ? 100
															  : progress;
	}
	if (has_progress && !text && context->over == BGPROC_JOB_GOES_ON && says_nothing_new(context)) {
		return;
	}
	bgproc_job_message_begin(&context->message);
	if (has_progress || context->unsent) {
		bgproc_job_message_number(&context->message, "progress", context->progress);
	}
	if (!text && context->unsent) {
		text = context->unsent_text;
	}
	if (text) {
		add_text(context, text);
	}
	if (!deliver(context, false)) {
		return;
	}
	if (context->unsent || context->unsent_text) {
		keep_text(context, context->unsent ? text : NULL);
	}
	flush_output(context);
}

void bgproc_job_send_log(struct bgproc_job_context_obj *context, const zend_string *line)
{
	bgproc_job_send_unsent(context);
	bgproc_job_message_begin(&context->message);
	bgproc_job_message_string(
		&context->message, "log", ZSTR_VAL(line), ZSTR_LEN(line) < LOG_MAX ? ZSTR_LEN(line) : LOG_MAX);
	/* A line of the log waits for space in the socket, because it is not sent again. */
	if (deliver(context, true)) {
		flush_output(context);
	}
}

void bgproc_job_send_finish(struct bgproc_job_context_obj *context, const zend_string *json)
{
	bgproc_job_send_unsent(context);
	bgproc_job_message_begin(&context->message);
	bgproc_job_message_raw(&context->message, "finish", "true", 4);
	if (json) {
		bgproc_job_message_raw(&context->message, "result", ZSTR_VAL(json), ZSTR_LEN(json));
	}
	if (deliver(context, true)) {
		context->decided = true;
		context->progress = 100;
		flush_output(context);
	}
}

bool bgproc_job_send_fail(struct bgproc_job_context_obj *context, const zend_string *reason)
{
	bgproc_job_send_unsent(context);
	bgproc_job_message_begin(&context->message);
	bgproc_job_message_string(
		&context->message, "fail", ZSTR_VAL(reason), ZSTR_LEN(reason) < REASON_MAX ? ZSTR_LEN(reason) : REASON_MAX);
	context->decided = deliver(context, true) || context->decided;
	return !EG(exception);
}
