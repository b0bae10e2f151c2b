/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/job/context/fatal_error.h"
#include "src/php/job/context/send.h"

#include "zend_observer.h"

#include <string.h>
#include <unistd.h>

#define FATAL_ERRORS (E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR)
#define FATAL_UNLESS_HANDLED (E_USER_ERROR | E_RECOVERABLE_ERROR)

static struct bgproc_job_context_obj *current(void)
{
	return Z_TYPE(BGPROC_G(job_context)) == IS_OBJECT ? Z_BGPROC_JOB_CONTEXT_P(&BGPROC_G(job_context)) : NULL;
}

static void note_error(struct bgproc_job_context_obj *context, zend_string *file, uint32_t line, zend_string *message)
{
	if (context->error_message.length == 0) {
		bgproc_buf_append(&context->error_message, ZSTR_VAL(message), ZSTR_LEN(message));
		bgproc_buf_append(&context->error_file, file ? ZSTR_VAL(file) : "", file ? ZSTR_LEN(file) : 0);
		context->error_line = line;
	}
}

/*
 * Called at each error. The fatal error must be kept at once, because later errors (for example in shutdown functions) would
 * replace it.
 */
static void observe_error(int type, zend_string *file, uint32_t line, zend_string *message)
{
	struct bgproc_job_context_obj *context;

	if ((type & FATAL_ERRORS) && (context = current())) {
		note_error(context, file, line, message);
	}
}

/*
 * Parses "Uncaught CLASS: MESSAGE in FILE:LINE\nStack trace:\n#0 ...\n  thrown", with "\n\nNext " between an exception and
 * the one that it caused. It is split at the known file and line. False if it is another kind of error.
 */
static bool take_apart(char *text, const char *file, uint32_t line, struct bgproc_job_failure *failure)
{
	static const char uncaught[] = "Uncaught ", next[] = "\n\nNext ", trace[] = "\nStack trace:\n", thrown[] = "\n  thrown";
	char place[MAXPATHLEN + 64], *begin, *at, *end;

	if (strncmp(text, uncaught, sizeof uncaught - 1) != 0) {
		return false;
	}
	snprintf(place, sizeof place, " in %s:%lu%s", file, (unsigned long) line, trace);
	begin = text + sizeof uncaught - 1;
	for (at = begin; (at = strstr(at, next)); at++) {
		begin = at + sizeof next - 1;
	}
	at = strstr(begin, place);
	if (!at) {
		return false;
	}
	failure->trace = at + strlen(place);
	end = strstr(at + strlen(place), thrown);
	failure->trace_length = end ? (size_t) (end - failure->trace) : strlen(failure->trace);
	*at = '\0';
	failure->type = begin;
	end = strstr(begin, ": ");
	failure->message = end ? end + 2 : at;
	failure->message_length = strlen(failure->message);
	if (end) {
		*end = '\0';
	}
	return true;
}

static void report_fatal(struct bgproc_job_context_obj *context)
{
	struct bgproc_job_failure failure = {.file = context->error_file.data, .line = context->error_line};

	if (!bgproc_buf_ok(&context->error_message) || !context->error_file.data ||
		!take_apart(context->error_message.data, context->error_file.data, context->error_line, &failure)) {
		failure.type = "fatal";
		failure.message = context->error_message.data;
		failure.message_length = context->error_message.length;
	}
	bgproc_job_message_failure(&context->message, &failure, BGPROC_JOB_PATIENCE_MS);
}

/* Sends the error that has ended the script, because the script itself could not report it. */
void bgproc_job_fatal_error_report(struct bgproc_job_context_obj *context)
{
	if (PG(last_error_message) && (PG(last_error_type) & (FATAL_ERRORS | FATAL_UNLESS_HANDLED))) {
		note_error(context, PG(last_error_file), (uint32_t) PG(last_error_lineno), PG(last_error_message));
	}
	if (context->decided || context->over != BGPROC_JOB_GOES_ON || !bgproc_job_context_is_owner(context)) {
		return;
	}
	/* At the end of the script there is time to wait for space in the socket. */
	bgproc_job_send_unsent(context);
	if (context->error_message.length > 0) {
		report_fatal(context);
	}
}

bool bgproc_job_fatal_error_wanted(void)
{
	return PG(last_error_message) && (PG(last_error_type) & FATAL_ERRORS);
}

void bgproc_job_fatal_error_observe(void)
{
	zend_observer_error_register(observe_error);
}
