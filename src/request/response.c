/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/response.h"

#include "src/core/buf.h"
#include "src/platform/file/descriptor.h"
#include "src/request/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void bgproc_response_init(struct bgproc_response *response, const struct bgproc_request *request)
{
	memset(response, 0, sizeof *response);
	response->request = request;
}

void bgproc_response_begin(struct bgproc_response *response)
{
	if (!response->begun) {
		response->begun = true;
		bgproc_report_accepted(response->request);
	}
}

void bgproc_response_body(struct bgproc_response *response, const char *bytes, size_t length)
{
	size_t room = sizeof response->start - response->start_length, kept = length < room ? length : room;

	bgproc_response_begin(response);
	memcpy(response->start + response->start_length, bytes, kept);
	response->start_length += kept;
	response->body += length;
	/* If the output cannot be written, the request does not fail. */
	if (!response->unheard && bgproc_write_all(1, bytes, length) < 0) {
		response->unheard = true;
	}
}

void bgproc_response_location(struct bgproc_response *response, const char *bytes, size_t length)
{
	size_t used = 0;

	while (used < length && used < BGPROC_ANSWER_LOCATION_MAX && bytes[used] > ' ' && bytes[used] <= '~') {
		response->location[used] = bytes[used];
		used++;
	}
	response->location[used] = '\0';
}

void bgproc_response_fail(struct bgproc_response *response, const char *format, ...)
{
	va_list arguments;

	if (response->problem[0]) {
		return;
	}
	va_start(arguments, format);
	vsnprintf(response->problem, sizeof response->problem, format, arguments);
	va_end(arguments);
}

/* Appends the start of the body, without a character that the limit has cut and without white space at both ends. */
static void append_start(struct bgproc_buf *text, const struct bgproc_response *response)
{
	const char *at = response->start, *end = at + response->start_length;

	if (response->body > response->start_length) {
		const char *lead = end;

		while (lead > at && end - lead < 4 && ((unsigned char) *--lead & 0xc0) == 0x80) {
		}
		if (lead < end && ((unsigned char) *lead & 0xc0) == 0xc0) {
			unsigned char c = (unsigned char) *lead;
			long wanted = c >= 0xf0 ? 4 : c >= 0xe0 ? 3
													: 2;

			end = end - lead < wanted ? lead : end;
		}
	}
	while (at < end && (unsigned char) *at <= ' ') {
		at++;
	}
	while (end > at && (unsigned char) end[-1] <= ' ') {
		end--;
	}
	if (end > at) {
		bgproc_buf_puts(text, ": ");
		bgproc_buf_append(text, at, (size_t) (end - at));
	}
}

static void describe(struct bgproc_buf *text, const struct bgproc_response *response)
{
	if (response->problem[0]) {
		bgproc_buf_puts(text, response->problem);
		return;
	}
	bgproc_buf_printf(text, "HTTP %d", response->status);
	if (response->application_status) {
		bgproc_buf_printf(text, ", application status %u", response->application_status);
	}
	if (response->status >= 300 && response->status < 400 && response->location[0]) {
		bgproc_buf_printf(text, ", redirect to %s not followed", response->location);
	}
	append_start(text, response);
	/* A pool that does not find the script, or may not read it, does not name the script in its answer. */
	if (response->request->fastcgi && (response->status == 403 || response->status == 404)) {
		struct bgproc_spec_value script = bgproc_request_value(response->request, BGPROC_SPEC_SCRIPT_FILENAME);

		bgproc_buf_puts(text, " (SCRIPT_FILENAME ");
		bgproc_buf_append(text, script.bytes, script.length);
		bgproc_buf_puts(text, ")");
	}
}

/* Prints one line; control characters of the text become blanks. */
static void complain(const struct bgproc_buf *text)
{
	struct bgproc_buf line = BGPROC_BUF_INIT;

	bgproc_buf_puts(&line, "bgproc.request: ");
	bgproc_buf_append(&line, text->data, text->length);
	if (bgproc_buf_ok(&line)) {
		for (size_t i = 0; i < line.length; i++) {
			if ((unsigned char) line.data[i] < ' ' || line.data[i] == 127) {
				line.data[i] = ' ';
			}
		}
		bgproc_buf_puts(&line, "\n");
		/* A failure of this output cannot be reported. */
		(void) !bgproc_write_all(2, line.data, line.length);
	}
	bgproc_buf_free(&line);
}

bool bgproc_response_judge(struct bgproc_response *response)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;

	if (!response->ended) {
		bgproc_response_fail(response, "The answer is not complete");
	}
	if (!response->problem[0] && response->status >= 200 && response->status <= 299 && response->application_status == 0) {
		return true;
	}
	describe(&text, response);
	if (bgproc_buf_ok(&text)) {
		bgproc_report_error(response->request, response->problem[0] ? "transport" : "response", text.data, text.length);
		complain(&text);
	} else {
		bgproc_report_error(response->request, "transport", "out of memory", 13);
	}
	bgproc_buf_free(&text);
	return false;
}
