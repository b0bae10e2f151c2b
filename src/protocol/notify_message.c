/* SPDX-License-Identifier: Apache-2.0 */
#include "src/protocol/notify_message.h"

#include "src/core/json_scan.h"

#include <string.h>

_Static_assert(BGPROC_NOTIFY_DEPTH == BGPROC_JSON_DEPTH_MAX, "the scanner decides how deep a message may be");

enum member {
	PROGRESS,
	TEXT,
	LOG,
	HELLO,
	ACCEPTED,
	FINISH,
	RESULT,
	FAIL,
	ERROR,
	ATTEMPT,
	MEMBER_COUNT,
};

enum error_member {
	ERROR_TYPE,
	ERROR_MESSAGE,
	ERROR_MEMBER_COUNT,
};

static const char *const names[MEMBER_COUNT] = {
	[PROGRESS] = "progress",
	[TEXT] = "text",
	[LOG] = "log",
	[HELLO] = "hello",
	[ACCEPTED] = "accepted",
	[FINISH] = "finish",
	[RESULT] = "result",
	[FAIL] = "fail",
	[ERROR] = "error",
	[ATTEMPT] = "attempt",
};

static const char *const error_names[ERROR_MEMBER_COUNT] = {
	[ERROR_TYPE] = "type",
	[ERROR_MESSAGE] = "message",
};

static bool refuse(struct bgproc_notify_message *message, const char *problem)
{
	message->problem = problem;
	return false;
}

/* The index of the name in known; count when it is not there. */
static unsigned find_name(const struct bgproc_json_piece *name, const char *const *known, unsigned count)
{
	/* This is longer than every known name by more than one character, so a name that was cut never equals one. */
	char text[24];
	size_t length = bgproc_json_unescape(text, sizeof text, name->bytes, name->length);
	unsigned i = 0;

	while (i < count && (strlen(known[i]) != length || memcmp(known[i], text, length) != 0)) {
		i++;
	}
	return i;
}

static bool take_span(struct bgproc_notify_message *message, struct bgproc_notify_span *span,
	const struct bgproc_json_piece *value, const char *problem)
{
	if (value->kind != BGPROC_JSON_STRING) {
		return refuse(message, problem);
	}
	*span = (struct bgproc_notify_span) {value->bytes, value->length};
	return true;
}

static bool take_flag(struct bgproc_notify_message *message, bool *flag, const struct bgproc_json_piece *value,
	const char *problem)
{
	if (value->kind != BGPROC_JSON_TRUE && value->kind != BGPROC_JSON_FALSE) {
		return refuse(message, problem);
	}
	*flag = value->kind == BGPROC_JSON_TRUE;
	return true;
}

static bool take_progress(struct bgproc_notify_message *message, const struct bgproc_json_piece *value)
{
	if (value->kind != BGPROC_JSON_NUMBER || !bgproc_json_number(value, &message->progress)) {
		return refuse(message, "\"progress\" is no number");
	}
	message->has_progress = true;
	return true;
}

/* Accepts digits only, so 1.0 and 1e0 are refused. */
static bool take_attempt(struct bgproc_notify_message *message, const struct bgproc_json_piece *value)
{
	uint64_t attempt = 0;

	for (size_t i = 0; i < value->length && attempt <= UINT32_MAX; i++) {
		if (value->kind != BGPROC_JSON_NUMBER || value->bytes[i] < '0' || value->bytes[i] > '9') {
			return refuse(message, "\"attempt\" is no whole number");
		}
		attempt = attempt * 10 + (uint64_t) (value->bytes[i] - '0');
	}
	if (attempt == 0 || attempt > UINT32_MAX) {
		return refuse(message, "\"attempt\" is no whole number from 1 to 4294967295");
	}
	message->has_attempt = true;
	message->attempt = (uint32_t) attempt;
	return true;
}

