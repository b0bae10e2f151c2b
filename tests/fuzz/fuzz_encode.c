/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: a record of any texts and numbers, written and read again: nothing may be lost or changed on the way. Built
 * and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/core/json_text.h"
#include "src/store/record/decode.h"
#include "src/store/record/encode.h"

#include <stdio.h>

#define WORDS_MAX 40

struct input {
	const uint8_t *at, *end;
};

static uint64_t number(struct input *input, size_t bytes)
{
	uint64_t value = 0;

	for (size_t i = 0; i < bytes && input->at < input->end; i++) {
		value = value << 8 | *input->at++;
	}
	return value;
}

/* Up to 255 bytes without NUL, as the command line of a process is. */
static char *word(struct input *input, size_t *length)
{
	size_t wanted = (size_t) number(input, 1), left = (size_t) (input->end - input->at);
	char *text = calloc(1, (wanted < left ? wanted : left) + 1);

	*length = 0;
	while (text && wanted-- > 0 && input->at < input->end) {
		char byte = (char) *input->at++;

		text[(*length)++] = byte ? byte : 'x';
	}
	return text;
}

static void compare(const struct bgproc_record *a, const struct bgproc_record *b)
{
	expect(a->argc == b->argc && a->is_shell_line == b->is_shell_line && a->state == b->state);
	for (size_t i = 0; i < a->argc; i++) {
		expect(a->argv_lengths[i] == b->argv_lengths[i] && memcmp(a->argv[i], b->argv[i], a->argv_lengths[i]) == 0);
	}
	expect(a->supervisor.pid == b->supervisor.pid && a->supervisor.start_ticks == b->supervisor.start_ticks);
	expect(a->supervisor.pidfd_inode == b->supervisor.pidfd_inode && a->command.pid == b->command.pid);
	expect(a->created_us == b->created_us && a->ended_us == b->ended_us && a->keep_s == b->keep_s);
	expect(a->end.exited == b->end.exited && a->end.exit_code == b->end.exit_code && a->end.term_signal == b->end.term_signal);
	expect(a->end.stage == b->end.stage && a->end.stage_errno == b->end.stage_errno);
	expect(a->end.stdout_dropped == b->end.stdout_dropped && a->command_alive == b->command_alive);
}

/* Any bytes where the supervisor puts UTF-8. */
static void text_of(struct input *input, char *text, size_t max)
{
	size_t length;
	char *bytes = word(input, &length);

	if (!bytes) {
		abort();
	}
	memcpy(text, bytes, length < max ? length : max);
	text[length < max ? length : max] = '\0';
	free(bytes);
}

static void fill_progress(struct input *input, struct bgproc_job_progress *progress)
{
	static const uint64_t most = ((uint64_t) 1 << 53) - 1;

	memset(progress, 0, sizeof *progress);
	progress->attempt = 1 + (uint32_t) number(input, 3);
	progress->percent = (unsigned) (number(input, 1) % 101);
	progress->accepted = number(input, 1) & 1;
	progress->has_result = number(input, 1) & 1;
	progress->updated_us = number(input, 8) & most;
	progress->updates = number(input, 8) & most;
	progress->refused = number(input, 8) & most;
	text_of(input, progress->text, BGPROC_JOB_TEXT_MAX);
	text_of(input, progress->error_type, BGPROC_JOB_ERROR_TYPE_MAX);
	text_of(input, progress->error_message, BGPROC_JOB_ERROR_MESSAGE_MAX);
}

/* What may stand in a record as it is. */
static bool is_plain(const char *text)
{
	for (const char *at = text; *at; at++) {
		if (((unsigned char) *at < 0x20 && !strchr("\n\t\r", *at)) || *at == 0x7f) {
			return false;
		}
	}
	return bgproc_utf8_valid(text, strlen(text));
}

static void compare_text(const char *a, const char *b)
{
	expect(is_plain(b) && strlen(b) <= strlen(a));
	expect(!is_plain(a) || strcmp(a, b) == 0);
}

static void compare_progress(const struct bgproc_job_progress *a, const struct bgproc_job_progress *b)
{
	expect(a->attempt == b->attempt && a->percent == b->percent && a->accepted == b->accepted);
	expect(a->has_result == b->has_result && a->updated_us == b->updated_us && a->updates == b->updates);
	expect(a->refused == b->refused);
	compare_text(a->text, b->text);
	compare_text(a->error_type, b->error_type);
	compare_text(a->error_message, b->error_message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint64_t most = ((uint64_t) 1 << 53) - 1;
	struct input input = {data, data + size};
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_record record = {.key = (char *) "process.k1", .scope = (char *) "", .version = 1}, read;
	struct bgproc_job_progress progress;
	struct bgproc_buf text = BGPROC_BUF_INIT;
	size_t fixed_length;
	char *argv[WORDS_MAX];
	size_t lengths[WORDS_MAX], count = 1 + number(&input, 1) % WORDS_MAX;

	record.state = (enum bgproc_state)(number(&input, 1) % BGPROC_STATE_COUNT);
	record.is_shell_line = number(&input, 1) & 1;
	record.argc = record.is_shell_line ? 1 : count;
	record.argv = argv;
	record.argv_lengths = lengths;
	memcpy(record.created_at, "2026-01-01 00:00:00", 20);
	record.supervisor.pid = 2 + (pid_t) (number(&input, 4) & 0x3fffffff);
	record.supervisor.start_ticks = number(&input, 8) & most;
	record.supervisor.pidfd_inode = number(&input, 8) & most;
	record.created_us = number(&input, 8) & most;
	record.keep_s = number(&input, 4);
	if (bgproc_state_is_final(record.state)) {
		record.ended_us = (number(&input, 8) & most) | 1;
		record.end.stdout_dropped = number(&input, 8) & most;
		if (number(&input, 1) & 1) {
			record.end.exited = true;
			record.end.exit_code = (int) number(&input, 1);
		} else {
			record.end.term_signal = (int) (number(&input, 1) & 63);
		}
	}
	for (size_t i = 0; i < record.argc; i++) {
		argv[i] = word(&input, &lengths[i]);
		if (!argv[i]) {
			abort();
		}
	}
	record.job = (enum bgproc_job_kind)(number(&input, 1) % BGPROC_JOB_KIND_COUNT);
	if (record.job != BGPROC_JOB_NONE) {
		record.keep_failed_s = number(&input, 4);
		record.start_at_us = number(&input, 8) & most;
		fill_progress(&input, &progress);
		record.progress = &progress;
	}
	bgproc_record_encode_fixed(&text, &record, NULL);
	fixed_length = text.length;
	bgproc_record_encode_live(&text, &record);
	expect(text.length - fixed_length <= bgproc_record_live_max(record.job));
	if (bgproc_buf_ok(&text) && bgproc_record_decode(&read, text.data, text.length, "process.k1", &err) == BGPROC_OK) {
		compare(&record, &read);
		expect(record.job == read.job && record.keep_failed_s == read.keep_failed_s && record.start_at_us == read.start_at_us);
		if (record.job != BGPROC_JOB_NONE) {
			compare_progress(&progress, read.progress);
		}
		bgproc_record_free(&read);
	} else {
		fprintf(stderr, "%s: %s\n", err.text, text.data);
		abort();
	}
	bgproc_buf_free(&text);
	for (size_t i = 0; i < record.argc; i++) {
		free(argv[i]);
	}
	return 0;
}
