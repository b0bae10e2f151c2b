/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_RECORD_TEXT_H
#define BGPROC_TESTS_RECORD_TEXT_H

/* Builds the text of a record with some members changed, decodes it, and compares the results of both decoders. */

#include "src/core/buf.h"
#include "src/core/json_text.h"
#include "src/store/record/decode_quick.h"
#include "src/store/record/decode.h"

#include <cJSON.h>

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BOOT "3f1c7b0e-9a52-4d8e-b1c6-0123456789ab"

/* Every member of a running process, in the order of docs/record.md. */
struct pair {
	const char *name;
	const char *value;
};

static const struct pair running[] = {
	{"key", "\"process.k1\""},
	{"pid", "                4242"},
	{"commandline", "\"echo \\\"hi\\\" \\u00e4 \\\\u0000\""},
	{"created_at", "\"2026-03-01 12:30:59\""},
	{"version", "1"},
	{"created_us", "1772364659123456"},
	{"uid", "1000"},
	{"boot_id", "\"" BOOT "\""},
	{"pid_namespace", "4026531836"},
	{"start_ticks", "                   0"},
	{"pidfd_inode", "               98765"},
	{"keep", "3600"},
	{"scope", "\"session-7\""},
	{"labels", "{\"a\":\"1\",\"b\":\"\",\"\":\"empty name\"}"},
	{"capture", "true"},
	{"in_service", "false"},
	{"state", "\"running\""},
	{"command_pid", "4243"},
	{"command_start_ticks", "777"},
	{"command_pidfd_inode", "98766"},
	{"started_us", "1772364659125000"},
	{"ended_us", "null"},
	{"exit_code", "null"},
	{"signal", "null"},
	{"core_dumped", "false"},
	{"error", "null"},
	{"usage", "null"},
	{"stdout_dropped", "0"},
	{"stderr_dropped", "9007199254740991"},
	{"survivors", "4294967295"},
	{"reason", "\"\""},
	{"command_alive", "false"},
};

#define COUNT (sizeof running / sizeof running[0])

/* The additional members of a job. */
static const struct pair of_job[] = {
	{"job", "\"fastcgi\""},
	{"keep_failed", "7200"},
	{"start_at_us", "1772364659000001"},
	{"target", "\"POST /report\""},
	{"unique", "\"0123456789abcdef0123456789abcdef\""},
	{"retry_of", "\"job.k0\""},
	{"attempt", "2"},
	{"progress", "20"},
	{"text", "\"first \u00e4 part\""},
	{"updated_us", "1772364659200000"},
	{"updates", "7"},
	{"refused", "1"},
	{"accepted", "true"},
	{"result", "false"},
	{"error_type", "\"App\\\\Broken\""},
	{"error_message", "\"no such row\""},
};

#define JOB_COUNT (sizeof of_job / sizeof of_job[0])

static inline const struct pair *member_at(size_t place)
{
	return place < COUNT ? &running[place] : &of_job[place - COUNT];
}

static inline size_t place_of(const char *name)
{
	for (size_t i = 0; i < COUNT + JOB_COUNT; i++) {
		if (strcmp(member_at(i)->name, name) == 0) {
			return i;
		}
	}
	fail_msg("no member %s", name);
	return 0;
}

/*
 * Builds the text of the record above, of a process or of a job, with some members changed. changes are pairs, ended by a NULL
 * name. A value of NULL omits the member; a member whose name begins with "+" is added at the end.
 */
static inline void build_form(struct bgproc_buf *buf, size_t count, const struct pair *changes)
{
	const char *values[COUNT + JOB_COUNT];
	bool first = true;

	for (size_t i = 0; i < count; i++) {
		values[i] = member_at(i)->value;
	}
	for (const struct pair *change = changes; change && change->name; change++) {
		if (strcmp(change->name, "commandline_base64") != 0 && change->name[0] != '+') {
			assert_true(place_of(change->name) < count);
			values[place_of(change->name)] = change->value;
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (values[i]) {
			bgproc_buf_printf(buf, "%s\"%s\":", first ? "{" : ",", member_at(i)->name);
			bgproc_buf_puts(buf, values[i]);
			first = false;
		}
	}
	for (const struct pair *change = changes; change && change->name; change++) {
		if (strcmp(change->name, "commandline_base64") == 0 || change->name[0] == '+') {
			bgproc_buf_printf(buf, ",\"%s\":", change->name[0] == '+' ? change->name + 1 : change->name);
			bgproc_buf_puts(buf, change->value);
		}
	}
	bgproc_buf_puts(buf, "}\n");
}

static inline void build(struct bgproc_buf *buf, const struct pair *changes)
{
	build_form(buf, COUNT, changes);
}

static inline void same_text(const char *a, const char *b)
{
	assert_int_equal(a == NULL, b == NULL);
	assert_true(!a || strcmp(a, b) == 0);
}

/*
 * Short plain texts are read without cJSON. The same text followed by many blanks is too long for that and is read with cJSON.
 * Both ways must give the same result in every field.
 */
static inline void same_by_the_long_way(
	const struct bgproc_record *record, enum bgproc_status status, const char *text, size_t length)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record other, a = *record, b;
	char *padded;

	if (length > BGPROC_JSON_QUICK_TEXT || status == BGPROC_ERR_INTERNAL) {
		return;
	}
	padded = malloc(length + BGPROC_JSON_QUICK_TEXT + 1);
	memcpy(padded, text, length);
	memset(padded + length, ' ', BGPROC_JSON_QUICK_TEXT + 1);
	if (bgproc_record_decode(&other, padded, length + BGPROC_JSON_QUICK_TEXT + 1, "process.k1", &err) != status) {
		fail_msg("one way %d, the other %d: %.*s", status, err.status, (int) length, text);
	}
	free(padded);
	b = other;
	same_text(a.key, b.key);
	same_text(a.scope, b.scope);
	assert_int_equal(a.argc, b.argc);
	assert_int_equal(a.label_count, b.label_count);
	for (size_t i = 0; i < a.argc; i++) {
		assert_int_equal(a.argv_lengths[i], b.argv_lengths[i]);
		same_text(a.argv[i], b.argv[i]);
	}
	for (size_t i = 0; i < a.label_count; i++) {
		same_text(a.labels[i].name, b.labels[i].name);
		same_text(a.labels[i].value, b.labels[i].value);
	}
	same_text(a.target, b.target);
	same_text(a.unique, b.unique);
	same_text(a.retry_of, b.retry_of);
	assert_int_equal(a.progress == NULL, b.progress == NULL);
	if (a.progress) {
		assert_memory_equal(a.progress, b.progress, sizeof *a.progress);
	}
	/* The rest are numbers and arrays. */
	a.target = b.target = a.unique = b.unique = a.retry_of = b.retry_of = NULL;
	a.progress = b.progress = NULL;
	a.key = b.key = a.scope = b.scope = NULL;
	a.argv = b.argv = NULL;
	a.argv_lengths = b.argv_lengths = NULL;
	a.labels = b.labels = NULL;
	assert_memory_equal(&a, &b, sizeof a);
	bgproc_record_free(&other);
}