/* Reads the two known members of an error. The object itself was already scanned as a value. */
static bool take_error(struct bgproc_notify_message *message, const struct bgproc_json_piece *value)
{
	struct bgproc_notify_span *spans[ERROR_MEMBER_COUNT] = {&message->error_type, &message->error_message};
	struct bgproc_json_piece name, inner;
	struct bgproc_json_scan scan;
	enum bgproc_json_step step = BGPROC_JSON_BROKEN;

	if (value->kind != BGPROC_JSON_OBJECT) {
		return refuse(message, "\"error\" is no object");
	}
	message->error = (struct bgproc_notify_span) {value->bytes, value->length};
	if (bgproc_json_open(&scan, value->bytes, value->length)) {
		while ((step = bgproc_json_next(&scan, &name, &inner)) == BGPROC_JSON_MEMBER) {
			unsigned which = find_name(&name, error_names, ERROR_MEMBER_COUNT);

			if (which == ERROR_MEMBER_COUNT) {
				continue;
			}
			if (spans[which]->bytes) {
				return refuse(message, "a member of \"error\" stands twice");
			}
			if (!take_span(message, spans[which], &inner, "\"type\" or \"message\" of \"error\" is no string")) {
				return false;
			}
		}
	}
	return step == BGPROC_JSON_END || refuse(message, scan.problem);
}

static bool take_member(
	struct bgproc_notify_message *message, unsigned which, const struct bgproc_json_piece *value)
{
	switch ((enum member) which) {
		case PROGRESS:
			return take_progress(message, value);
		case TEXT:
			return take_span(message, &message->text, value, "\"text\" is no string");
		case LOG:
			return take_span(message, &message->log, value, "\"log\" is no string");
		case HELLO:
			return take_flag(message, &message->hello, value, "\"hello\" is neither true nor false");
		case ACCEPTED:
			return take_flag(message, &message->accepted, value, "\"accepted\" is neither true nor false");
		case FINISH:
			return take_flag(message, &message->finish, value, "\"finish\" is neither true nor false");
		case RESULT:
			/* For a string, the quotes are included. */
			message->result = value->kind == BGPROC_JSON_STRING
				? (struct bgproc_notify_span) {value->bytes - 1, value->length + 2}
				: (struct bgproc_notify_span) {value->bytes, value->length};
			return true;
		case FAIL:
			return take_span(message, &message->fail, value, "\"fail\" is no string");
		case ERROR:
			return take_error(message, value);
		case ATTEMPT:
			return take_attempt(message, value);
		case MEMBER_COUNT:
			break;
	}
	return true; /* a member of a later release */
}

static bool parse(struct bgproc_notify_message *message, const char *bytes, size_t length)
{
	struct bgproc_json_piece name, value;
	struct bgproc_json_scan scan;
	enum bgproc_json_step step;
	unsigned seen = 0;

	if (length > BGPROC_NOTIFY_SIZE_MAX) {
		return refuse(message, "too long");
	}
	if (!bgproc_json_open(&scan, bytes, length)) {
		return refuse(message, scan.problem);
	}
	while ((step = bgproc_json_next(&scan, &name, &value)) == BGPROC_JSON_MEMBER) {
		unsigned which = find_name(&name, names, MEMBER_COUNT);

		if (which < MEMBER_COUNT && seen >> which & 1) {
			return refuse(message, "a member stands twice");
		}
		seen |= 1u << which;
		if (!take_member(message, which, &value)) {
			return false;
		}
	}
	return step == BGPROC_JSON_END || refuse(message, scan.problem);
}

bool bgproc_notify_parse(struct bgproc_notify_message *message, const char *bytes, size_t length)
{
	memset(message, 0, sizeof *message);
	if (parse(message, bytes, length)) {
		return true;
	}
	/* The members that were read before the error must not be used. */
	*message = (struct bgproc_notify_message) {.problem = message->problem};
	return false;
}

size_t bgproc_notify_unescape(char *target, size_t size, struct bgproc_notify_span span)
{
	return bgproc_json_unescape(target, size, span.bytes, span.bytes ? span.length : 0);
}
