/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/record/decode.h"

#include "src/core/key.h"
#include "src/core/version.h"
#include "src/store/record/decode_quick.h"
#include "src/store/record/decode_value.h"

#include <cJSON.h>

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* In the order in which records are written, which is the order in which they are looked up. */
enum { AT_KEY,
	AT_COMMANDLINE = 2,
	AT_VERSION = 4,
	AT_COMMANDLINE_BASE64 = 17,
	AT_JOB = 34,
	AT_PROGRESS = 40 };

static const struct member {
	const char *name;
	bgproc_value_reader read; /* NULL: handled elsewhere */
	size_t offset;
	bool required;
} members[] = {
#define FIELD(field) offsetof(struct bgproc_record, field)
	{"key", NULL, 0, true},
	{"pid", bgproc_value_pid, FIELD(supervisor.pid), true},
	{"commandline", NULL, 0, true},
	{"created_at", bgproc_value_created_at, FIELD(created_at), true},
	{"version", NULL, 0, true},
	{"created_us", bgproc_value_u64, FIELD(created_us), true},
	{"uid", bgproc_value_u32, FIELD(uid), true},
	{"boot_id", bgproc_value_boot_id, FIELD(supervisor.boot_id), false},
	{"pid_namespace", bgproc_value_u64, FIELD(supervisor.pid_namespace), false},
	{"start_ticks", bgproc_value_u64, FIELD(supervisor.start_ticks), false},
	{"pidfd_inode", bgproc_value_u64, FIELD(supervisor.pidfd_inode), false},
	{"keep", bgproc_value_u64, FIELD(keep_s), false},
	{"scope", bgproc_value_text, FIELD(scope), false},
	{"labels", bgproc_value_labels, 0, false},
	{"capture", bgproc_value_bool, FIELD(capture), false},
	{"output_limit", bgproc_value_u64, FIELD(output_limit), false},
	{"in_service", bgproc_value_bool, FIELD(in_service), false},
	{"commandline_base64", NULL, 0, false},
	{"state", bgproc_value_state, FIELD(state), true},
	{"command_pid", bgproc_value_pid, FIELD(command.pid), false},
	{"command_start_ticks", bgproc_value_u64, FIELD(command.start_ticks), false},
	{"command_pidfd_inode", bgproc_value_u64, FIELD(command.pidfd_inode), false},
	{"started_us", bgproc_value_u64_or_null, FIELD(started_us), false},
	{"ended_us", bgproc_value_u64_or_null, FIELD(ended_us), false},
	{"exit_code", bgproc_value_exit_code, FIELD(end), false},
	{"signal", bgproc_value_signal, FIELD(end.term_signal), false},
	{"core_dumped", bgproc_value_bool, FIELD(end.core_dumped), false},
	{"error", bgproc_value_error, FIELD(end), false},
	{"usage", bgproc_value_usage, FIELD(end.usage), false},
	{"stdout_dropped", bgproc_value_u64, FIELD(end.stdout_dropped), false},
	{"stderr_dropped", bgproc_value_u64, FIELD(end.stderr_dropped), false},
	{"survivors", bgproc_value_u32, FIELD(end.survivors), false},
	{"reason", bgproc_value_reason, FIELD(reason), false},
	{"command_alive", bgproc_value_bool, FIELD(command_alive), false},
	/* Of jobs. They come last, so that reading the others costs no more for them. */
	{"job", bgproc_value_job, FIELD(job), false},
	{"keep_failed", bgproc_value_u64, FIELD(keep_failed_s), false},
	{"start_at_us", bgproc_value_u64, FIELD(start_at_us), false},
	{"target", bgproc_value_text, FIELD(target), false},
	{"unique", bgproc_value_text, FIELD(unique), false},
	{"retry_of", bgproc_value_text, FIELD(retry_of), false},
#undef FIELD
/* From here on fields of the progress. */
#define FIELD(field) offsetof(struct bgproc_job_progress, field)
	{"attempt", bgproc_value_attempt, FIELD(attempt), false},
	{"progress", bgproc_value_percent, FIELD(percent), false},
	{"text", bgproc_value_job_text, FIELD(text), false},
	{"updated_us", bgproc_value_u64_or_null, FIELD(updated_us), false},
	{"updates", bgproc_value_u64, FIELD(updates), false},
	{"refused", bgproc_value_u64, FIELD(refused), false},
	{"accepted", bgproc_value_bool, FIELD(accepted), false},
	{"result", bgproc_value_bool, FIELD(has_result), false},
	{"error_type", bgproc_value_error_type, FIELD(error_type), false},
	{"error_message", bgproc_value_error_message, FIELD(error_message), false},
#undef FIELD
};

