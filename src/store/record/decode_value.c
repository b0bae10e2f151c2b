/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE 1
#endif

#include "src/store/record/decode_value.h"

#include "src/core/base64.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Up to this number, each name is compared with each other one. */
#define FEW 6
/* Above this a double cannot represent every whole number. */
#define WHOLE_MAX 9007199254740991.0

bool bgproc_value_whole(const cJSON *item, double max, uint64_t *number)
{
	double value = item->valuedouble;

	/* Written so that a NaN fails. */
	if (!bgproc_value_is(item, cJSON_Number) || !(value >= 0 && value <= max)) {
		return false;
	}
	*number = (uint64_t) value;
	return (double) *number == value;
}

bool bgproc_value_u64(const cJSON *item, void *field)
{
	return bgproc_value_whole(item, WHOLE_MAX, field);
}

bool bgproc_value_u64_or_null(const cJSON *item, void *field)
{
	return bgproc_value_is(item, cJSON_NULL) || bgproc_value_u64(item, field);
}

bool bgproc_value_u32(const cJSON *item, void *field)
{
	uint64_t number;

	if (!bgproc_value_whole(item, UINT32_MAX, &number)) {
		return false;
	}
	*(uint32_t *) field = (uint32_t) number;
	return true;
}

bool bgproc_value_bool(const cJSON *item, void *field)
{
	*(bool *) field = bgproc_value_is(item, cJSON_True);
	return (bgproc_value_is(item, cJSON_True) || bgproc_value_is(item, cJSON_False));
}

/* 0 is not a process, and 1 is never one of ours. Whether null is allowed depends on the state. */
bool bgproc_value_pid(const cJSON *item, void *field)
{
	uint64_t number = 0;

	if (!bgproc_value_is(item, cJSON_NULL) && (!bgproc_value_whole(item, INT_MAX, &number) || number == 1)) {
		return false;
	}
	*(pid_t *) field = (pid_t) number;
	return true;
}

/* Out of memory looks like a bad value here; bgproc_record_decode() tells them apart by errno. */
bool bgproc_value_text(const cJSON *item, void *field)
{
	char **text = field;

	if (!bgproc_value_is(item, cJSON_String)) {
		return false;
	}
	*text = strdup(item->valuestring);
	return *text != NULL;
}

/* For arrays of char: text and NUL must fit. */
static bool copy_text(const cJSON *item, char *field, size_t size)
{
	size_t length = bgproc_value_is(item, cJSON_String) ? strlen(item->valuestring) : size;

	if (length >= size) {
		return false;
	}
	memcpy(field, item->valuestring, length + 1);
	return true;
}

bool bgproc_value_boot_id(const cJSON *item, void *field)
{
	char *boot_id = field;

	return copy_text(item, boot_id, BGPROC_BOOT_ID_LENGTH + 1) &&
		(boot_id[0] == '\0' || strlen(boot_id) == BGPROC_BOOT_ID_LENGTH);
}

bool bgproc_value_created_at(const cJSON *item, void *field)
{
	static const char form[] = "dddd-dd-dd dd:dd:dd";
	char *text = field;

	if (!copy_text(item, text, sizeof form) || strlen(text) != sizeof form - 1) {
		return false;
	}
	for (size_t i = 0; form[i]; i++) {
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) {
			return false;
		}
	}
	return true;
}

bool bgproc_value_reason(const cJSON *item, void *field)
{
	return copy_text(item, field, sizeof((struct bgproc_record *) 0)->reason);
}

bool bgproc_value_state(const cJSON *item, void *field)
{
	return bgproc_value_is(item, cJSON_String) &&
		bgproc_state_from_name(item->valuestring, strlen(item->valuestring), field);
}

bool bgproc_value_exit_code(const cJSON *item, void *field)
{
	struct bgproc_end *end = field;
	uint64_t number = 0;

	end->exited = !bgproc_value_is(item, cJSON_NULL);
	if (end->exited && !bgproc_value_whole(item, 255, &number)) {
		return false;
	}
	end->exit_code = (int) number;
	return true;
}

