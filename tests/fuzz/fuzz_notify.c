/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as a message of a job, read by ours and by cJSON. What ours takes cJSON takes and
 * understands alike; what cJSON takes and writes again, strictly, ours takes exactly when the members are right. Built and
 * run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/core/json_text.h"
#include "src/protocol/notify_message.h"

#include <cJSON.h>
#include <math.h>

static bool near(double a, double b)
{
	return fabs(a - b) <= fabs(b) * 1e-14 + 1e-320;
}

static unsigned depth_of(const cJSON *item)
{
	unsigned deepest = 0;

	if (!cJSON_IsArray(item) && !cJSON_IsObject(item)) {
		return 0;
	}
	for (const cJSON *child = item->child; child; child = child->next) {
		unsigned depth = depth_of(child);

		deepest = depth > deepest ? depth : deepest;
	}
	return deepest + 1;
}

static bool once(const cJSON *object, const char *name)
{
	unsigned count = 0;

	for (const cJSON *child = object->child; child; child = child->next) {
		count += strcmp(child->string, name) == 0;
	}
	return count < 2;
}

static bool string_or_none(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return once(object, name) && (!item || cJSON_IsString(item));
}

static bool flag_or_none(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return once(object, name) && (!item || cJSON_IsBool(item));
}

static bool attempt_right(const cJSON *item)
{
	double value = cJSON_IsNumber(item) ? item->valuedouble : 0;

	return value >= 1 && value <= UINT32_MAX && value == floor(value);
}

/* What docs/notify.md asks of the members. */
static bool members_right(const cJSON *object)
{
	const cJSON *progress = cJSON_GetObjectItemCaseSensitive(object, "progress");
	const cJSON *attempt = cJSON_GetObjectItemCaseSensitive(object, "attempt");
	const cJSON *error = cJSON_GetObjectItemCaseSensitive(object, "error");

	return once(object, "progress") && (!progress || (cJSON_IsNumber(progress) && isfinite(progress->valuedouble))) &&
		once(object, "attempt") &&
		(!attempt || attempt_right(attempt)) &&
		once(object, "error") && once(object, "result") &&
		(!error || (cJSON_IsObject(error) && string_or_none(error, "type") && string_or_none(error, "message"))) &&
		string_or_none(object, "text") && string_or_none(object, "log") && string_or_none(object, "fail") &&
		flag_or_none(object, "hello") && flag_or_none(object, "accepted") && flag_or_none(object, "finish");
}

/* The text of a span is UTF-8 in room of any size, and in enough room what cJSON read. */
static void check_text(struct bgproc_notify_span span, const cJSON *object, const char *name)
{
	const cJSON *item = object ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
	char small[8], *text;
	size_t length;

	if (!span.bytes) {
		expect(!item || !object);
		return;
	}
	length = bgproc_notify_unescape(small, sizeof small, span);
	expect(length < sizeof small && strlen(small) == length && bgproc_utf8_valid(small, length));
	text = malloc(3 * span.length + 1);
	if (!text) {
		return;
	}
	length = bgproc_notify_unescape(text, 3 * span.length + 1, span);
	expect(strlen(text) == length && bgproc_utf8_valid(text, length) && strncmp(text, small, strlen(small)) == 0);
	expect(!object || (item && strcmp(item->valuestring, text) == 0));
	free(text);
}

/* A piece of the message is JSON of its own, and the same as in the whole. */
static void check_value(struct bgproc_notify_span span, const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
	char *copy, *one, *other;
	cJSON *alone;

	if (!span.bytes) {
		expect(!item);
		return;
	}
	copy = calloc(1, span.length + 1);
	if (copy) {
		memcpy(copy, span.bytes, span.length);
		alone = cJSON_ParseWithOpts(copy, NULL, 1);
		expect(alone && item);
		one = cJSON_PrintUnformatted(alone);
		other = cJSON_PrintUnformatted(item);
		expect(one && other && strcmp(one, other) == 0);
		cJSON_free(one);
		cJSON_free(other);
		cJSON_Delete(alone);
		free(copy);
	}
}