#define MEMBER_COUNT (sizeof members / sizeof members[0])

/* The members of a document, sorted out. */
struct document {
	const cJSON *items[MEMBER_COUNT];
	const char *fault; /* what is wrong with the document, or NULL */
};

/* Stores each known member in its place. Unknown ones are ignored, but no member may occur twice. */
static void sort_out(struct document *document, const cJSON *root)
{
	const cJSON *item;
	size_t hint = 0, unknown = 0;

	if (!bgproc_value_is(root, cJSON_Object)) {
		document->fault = "is no object";
		return;
	}
	cJSON_ArrayForEach(item, root)
	{
		size_t at = hint, tried = 0;

		while (tried < MEMBER_COUNT && strcmp(members[at].name, item->string) != 0) {
			at = at + 1 < MEMBER_COUNT ? at + 1 : 0;
			tried++;
		}
		if (tried == MEMBER_COUNT) {
			unknown++;
			continue;
		}
		if (document->items[at]) {
			document->fault = "has a member twice";
			return;
		}
		document->items[at] = item;
		hint = at + 1 < MEMBER_COUNT ? at + 1 : 0;
	}
	if (unknown > 1 && bgproc_value_has_twins(root)) {
		document->fault = "has a member twice";
	}
}

/* The first of the members from..to that is missing or wrong, or NULL. base: the structure to which their offsets belong. */
static const char *read_members(const struct document *document, size_t from, size_t to, void *base)
{
	for (size_t i = from; i < to; i++) {
		const struct member *member = &members[i];
		const cJSON *item = document->items[i];

		if (item ? member->read && !member->read(item, (char *) base + member->offset) : member->required) {
			return member->name;
		}
	}
	return NULL;
}

/* A missing text becomes an empty one. False when memory runs out. */
static bool or_empty(char **text)
{
	if (!*text) {
		*text = strdup("");
	}
	return *text != NULL;
}

/* The members of a job; without "job" none of them may be there. */
static const char *fill_job(struct bgproc_record *record, const struct document *document)
{
	const char *wrong;

	if (!document->items[AT_JOB]) {
		for (size_t i = AT_JOB; i < MEMBER_COUNT; i++) {
			if (document->items[i]) {
				return members[i].name;
			}
		}
		return NULL;
	}
	record->progress = calloc(1, sizeof *record->progress);
	if (!record->progress) {
		return "job";
	}
	record->progress->attempt = 1;
	wrong = read_members(document, AT_JOB, AT_PROGRESS, record);
	if (!wrong) {
		wrong = read_members(document, AT_PROGRESS, MEMBER_COUNT, record->progress);
	}
	if (!wrong && !(or_empty(&record->target) && or_empty(&record->unique) && or_empty(&record->retry_of))) {
		wrong = "job";
	}
	return wrong;
}

/* The name of the member that is missing or wrong, or NULL. */
static const char *fill(struct bgproc_record *record, const struct document *document)
{
	const char *wrong = read_members(document, 0, AT_JOB, record);

	if (wrong || (wrong = fill_job(record, document))) {
		return wrong;
	}
	if (!bgproc_value_commandline(record, document->items[AT_COMMANDLINE], document->items[AT_COMMANDLINE_BASE64])) {
		return "commandline";
	}
	if (record->end.exited && record->end.term_signal) {
		return "signal";
	}
	/* Without a pid the state could not be checked, and a record without an end would never be removed. */
	if (bgproc_state_is_final(record->state) ? record->ended_us == 0 : record->supervisor.pid <= 1) {
		return bgproc_state_is_final(record->state) ? "ended_us" : "pid";
	}
	if (record->command.pid > 0) {
		memcpy(record->command.boot_id, record->supervisor.boot_id, sizeof record->command.boot_id);
		record->command.pid_namespace = record->supervisor.pid_namespace;
	}
	return or_empty(&record->scope) ? NULL : "scope";
}

/* Whether four hexadecimal digits follow a "\u", and not those of NUL. */
static bool names_character(const char *digits, size_t left)
{
	bool zero = true;

	for (size_t i = 0; i < 4; i++) {
		if (i >= left || !isxdigit((unsigned char) digits[i])) {
			return false;
		}
		zero = zero && digits[i] == '0';
	}
	return !zero;
}