bool bgproc_value_signal(const cJSON *item, void *field)
{
	uint64_t number = 0;

	if (!bgproc_value_is(item, cJSON_NULL) && (!bgproc_value_whole(item, 127, &number) || number == 0)) {
		return false;
	}
	*(int *) field = (int) number;
	return true;
}

/* ---- members that are objects ---- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Whether names holds one twice. Sorts it. */
static bool has_twins(const char **names, size_t count)
{
	if (count > 1) {
		qsort(names, count, sizeof *names, compare_names);
	}
	for (size_t i = 1; i < count; i++) {
		if (strcmp(names[i - 1], names[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* Compares each name with each other one: for a few names this is faster than sorting. */
static bool few_have_twins(const cJSON *object)
{
	for (const cJSON *a = object->child; a; a = a->next) {
		for (const cJSON *b = a->next; b; b = b->next) {
			if (strcmp(a->string, b->string) == 0) {
				return true;
			}
		}
	}
	return false;
}

bool bgproc_value_has_twins(const cJSON *object)
{
	const cJSON *item;
	const char **names;
	size_t count = 0;
	bool twice;

	if (!object->child || !object->child->next) {
		return false;
	}
	cJSON_ArrayForEach(item, object)
	{
		count++;
	}
	if (count <= FEW) {
		return few_have_twins(object);
	}
	names = malloc(count * sizeof *names);
	if (!names) {
		return true;
	}
	count = 0;
	cJSON_ArrayForEach(item, object)
	{
		names[count++] = item->string;
	}
	twice = has_twins(names, count);
	free(names);
	return twice;
}

bool bgproc_value_labels(const cJSON *item, void *field)
{
	struct bgproc_record *record = field;
	const cJSON *label;
	size_t count = 0;

	if (!bgproc_value_is(item, cJSON_Object) || bgproc_value_has_twins(item)) {
		return false;
	}
	cJSON_ArrayForEach(label, item)
	{
		count++;
	}
	if (count == 0) {
		return true;
	}
	record->labels = calloc(count, sizeof *record->labels);
	if (!record->labels) {
		return false;
	}
	cJSON_ArrayForEach(label, item)
	{
		struct bgproc_label *place = &record->labels[record->label_count++];

		if (!bgproc_value_text(label, &place->value)) {
			return false;
		}
		place->name = strdup(label->string);
		if (!place->name) {
			return false;
		}
	}
	return true;
}

/* null, or what kept the command from being exec'd. The message is for people: it is made from errno when
 * shown. */
bool bgproc_value_error(const cJSON *item, void *field)
{
	struct bgproc_end *end = field;
	const cJSON *stage, *number;
	uint64_t value = 0;

	if (bgproc_value_is(item, cJSON_NULL)) {
		return true;
	}
	if (!bgproc_value_is(item, cJSON_Object) || bgproc_value_has_twins(item)) {
		return false;
	}
	stage = cJSON_GetObjectItemCaseSensitive(item, "stage");
	number = cJSON_GetObjectItemCaseSensitive(item, "errno");
	if (!bgproc_value_is(stage, cJSON_String) || !number || !bgproc_value_whole(number, INT_MAX, &value)) {
		return false;
	}
	end->stage = bgproc_stage_from_name(stage->valuestring, strlen(stage->valuestring));
	end->stage_errno = (int) value;
	/* If an unknown stage were read as "none", the record would say that the command had been executed. */
	return end->stage != BGPROC_STAGE_NONE;
}

bool bgproc_value_usage(const cJSON *item, void *field)
{
	struct bgproc_usage *usage = field;
	const cJSON *user, *system, *rss;

	if (bgproc_value_is(item, cJSON_NULL)) {
		return true;
	}
	if (!bgproc_value_is(item, cJSON_Object) || bgproc_value_has_twins(item)) {
		return false;
	}
	user = cJSON_GetObjectItemCaseSensitive(item, "user_us");
	system = cJSON_GetObjectItemCaseSensitive(item, "system_us");
	rss = cJSON_GetObjectItemCaseSensitive(item, "max_rss_kib");
	return user && system && rss && bgproc_value_u64(user, &usage->user_us) && bgproc_value_u64(system, &usage->system_us) &&
		bgproc_value_u64(rss, &usage->max_rss_kib);
}

/* ---- of jobs ---- */

bool bgproc_value_job(const cJSON *item, void *field)
{
	enum bgproc_job_kind *kind = field;

	return bgproc_value_is(item, cJSON_String) &&
		bgproc_job_kind_from_name(item->valuestring, strlen(item->valuestring), kind) && *kind != BGPROC_JOB_NONE;
}

bool bgproc_value_attempt(const cJSON *item, void *field)
{
	return bgproc_value_u32(item, field) && *(uint32_t *) field > 0;
}

bool bgproc_value_percent(const cJSON *item, void *field)
{
	uint64_t number;

	if (!bgproc_value_whole(item, 100, &number)) {
		return false;
	}
	*(unsigned *) field = (unsigned) number;
	return true;
}

bool bgproc_value_job_text(const cJSON *item, void *field)
{
	return copy_text(item, field, sizeof((struct bgproc_job_progress *) 0)->text);
}

bool bgproc_value_error_type(const cJSON *item, void *field)
{
	return copy_text(item, field, sizeof((struct bgproc_job_progress *) 0)->error_type);
}

bool bgproc_value_error_message(const cJSON *item, void *field)
{
	return copy_text(item, field, sizeof((struct bgproc_job_progress *) 0)->error_message);
}

/* ---- the command line ---- */

/* Reads "commandline" into argv, or "commandline_base64" if it exists, which is exact. */
static bool read_words(struct bgproc_record *record, const cJSON *item, bool base64)
{
	const cJSON *word = bgproc_value_is(item, cJSON_Array) ? item->child : item;
	size_t count = 0;

	if (bgproc_value_is(item, cJSON_Array)) {
		for (const cJSON *each = word; each; each = each->next) {
			count++;
		}
	} else {
		count = bgproc_value_is(item, cJSON_String);
	}
	if (count == 0) {
		return false;
	}
	record->is_shell_line = !bgproc_value_is(item, cJSON_Array);
	record->argv = calloc(count, sizeof *record->argv);
	record->argv_lengths = calloc(count, sizeof *record->argv_lengths);
	if (!record->argv || !record->argv_lengths) {
		return false;
	}
	for (; record->argc < count; word = word->next) {
		size_t at = record->argc++;

		if (!bgproc_value_text(word, &record->argv[at]) || (base64 && !bgproc_base64_decode(record->argv[at]))) {
			return false;
		}
		record->argv_lengths[at] = strlen(record->argv[at]);
	}
	return true;
}

/* Whether both are strings, or arrays of equally many strings. */
static bool same_shape(const cJSON *a, const cJSON *b)
{
	if (bgproc_value_is(a, cJSON_String) || bgproc_value_is(b, cJSON_String)) {
		return bgproc_value_is(a, cJSON_String) && bgproc_value_is(b, cJSON_String);
	}
	if (!bgproc_value_is(a, cJSON_Array) || !bgproc_value_is(b, cJSON_Array)) {
		return false;
	}
	for (a = a->child, b = b->child; a && b; a = a->next, b = b->next) {
		if (!bgproc_value_is(a, cJSON_String) || !bgproc_value_is(b, cJSON_String)) {
			return false;
		}
	}
	return !a && !b;
}

bool bgproc_value_commandline(struct bgproc_record *record, const cJSON *plain, const cJSON *base64)
{
	if (!base64) {
		return read_words(record, plain, false);
	}
	return same_shape(plain, base64) && read_words(record, base64, true);
}
