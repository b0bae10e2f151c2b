/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/supervisor/alone.h"

#include "src/core/buf.h"
#include "src/core/version.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/file/file.h"
#include "src/platform/process/proc.h"
#include "src/store/record/encode.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t alone_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void alone_pause_ms(int ms)
{
	struct timespec pause = {ms / 1000, (long) (ms % 1000) * 1000000};

	nanosleep(&pause, NULL);
}

const char *alone_self(void)
{
	static char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	assert_true(length > 0);
	path[length] = '\0';
	return path;
}

int alone_adopt(void **state)
{
	(void) state;
	return bgproc_become_subreaper();
}

static void end_relative(const struct bgproc_relative *relative, void *context)
{
	(void) context;
	/* All are descendants of ours, and whoever is nobody else's child is not reaped before we do it. */
	kill(relative->pid, SIGKILL);
}

int alone_clean_up(void **state)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;

	(void) state;
	while (bgproc_tree_each(NULL, end_relative, NULL) > 0 && alone_now_ms() < end) {
		while (waitpid(-1, NULL, WNOHANG) > 0) {
		}
	}
	return 0;
}

static const char *supervisor_path(void)
{
	const char *path = getenv("BGPROC_TEST_SUPERVISOR");

	return path ? path : "modules/bgproc.supervisor";
}

