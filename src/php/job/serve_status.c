/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/interruptible_poll.h"
#include "src/php/job/server_variable.h"
#include "src/php/job/serve_status.h"
#include "src/php/job/status.h"
#include "src/php/process/facts.h"

#include "SAPI.h"
#include "ext/date/php_date.h"
#include "php_output.h"

#include "src/core/buf.h"
#include "src/core/json_text.h"
#include "src/core/sha256.h"
#include "src/platform/clock.h"

#include <string.h>

/* The interval at which a stream of events reads the record. The supervisor writes it at most five times a second. */
#define LOOK_MS 200
#define PING_MS 15000
#define STREAM_MS 30000
#define RECONNECT_MS 1000

#define VERSION_LENGTH 32
#define US UINT64_C(1000000)

/* The public state of a job, as every client may see it. */
struct view {
	struct bgproc_buf json, event;
	char version[VERSION_LENGTH + 1];
	bool final;
};

/* ---- the view ---- */

/* The fields are those of getStatus() without internal details: no path, no trace, no message of an exception. */
static void add_state(struct bgproc_buf *json, const struct bgproc_record *record, zval *status)
{
	static const char *const times[] = {"start_time", "updated_time", "end_time"};
	const struct bgproc_job_progress *progress = record->progress;
	const char *text = bgproc_job_status_text(record, false);
	zval *number = zend_hash_str_find(Z_ARRVAL_P(status), ZEND_STRL("status"));

	bgproc_buf_printf(json, "\"progress\":%u,\"status\":%d,\"status_text\":", progress ? progress->percent : 0,
		number ? (int) Z_LVAL_P(number) : 0);
	bgproc_json_string(json, text, strlen(text));
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		zval *value = zend_hash_str_find(Z_ARRVAL_P(status), times[i], strlen(times[i]));

		bgproc_buf_printf(json, ",\"%s\":", times[i]);
		if (value && Z_TYPE_P(value) == IS_STRING) {
			bgproc_json_string(json, Z_STRVAL_P(value), Z_STRLEN_P(value));
		} else {
			bgproc_buf_puts(json, "null");
		}
	}
	bgproc_buf_puts(json, ",\"id\":");
	bgproc_json_string(json, record->key, strlen(record->key));
	bgproc_buf_printf(json, ",\"state\":\"%s\",\"final\":%s,\"attempt\":%lu", bgproc_state_name(record->state),
		bgproc_state_is_final(record->state) ? "true" : "false", (unsigned long) (progress ? progress->attempt : 1));
}

/* The recommended milliseconds until the next poll: few shortly after a change, more later. */
static unsigned poll_hint(const struct bgproc_record *record)
{
	uint64_t now = bgproc_wall_us(), last = record->progress ? record->progress->updated_us : 0;
	uint64_t quiet;

	if (record->state == BGPROC_STATE_DELAYED && record->start_at_us > now + 2 * US) {
		return 2000;
	}
	last = last > record->started_us ? last : record->started_us;
	last = last > record->created_us ? last : record->created_us;
	quiet = now > last ? now - last : 0;
	return quiet < 2 * US ? 250 : quiet < 10 * US ? 500
		: quiet < 60 * US                         ? 1000
												  : 2000;
}

/*
 * Fields that depend on the current time and so are not part of the version: "duration", and "poll", the time until the next
 * poll.
 */
static void add_clocks(struct bgproc_buf *json, const struct bgproc_record *record)
{
	double duration;

	if (bgproc_record_duration(record, &duration)) {
		uint64_t ms = (uint64_t) (duration * 1000);

		bgproc_buf_printf(json, ",\"duration\":%lu.%03lu", (unsigned long) (ms / 1000), (unsigned long) (ms % 1000));
	} else {
		bgproc_buf_puts(json, ",\"duration\":null");
	}
	if (bgproc_state_is_final(record->state)) {
		bgproc_buf_puts(json, ",\"poll\":null}");
	} else {
		bgproc_buf_printf(json, ",\"poll\":%u}", poll_hint(record));
	}
}

/* False with an exception pending. */
static bool look(struct bgproc_job_obj *job, struct view *view)
{
	const struct bgproc_record *record = bgproc_job_record(job);
	unsigned char digest[BGPROC_SHA256_LENGTH];
	char hex[2 * BGPROC_SHA256_LENGTH + 1];
	struct bgproc_sha256 hash;
	zval status;

	if (!record || !bgproc_job_status(job, &status)) {
		return false;
	}
	record = &bgproc_job_process(job)->record;
	view->json.length = 0;
	bgproc_buf_puts(&view->json, "{");
	add_state(&view->json, record, &status);
	zval_ptr_dtor(&status);
	view->final = bgproc_state_is_final(record->state);
	bgproc_sha256_init(&hash);
	bgproc_sha256_update(&hash, view->json.data, view->json.length);
	bgproc_sha256_final(&hash, digest);
	bgproc_sha256_hex(hex, digest);
	memcpy(view->version, hex, VERSION_LENGTH);
	view->version[VERSION_LENGTH] = '\0';
	add_clocks(&view->json, record);
	if (!bgproc_buf_ok(&view->json)) {
		bgproc_throw_status(BGPROC_ERR_INTERNAL, 0, "Out of memory for the state of a job");
	}
	return !EG(exception);
}