/* Bit 7 of each byte that is below 0x20. "Determine if a word has a byte less than n", Bit Twiddling Hacks. */
static inline uint64_t control_bits(const char *text)
{
	const uint64_t ones = UINT64_MAX / 255;
	uint64_t word;

	memcpy(&word, text, sizeof word);
	return (word - ones * 0x20) & ~word & ones * 0x80;
}

/* Whether there is a control byte other than the white space of JSON. Most of a text has none at all: 32 bytes are one step. */
static bool has_control(const char *text, size_t length)
{
	for (size_t i = 0, step; i < length; i += step) {
		step = length - i < 32 ? 1 : 32;
		if (step == 32 &&
			!(control_bits(text + i) | control_bits(text + i + 8) | control_bits(text + i + 16) | control_bits(text + i + 24))) {
			continue;
		}
		for (size_t j = i; j < i + step; j++) {
			unsigned char c = (unsigned char) text[j];

			if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') {
				return true;
			}
		}
	}
	return false;
}

/*
 * What cJSON would let through: control bytes (it takes NUL for white space), a byte order mark, and an
 * escaped NUL, which would cut a string short without a trace; it takes an escape that is none for one, too.
 */
static bool clean_text(const char *text, size_t length)
{
	const char *next = text, *end = text + length;

	if (length == 0 || (unsigned char) text[0] == 0xef || has_control(text, length)) {
		return false;
	}
	/* Backslashes come in pairs with what they escape. */
	while ((next = memchr(next, '\\', (size_t) (end - next))) && end - next >= 2) {
		if (next[1] == 'u' && !names_character(next + 2, (size_t) (end - next - 2))) {
			return false;
		}
		next += 2;
	}
	return true;
}

static cJSON *parse(const char *text, size_t length)
{
	const char *end = NULL;
	cJSON *root = cJSON_ParseWithLengthOpts(text, length, &end, 0);

	/* Only white space may follow. */
	while (root && end < text + length) {
		if (!strchr(" \t\r\n", *end++)) {
			cJSON_Delete(root);
			root = NULL;
		}
	}
	return root;
}

bool bgproc_record_set_corrupt(struct bgproc_record *record, const char *key, const char *reason)
{
	bgproc_record_free(record);
	record->state = BGPROC_STATE_LOST;
	strncpy(record->reason, reason, sizeof record->reason - 1);
	record->key = strdup(key);
	record->scope = strdup("");
	return record->key && record->scope;
}

enum bgproc_status bgproc_record_decode(struct bgproc_record *record, const char *text, size_t length,
	const char *expected_key, struct bgproc_error *err)
{
	struct document document = {{NULL}, NULL};
	struct bgproc_json_quick quick;
	const char *reason = "corrupt", *member = NULL;
	uint64_t version = 0;
	const cJSON *root = NULL;
	cJSON *slow = NULL;

	memset(record, 0, sizeof *record);
	/* cJSON and the readers do not report why they failed; malloc() sets errno. */
	errno = 0;
	if (length <= BGPROC_RECORD_SIZE_MAX && clean_text(text, length)) {
		root = bgproc_json_quick(&quick, text, length);
		if (!root) {
			root = slow = parse(text, length);
		}
	}
	if (!root) {
		document.fault = "is not JSON";
	} else {
		sort_out(&document, root);
	}
	if (!document.fault) {
		const cJSON *key = document.items[AT_KEY], *number = document.items[AT_VERSION];

		if (!number || !bgproc_value_whole(number, UINT32_MAX, &version) || version == 0) {
			member = "version";
		} else if (version > BGPROC_RECORD_VERSION) {
			document.fault = "was written by a newer version";
			reason = "newer-version";
		} else if (!bgproc_value_is(key, cJSON_String) || strcmp(key->valuestring, expected_key) != 0) {
			member = "key";
		} else {
			record->version = (uint32_t) version;
			member = fill(record, &document);
		}
	}
	cJSON_Delete(slow);
	if (!document.fault && !member) {
		record->key = strdup(expected_key);
		if (record->key) {
			return BGPROC_OK;
		}
	}
	if (errno == ENOMEM || !bgproc_record_set_corrupt(record, expected_key, reason)) {
		bgproc_record_free(record);
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, ENOMEM, "out of memory");
	}
	if (member) {
		return bgproc_error_set(err, BGPROC_ERR_STORE, 0,
			"record \"%s\": the member \"%s\" is missing or not as it should be", expected_key, member);
	}
	return bgproc_error_set(err, BGPROC_ERR_STORE, 0, "record \"%s\" %s", expected_key, document.fault);
}