void alone_init(struct alone *alone, const char *const *command)
{
	memset(alone, 0, sizeof *alone);
	strcpy(alone->directory, "/tmp/bgproc-alone-XXXXXX");
	assert_non_null(mkdtemp(alone->directory));
	strcpy(alone->key, "job.1");
	alone->command = command;
	alone->stdio[0] = alone->stdio[1] = alone->stdio[2] = alone->passed_fd = alone->outcome_fd = -1;
	alone->dir_fd = open(alone->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(alone->dir_fd >= 0);
}

void alone_init_kept(struct alone *alone, const char *const *command)
{
	alone_init(alone, command);
	alone_option(alone, "--keep=60");
}

void alone_init_shell(struct alone *alone, const char *const *command)
{
	alone_init_kept(alone, command);
	alone->exec_path = "/bin/sh";
}

void alone_capture(struct alone *alone, uint64_t output_limit)
{
	alone->capture = true;
	alone->output_limit = output_limit;
}

void alone_option(struct alone *alone, const char *option)
{
	assert_true(alone->option_count < ALONE_OPTIONS_MAX);
	alone->options[alone->option_count++] = option;
}

static int open_new(struct alone *alone, const char *suffix)
{
	char name[128];
	int fd;

	snprintf(name, sizeof name, "%s%s", alone->key, suffix);
	fd = bgproc_file_create(alone->dir_fd, name);
	assert_true(fd >= 0);
	return fd;
}

/* The first record. In the supervisor-to-be, because only it knows its pid. */
static int publish(struct alone *alone, size_t *fixed_length)
{
	struct bgproc_record record = {.key = alone->key, .version = BGPROC_RECORD_VERSION};
	char *argv[] = {(char *) "x"};
	size_t lengths[] = {1};
	struct bgproc_buf text = BGPROC_BUF_INIT;
	int fd;

	bgproc_identity_here(&record.supervisor);
	bgproc_identity_of_self(&record.supervisor);
	record.argv = argv;
	record.argv_lengths = lengths;
	record.argc = 1;
	record.uid = (uint32_t) geteuid();
	record.created_us = alone->created_us;
	record.job = alone->job;
	record.state = BGPROC_STATE_STARTING;
	strcpy(record.created_at, "2026-01-01 00:00:00");
	bgproc_record_encode_fixed(&text, &record, NULL);
	*fixed_length = text.length;
	bgproc_record_encode_live(&text, &record);
	fd = open_new(alone, ".json");
	if (bgproc_write_all(fd, text.data, text.length) < 0) {
		_exit(99);
	}
	bgproc_buf_free(&text);
	return fd;
}

static void keep(int fd)
{
	fcntl(fd, F_SETFD, 0);
}

/* The command line of the protocol. Never returns. */
static void become_supervisor(struct alone *alone, int outcome_fd)
{
	static char texts[10][PATH_MAX];
	const char *argv[ALONE_OPTIONS_MAX + 80] = {"bgproc.supervisor", alone->key, "--protocol=1"};
	/* For a supervisor built with sanitizers: its leak check needs processes and descriptors that a test may deny it. */
	char *no_environment[] = {(char *) "_PATH=/usr/bin:/bin",
		alone->before_exec ? (char *) "ASAN_OPTIONS=detect_leaks=0" : NULL, NULL};
	size_t count = 3, fixed_length = 0, used = 0;
	int record_fd = publish(alone, &fixed_length), null = open("/dev/null", O_RDWR);

	for (int i = 0; i < 3; i++) {
		/* What a sanitizer has to say of the supervisor is seen with BGPROC_TEST_LOUD=1. */
		if (alone->stdio[i] >= 0 || i < 2 || !getenv("BGPROC_TEST_LOUD")) {
			dup2(alone->stdio[i] >= 0 ? alone->stdio[i] : null, i);
		}
	}
	snprintf(texts[used], sizeof texts[0], "--dir-fd=%d", alone->dir_fd);
	argv[count++] = texts[used++];
	snprintf(texts[used], sizeof texts[0], "--record-fd=%20d", record_fd);
	argv[count++] = texts[used++];
	snprintf(texts[used], sizeof texts[0], "--fixed-length=%zu", fixed_length);
	argv[count++] = texts[used++];
	snprintf(texts[used], sizeof texts[0], "--exec=%s", alone->exec_path ? alone->exec_path : alone_self());
	argv[count++] = texts[used++];
	keep(alone->dir_fd);
	keep(record_fd);
	if (outcome_fd >= 0) {
		snprintf(texts[used], sizeof texts[0], "--outcome-fd=%d", outcome_fd);
		argv[count++] = texts[used++];
		keep(outcome_fd);
	}
	if (alone->capture) {
		int out = open_new(alone, ".out"), err = open_new(alone, ".err");

		snprintf(texts[used], sizeof texts[0], "--stdout=file:%d", out);
		argv[count++] = texts[used++];
		snprintf(texts[used], sizeof texts[0], "--stderr=file:%d", err);
		argv[count++] = texts[used++];
		snprintf(texts[used], sizeof texts[0], "--output-limit=%llu", (unsigned long long) alone->output_limit);
		argv[count++] = texts[used++];
		keep(out);
		keep(err);
	}
	if (alone->passed_fd >= 0) {
		keep(alone->passed_fd);
	}
	for (size_t i = 0; i < alone->option_count; i++) {
		argv[count++] = alone->options[i];
	}
	argv[count++] = "--";
	for (size_t i = 0; alone->command[i]; i++) {
		argv[count++] = alone->command[i];
	}
	argv[count] = NULL;
	if (alone->before_exec) {
		alone->before_exec(alone);
	}
	execve(supervisor_path(), (char *const *) argv, alone->environment ? alone->environment : no_environment);
	perror(supervisor_path());
	_exit(98);
}

void alone_start(struct alone *alone)
{
	int ends[2] = {-1, -1};
	sigset_t all, old;

	alone->created_us = bgproc_wall_us();
	if (!alone->no_outcome) {
		assert_int_equal(bgproc_pipe(ends), 0);
	}
	/* As the module does it: what is signalled between the record and the exec waits for the supervisor. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	alone->pid = fork();
	if (alone->pid == 0) {
		become_supervisor(alone, ends[1]);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	assert_true(alone->pid > 0);
	bgproc_fd_close(&ends[1]);
	alone->outcome_fd = ends[0];
}

/* All length bytes, within the patience. False at the end of the pipe. */
static bool read_bytes(struct alone *alone, void *bytes, size_t length)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;
	size_t have = 0;

	while (have < length) {
		struct pollfd ready = {.fd = alone->outcome_fd, .events = POLLIN};
		int64_t left = end - alone_now_ms();
		ssize_t count;

		if (left <= 0 || poll(&ready, 1, (int) left) <= 0) {
			fail_msg("no outcome within %d ms", ALONE_PATIENCE_MS);
		}
		count = read(alone->outcome_fd, (char *) bytes + have, length - have);
		if (count <= 0) {
			assert_int_equal(have, 0);
			return false;
		}
		have += (size_t) count;
	}
	return true;
}

static bool read_frame(struct alone *alone)
{
	struct bgproc_frame frame;

	if (!read_bytes(alone, &frame, sizeof frame)) {
		return false;
	}
	assert_int_equal(frame.magic, BGPROC_FRAME_MAGIC);
	if (frame.kind == BGPROC_FRAME_STARTED) {
		assert_false(alone->has_started);
		assert_int_equal(frame.tail_length, 0);
		alone->has_started = true;
		alone->started = frame;
		return true;
	}
	assert_int_equal(frame.kind, BGPROC_FRAME_OUTCOME);
	assert_false(alone->has_outcome);
	assert_true(frame.tail_length <= BGPROC_OUTCOME_TAIL_MAX);
	if (frame.tail_length) {
		assert_true(read_bytes(alone, alone->tail, frame.tail_length));
	}
	alone->tail_length = frame.tail_length;
	alone->has_outcome = true;
	alone->outcome = frame;
	return true;
}

void alone_wait_started(struct alone *alone)
{
	assert_true(read_frame(alone));
	assert_true(alone->has_started || alone->has_outcome);
}

void alone_wait(struct alone *alone)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;
	struct rusage usage;
	pid_t pid;

	while (alone->outcome_fd >= 0 && read_frame(alone)) {
	}
	bgproc_fd_close(&alone->outcome_fd);
	while ((pid = wait4(alone->pid, &alone->exit_status, WNOHANG, &usage)) == 0) {
		if (alone_now_ms() > end) {
			kill(alone->pid, SIGKILL);
			waitpid(alone->pid, NULL, 0);
			fail_msg("the supervisor did not end within %d ms", ALONE_PATIENCE_MS);
		}
		alone_pause_ms(1);
	}
	assert_int_equal(pid, alone->pid);
	alone->cpu_us = (uint64_t) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
		(uint64_t) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

void alone_run(struct alone *alone)
{
	alone_start(alone);
	alone_wait(alone);
	assert_true(alone->has_outcome);
}

void alone_stop(struct alone *alone)
{
	kill(alone->pid, SIGTERM);
	alone_wait(alone);
}

static bool expected_name(struct alone *alone, const char *name)
{
	size_t length = strlen(alone->key);

	return strncmp(name, alone->key, length) == 0 || strncmp(name, "err.log", 7) == 0;
}

void alone_done(struct alone *alone)
{
	DIR *directory = opendir(alone->directory);
	struct dirent *entry;

	assert_true(WIFEXITED(alone->exit_status));
	assert_int_equal(WEXITSTATUS(alone->exit_status), 0);
	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
			continue;
		}
		if (!expected_name(alone, entry->d_name)) {
			fail_msg("left behind: %s", entry->d_name);
		}
		if (unlinkat(alone->dir_fd, entry->d_name, 0) < 0) {
			unlinkat(alone->dir_fd, entry->d_name, AT_REMOVEDIR);
		}
	}
	closedir(directory);
	close(alone->dir_fd);
	assert_int_equal(rmdir(alone->directory), 0);
}