/* Decodes a copy of exactly the length of the text, so that the sanitizer detects a read beyond its end. */
static inline enum bgproc_status decode(
	struct bgproc_record *record, const char *text, size_t length, struct bgproc_error *err)
{
	char *copy = malloc(length ? length : 1);
	enum bgproc_status status;

	memcpy(copy, text, length);
	status = bgproc_record_decode(record, copy, length, "process.k1", err);
	free(copy);
	same_by_the_long_way(record, status, text, length);
	return status;
}

/* A generator of pseudo-random numbers. Use the high bits; the low ones are less random. */
static inline unsigned long next_random(unsigned long *seed)
{
	*seed = *seed * 6364136223846793005UL + 1442695040888963407UL;
	return *seed;
}

/*
 * Decodes a valid text many times. Each time change() first damages a copy and returns its new length. The decoder must accept or
 * refuse any bytes, and check() examines the result. The test fails if nearly all or nearly none are accepted.
 */
static inline void decode_mutations(const struct bgproc_buf *plain, unsigned long rounds, unsigned long seed,
	size_t (*change)(char *text, size_t length, unsigned long round, unsigned long *seed),
	void (*check)(const struct bgproc_record *record, enum bgproc_status status))
{
	unsigned long taken = 0;

	for (unsigned long round = 0; round < rounds; round++) {
		struct bgproc_error err = BGPROC_ERROR_INIT;
		char *text = malloc(plain->length);
		struct bgproc_record record;
		enum bgproc_status status;
		size_t length;

		memcpy(text, plain->data, plain->length);
		length = change(text, plain->length, round, &seed);
		status = decode(&record, text, length, &err);
		assert_true(status == BGPROC_OK || status == BGPROC_ERR_STORE);
		check(&record, status);
		taken += status == BGPROC_OK;
		bgproc_record_free(&record);
		free(text);
	}
	assert_true(taken > rounds / 100 && taken < rounds / 2);
}

static inline void check_corrupt(const char *text, size_t length, const char *reason)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record record, nothing = {0};

	if (decode(&record, text, length, &err) != BGPROC_ERR_STORE) {
		fail_msg("taken: %.*s", (int) length, text);
	}
	assert_true(err.text[0] != '\0');
	assert_string_equal(record.key, "process.k1");
	assert_string_equal(record.scope, "");
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	assert_string_equal(record.reason, reason);
	/* All other fields must be empty. */
	free(record.key);
	free(record.scope);
	record.key = record.scope = NULL;
	record.state = nothing.state;
	memset(record.reason, 0, sizeof record.reason);
	assert_memory_equal(&record, &nothing, sizeof record);
}

static inline void corrupt_text(const char *text)
{
	check_corrupt(text, strlen(text), "corrupt");
}

static inline void corrupt_form(size_t count, const struct pair *changes)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	build_form(&buf, count, changes);
	check_corrupt(buf.data, buf.length, "corrupt");
	bgproc_buf_free(&buf);
}

static inline void corrupt(const struct pair *changes)
{
	corrupt_form(COUNT, changes);
}

static inline struct bgproc_record good_form(size_t count, const struct pair *changes)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	struct bgproc_record record;

	build_form(&buf, count, changes);
	if (decode(&record, buf.data, buf.length, &err) != BGPROC_OK) {
		fail_msg("%s: %s", err.text, buf.data);
	}
	bgproc_buf_free(&buf);
	return record;
}

static inline struct bgproc_record good(const struct pair *changes)
{
	return good_form(COUNT, changes);
}

#define GOOD(...) good((struct pair[]) {__VA_ARGS__, {NULL, NULL}})
#define CORRUPT(...) corrupt((struct pair[]) {__VA_ARGS__, {NULL, NULL}})
#define GOOD_JOB(...) good_form(COUNT + JOB_COUNT, (struct pair[]) {__VA_ARGS__, {NULL, NULL}})
#define CORRUPT_JOB(...) corrupt_form(COUNT + JOB_COUNT, (struct pair[]) {__VA_ARGS__, {NULL, NULL}})

#endif