/* Members as ours and cJSON read them; a NUL ends a string for cJSON only. */
static void compare(const struct bgproc_notify_message *message, const cJSON *object, const char *text)
{
	const cJSON *error = cJSON_GetObjectItemCaseSensitive(object, "error");
	const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, "progress");

	if (strstr(text, "\\u0000")) {
		return;
	}
	expect(members_right(object));
	expect(message->has_progress == (number != NULL) && (!number || near(message->progress, number->valuedouble)));
	number = cJSON_GetObjectItemCaseSensitive(object, "attempt");
	expect(message->has_attempt == (number != NULL) && (!number || message->attempt == number->valuedouble));
	expect(message->hello == cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "hello")));
	expect(message->accepted == cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "accepted")));
	expect(message->finish == cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "finish")));
	check_text(message->text, object, "text");
	check_text(message->log, object, "log");
	check_text(message->fail, object, "fail");
	check_text(message->error_type, error, "type");
	check_text(message->error_message, error, "message");
	check_value(message->result, object, "result");
	check_value(message->error, object, "error");
}

/* Half a surrogate pair, or a number longer than cJSON's buffer: it refuses both. */
static bool beyond_cjson(const char *text)
{
	size_t run = 0;

	for (const char *at = text; *at; at++) {
		run = strchr("0123456789+-eE.", *at) ? run + 1 : 0;
		if (run >= 63 || (at[0] == '\\' && at[1] == 'u' && (at[2] == 'd' || at[2] == 'D'))) {
			return true;
		}
	}
	return false;
}

/* What cJSON understood, written again without its tolerance. */
static void check_strict(const cJSON *object)
{
	const cJSON *progress = cJSON_GetObjectItemCaseSensitive(object, "progress");
	char *text = cJSON_PrintUnformatted(object);
	struct bgproc_notify_message message;
	size_t length;
	bool right;

	/* At the border of what is finite a unit in the last place decides; cJSON writes what is not finite as null. */
	if (text && !(cJSON_IsNumber(progress) && fabs(progress->valuedouble) > 1e308)) {
		length = strlen(text);
		right = cJSON_IsObject(object) && bgproc_utf8_valid(text, length) && length <= BGPROC_NOTIFY_SIZE_MAX &&
			depth_of(object) <= BGPROC_NOTIFY_DEPTH && members_right(object);
		expect(bgproc_notify_parse(&message, text, length) == right);
		if (right) {
			compare(&message, object, text);
		}
	}
	cJSON_free(text);
}

static void check(const char *text, size_t size)
{
	struct bgproc_notify_message message;
	bool good = bgproc_notify_parse(&message, text, size);
	cJSON *object;

	expect(good == (message.problem == NULL));
	if (good) {
		expect(bgproc_utf8_valid(text, size));
		/* Whatever cJSON thinks of them. */
		check_text(message.text, NULL, NULL);
		check_text(message.error_message, NULL, NULL);
	}
	object = cJSON_ParseWithOpts(text, NULL, 1);
	if (good && !object) {
		expect(beyond_cjson(text));
	}
	/* cJSON sees nothing behind a NUL, so the two read different texts; ours has refused it. */
	if (object && strlen(text) == size) {
		if (good) {
			expect(cJSON_IsObject(object) && depth_of(object) <= BGPROC_NOTIFY_DEPTH);
			compare(&message, object, text);
		}
		check_strict(object);
	}
	cJSON_Delete(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Once with a NUL for cJSON, once exactly as long as it is, so that a read beyond is seen. */
	char *text = calloc(1, size + 1), *exact = exact_copy(data, size);
	struct bgproc_notify_message message;

	if (text && exact) {
		memcpy(text, data, size);
		bgproc_notify_parse(&message, exact, size);
		bgproc_notify_unescape(text, size + 1, (struct bgproc_notify_span) {exact, size});
		expect(bgproc_utf8_valid(text, strlen(text)));
		memcpy(text, data, size);
		text[size] = '\0';
		check(text, size);
	}
	free(text);
	free(exact);
	return 0;
}