/* ---- the answer ---- */

static void header(const char *format, ...) ZEND_ATTRIBUTE_FORMAT(printf, 1, 2);

static void header(const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	ap_php_vsnprintf(line, sizeof line, format, args);
	va_end(args);
	sapi_add_header_ex(line, strlen(line), true, true);
}

static void begin_answer(int code, const char *type)
{
	SG(sapi_headers).http_response_code = code;
	if (type) {
		header("Content-Type: %s", type);
	}
	header("Cache-Control: no-store");
	header("X-Content-Type-Options: nosniff");
}

static const char *request_header(const char *name)
{
	const zend_string *value = bgproc_server_variable(name);

	return value ? ZSTR_VAL(value) : "";
}

static void answer_not_found(void)
{
	static const char body[] = "{\"error\":\"There is no such job\"}";

	begin_answer(404, "application/json");
	php_output_write(body, sizeof body - 1);
}

static void answer_once(const struct view *view)
{
	char tag[VERSION_LENGTH + 3];

	snprintf(tag, sizeof tag, "\"%s\"", view->version);
	/* A server that compresses may have put "W/" before the tag, and the header may contain several tags. */
	if (strstr(request_header("HTTP_IF_NONE_MATCH"), tag)) {
		begin_answer(304, NULL);
		header("ETag: %s", tag);
		return;
	}
	begin_answer(200, "application/json");
	header("ETag: %s", tag);
	php_output_write(view->json.data, view->json.length);
}

/* ---- a stream of events ---- */

/* Sends the text through all output buffers to the client. False when the client has closed the connection. */
static bool send_text(const char *text, size_t length)
{
	php_output_write(text, length);
	php_output_flush_all();
	sapi_flush();
	return !(PG(connection_status) & PHP_CONNECTION_ABORTED);
}

static bool send_event(struct view *view)
{
	struct bgproc_buf *event = &view->event;

	event->length = 0;
	bgproc_buf_printf(event, "id: %s\ndata: ", view->version);
	bgproc_buf_append(event, view->json.data, view->json.length);
	bgproc_buf_puts(event, "\n\n");
	return bgproc_buf_ok(event) && send_text(event->data, event->length);
}

/* False with an exception pending. */
static bool stream(struct bgproc_job_obj *job, struct view *view)
{
	static const char ping[] = ": ping\n\n";
	struct bgproc_deadline end = bgproc_deadline_in(STREAM_MS), next_ping = bgproc_deadline_in(PING_MS);
	char seen[VERSION_LENGTH + 1] = "", retry[32];
	const char *last = request_header("HTTP_LAST_EVENT_ID");
	bool here;

	if (strlen(last) == VERSION_LENGTH) {
		memcpy(seen, last, sizeof seen);
	}
	if (view->final && strcmp(seen, view->version) == 0) {
		/* The client has already received the final state. After a response 204 a browser does not reconnect. */
		begin_answer(204, NULL);
		return true;
	}
	begin_answer(200, "text/event-stream");
	header("X-Accel-Buffering: no");
	php_output_end_all();
	snprintf(retry, sizeof retry, "retry: %d\n\n", RECONNECT_MS);
	here = send_text(retry, strlen(retry));
	while (here) {
		if (strcmp(seen, view->version) != 0) {
			here = send_event(view);
			memcpy(seen, view->version, sizeof seen);
			next_ping = bgproc_deadline_in(PING_MS);
		} else if (bgproc_deadline_left(next_ping) == 0) {
			here = send_text(ping, sizeof ping - 1);
			next_ping = bgproc_deadline_in(PING_MS);
		}
		if (view->final || !here || bgproc_deadline_left(end) == 0) {
			break;
		}
		if (bgproc_interruptible_poll(-1, bgproc_deadline_in(LOOK_MS)) < 0 || !look(job, view)) {
			return false;
		}
	}
	return true;
}

static bool answer(struct bgproc_job_obj *job, bool events, struct view *view)
{
	if (!job) {
		answer_not_found();
	} else if (!look(job, view)) {
		return false;
	} else if (events && strstr(request_header("HTTP_ACCEPT"), "text/event-stream")) {
		return stream(job, view);
	} else {
		answer_once(view);
	}
	return true;
}

static void let_view_go(void *what)
{
	struct view *view = what;

	bgproc_buf_free(&view->json);
	bgproc_buf_free(&view->event);
}

bool bgproc_job_serve(struct bgproc_job_obj *job, bool events)
{
	struct bgproc_held *held;
	struct view *view;
	bool done;

	if (SG(headers_sent)) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "The state of a job cannot be served: the headers have been sent already");
		return false;
	}
	/* On PHP's heap: if a write finds that the client is gone, PHP ends the script within this call. */
	view = ecalloc(1, sizeof *view);
	held = bgproc_held_new(let_view_go, view);
	done = answer(job, events, view);
	bgproc_held_end(held);
	efree(view);
	return done;
}
