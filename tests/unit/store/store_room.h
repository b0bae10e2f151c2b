/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_STORE_ROOM_H
#define BGPROC_TESTS_STORE_ROOM_H

/* A file store in a separate directory for each test, and records to put into it. */

#include "tests/unit/room.h"

#include "src/core/key.h"
#include "src/core/version.h"
#include "src/platform/clock.h"
#include "src/platform/file/file.h"
#include "src/platform/file/lock.h"
#include "src/platform/file/rename.h"
#include "src/platform/process/proc.h"
#include "src/store/file/names.h"
#include "src/store/file/store.h"
#include "src/store/record/encode.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define KEEP_LOST 86400
#define GENERATED "process.0123456789abcdef0123456789abcdef"

static struct bgproc_store *store; /* on the directory base */

static inline int set_up(void **state)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;

	if (make_room("store") < 0) {
		return -1;
	}
	return bgproc_store_file_open(&store, base, false, false, KEEP_LOST, &err) == BGPROC_OK && store ? 0 : -1;
}

static inline int tear_down(void **state)
{
	store->ops->close(store);
	return remove_room();
}

/* ---- helpers ---- */

static inline void put_text(const char *name, const char *text, size_t length)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), (ssize_t) length);
	close(fd);
}

static inline void put_file(const char *name, const char *text)
{
	put_text(name, text, strlen(text));
}

static inline void make_old(const char *name, time_t seconds)
{
	struct timespec times[2] = {{0, UTIME_OMIT}, {time(NULL) - seconds, 0}};

	assert_int_equal(utimensat(AT_FDCWD, name, times, AT_SYMLINK_NOFOLLOW), 0);
}

static inline bool exists(const char *name)
{
	return faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static inline pid_t child_waiting(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(120);
		for (;;) {
			pause();
		}
	}
	return pid;
}

static inline void end_child(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static inline struct bgproc_identity identity_of(pid_t pid)
{
	struct bgproc_identity identity = {0};

	bgproc_identity_here(&identity);
	assert_true(bgproc_identity_of(pid, &identity));
	return identity;
}

/* The identity of a process that has ended. */
static inline struct bgproc_identity identity_gone(void)
{
	pid_t pid = child_waiting();
	struct bgproc_identity identity = identity_of(pid);

	end_child(pid);
	return identity;
}

static inline struct bgproc_identity self(void)
{
	return identity_of(getpid());
}

struct spec {
	const char *key;
	enum bgproc_state state;
	struct bgproc_identity supervisor;
	struct bgproc_identity command;
	uint64_t ended_us;
	uint64_t keep_s;
	bool uncaptured; /* the record has no output files */
	/* Of a job: */
	enum bgproc_job_kind job;
	uint64_t keep_failed_s;
	const char *unique;
	unsigned percent;
};

static inline void encode(struct bgproc_buf *text, const struct spec *spec)
{
	char *argv[] = {(char *) "sleep 1"};
	size_t lengths[] = {7};
	struct bgproc_label label = {(char *) "color", (char *) "blue"};
	struct bgproc_job_progress progress = {.attempt = 1, .percent = spec->percent, .text = "a \"text\""};
	struct bgproc_record record = {
		.key = (char *) spec->key,
		.supervisor = spec->supervisor,
		.argv = argv,
		.argv_lengths = lengths,
		.argc = 1,
		.is_shell_line = true,
		.created_at = "2026-01-02 03:04:05",
		.created_us = bgproc_wall_us(),
		.version = BGPROC_RECORD_VERSION,
		.uid = (uint32_t) geteuid(),
		.keep_s = spec->keep_s,
		.scope = (char *) "me",
		.labels = &label,
		.label_count = 1,
		.capture = !spec->uncaptured,
		.state = spec->state,
		.command = spec->command,
		.ended_us = spec->ended_us,
		.job = spec->job,
		.keep_failed_s = spec->keep_failed_s,
		.unique = (char *) spec->unique,
		.progress = spec->job == BGPROC_JOB_NONE ? NULL : &progress,
	};

	if (bgproc_state_is_final(spec->state) && spec->ended_us == 0) {
		record.ended_us = bgproc_wall_us();
	}
	bgproc_record_encode_fixed(text, &record, NULL);
	bgproc_record_encode_live(text, &record);
	assert_true(bgproc_buf_ok(text));
}

static inline void put_spec(const struct spec *spec)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	char name[BGPROC_STORE_NAME_SIZE];

	encode(&text, spec);
	bgproc_store_file_name(name, spec->key, ".json");
	put_text(name, text.data, text.length);
	bgproc_buf_free(&text);
}

#define PUT(...) put_spec(&(struct spec) {__VA_ARGS__})

static inline bool get(const char *key, struct bgproc_record *record)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	bool found = false;

	if (store->ops->get(store, key, record, &found, &err) != BGPROC_OK) {
		fail_msg("get %s: %s", key, err.text);
	}
	return found;
}

static inline bool has(const char *key)
{
	struct bgproc_record record;
	bool found = get(key, &record);

	if (found) {
		bgproc_record_free(&record);
	}
	return found;
}

static inline void has_unreadable(const char *key, const char *reason)
{
	struct bgproc_record record;

	assert_true(get(key, &record));
	assert_string_equal(record.key, key);
	assert_int_equal(record.state, BGPROC_STATE_LOST);
	assert_string_equal(record.reason, reason);
	assert_true(record.ended_us > 0);
	bgproc_record_free(&record);
}

static inline bool note_key(struct bgproc_record *record, void *context)
{
	char *keys = context;
	bool more = strcmp(record->key, "stop") != 0;

	strcat(keys, record->key);
	strcat(keys, record->version ? ";" : "?;");
	bgproc_record_free(record);
	return more;
}

/* The list as text: "key;" for each record, "key?;" for an unreadable one, in any order. */
static inline const char *listed(const char *prefix)
{
	static char keys[4096];
	struct bgproc_error err = BGPROC_ERROR_INIT;

	keys[0] = '\0';
	if (store->ops->list(store, prefix, note_key, keys, &err) != BGPROC_OK) {
		fail_msg("list: %s", err.text);
	}
	return keys;
}

static inline enum bgproc_status try_claim(const char *key, struct bgproc_error *err)
{
	*err = (struct bgproc_error) BGPROC_ERROR_INIT;
	return store->ops->claim(store, key, err);
}

static inline void claim_refused(const char *key, const char *why)
{
	struct bgproc_error err;

	assert_int_equal(try_claim(key, &err), BGPROC_ERR_STATE);
	if (!strstr(err.text, why)) {
		fail_msg("claim %s: \"%s\" does not say \"%s\"", key, err.text, why);
	}
}

static inline void claim_works(const char *key)
{
	struct bgproc_error err;

	if (try_claim(key, &err) != BGPROC_OK) {
		fail_msg("claim %s: %s", key, err.text);
	}
}

static inline void put_outputs(const char *key)
{
	static const char *const suffixes[] = {".out", ".err", ".php"};
	char name[BGPROC_STORE_NAME_SIZE];

	for (size_t i = 0; i < 3; i++) {
		bgproc_store_file_name(name, key, suffixes[i]);
		put_file(name, "x");
	}
}

static inline bool any_file_of(const char *key)
{
	static const char *const suffixes[] = {".json", ".out", ".err"};
	char name[BGPROC_STORE_NAME_SIZE];
	bool any = false;

	for (size_t i = 0; i < 3; i++) {
		bgproc_store_file_name(name, key, suffixes[i]);
		any |= exists(name);
	}
	return any;
}

#endif