void alone_control(struct alone *alone, enum bgproc_control op, int signal_number, uint64_t time_ms)
{
	union sigval value = {.sival_ptr = (void *) (uintptr_t) bgproc_control_pack(op, signal_number, time_ms)};

	assert_int_equal(sigqueue(alone->pid, BGPROC_CONTROL_SIGNAL, value), 0);
}

const char *alone_file(struct alone *alone, const char *suffix, size_t *length)
{
	static struct bgproc_buf text;
	char name[128], block[4096];
	ssize_t count;
	int fd;

	snprintf(name, sizeof name, "%s%s", suffix[0] == '.' ? alone->key : "", suffix);
	fd = openat(alone->dir_fd, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		return NULL;
	}
	bgproc_buf_free(&text);
	bgproc_buf_append(&text, "", 0);
	while ((count = read(fd, block, sizeof block)) > 0) {
		bgproc_buf_append(&text, block, (size_t) count);
	}
	close(fd);
	if (length) {
		*length = text.length;
	}
	return text.data;
}

bool alone_record_has(struct alone *alone, const char *text)
{
	const char *record = alone_file(alone, ".json", NULL);

	return record && strstr(record, text);
}

void alone_await_record(struct alone *alone, const char *text)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;

	while (!alone_record_has(alone, text)) {
		if (alone_now_ms() > end) {
			fail_msg("the record never had %s", text);
		}
		alone_pause_ms(1);
	}
}

bool alone_exists(struct alone *alone, const char *suffix)
{
	char name[128];
	struct stat st;

	snprintf(name, sizeof name, "%s%s", alone->key, suffix);
	return fstatat(alone->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

ssize_t alone_read_proc(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	ssize_t length;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", (int) pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	length = read(fd, text, size - 1);
	bgproc_fd_close(&fd);
	text[length > 0 ? length : 0] = '\0';
	return length;
}

void alone_await_forgotten(struct alone *alone)
{
	int64_t end = alone_now_ms() + ALONE_PATIENCE_MS;
	char wanted[96], text[4096];

	snprintf(wanted, sizeof wanted, "bgproc.supervisor %s", alone->key);
	for (;;) {
		ssize_t length = alone_read_proc(alone->pid, "cmdline", text, sizeof text);

		assert_true(length > 0);
		if ((size_t) length == strlen(wanted) + 1 && strcmp(text, wanted) == 0) {
			return;
		}
		if (alone_now_ms() > end) {
			fail_msg("%zd bytes are still shown: %s", length, text);
		}
		alone_pause_ms(1);
	}
}

size_t alone_await_eof(int fd, char *bytes, size_t size, int patience_ms)
{
	int64_t end = alone_now_ms() + patience_ms;
	size_t have = 0;
	char block[4096];

	for (;;) {
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		int64_t left = end - alone_now_ms();
		ssize_t count;

		if (left <= 0 || poll(&ready, 1, (int) left) <= 0) {
			fail_msg("somebody still holds the pipe after %d ms", patience_ms);
		}
		count = read(fd, block, sizeof block);
		if (count <= 0) {
			return have;
		}
		for (ssize_t i = 0; i < count && have < size; i++) {
			bytes[have++] = block[i];
		}
	}
}
