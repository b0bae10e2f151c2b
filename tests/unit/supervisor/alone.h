/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_ALONE_H
#define BGPROC_TESTS_ALONE_H

/*
 * Runs the built supervisor program without PHP. It does the work of src/launch (a state directory, a first record, the
 * descriptors, the command line) and reads the frames of the outcome pipe. The program is $BGPROC_TEST_SUPERVISOR, or
 * modules/bgproc.supervisor. Its commands are modes of the test program itself, see alone_command.c. A test program is one
 * file: it includes alone.c and alone_command.c.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/protocol/supervisor.h"
#include "src/core/record.h"

#include <stdbool.h>
#include <sys/types.h>

#define ALONE_OPTIONS_MAX 40
/* Limit of each wait. Only a defect takes longer. */
#define ALONE_PATIENCE_MS 40000
/* How much longer a guaranteed time may take on a busy machine. */
#define ALONE_SLACK_MS 2500

/* Arguments for alone_init(): a mode of alone_command.c, or a line for the shell. */
#define COMMAND(...) ((const char *const[]) {"alone-command", __VA_ARGS__, NULL})
#define SHELL(script) ((const char *const[]) {"sh", "-c", script, NULL})

struct alone {
	/* before the start */
	char directory[64];
	char key[64];
	const char *options[ALONE_OPTIONS_MAX]; /* besides the descriptors and --exec; NULL at the end */
	size_t option_count;
	const char *exec_path;      /* NULL: this test program */
	const char *const *command; /* NULL-terminated, ARG0 first */
	char *const *environment;   /* guarded by the caller; NULL: one entry, "_PATH=..." */
	enum bgproc_job_kind job;   /* kind in the record; the test adds the options of a job itself */
	bool capture;               /* KEY.out and KEY.err with --output-limit */
	uint64_t output_limit;
	int stdio[3];                             /* descriptors 0, 1, 2 of the supervisor; -1: /dev/null */
	int passed_fd;                            /* one more descriptor for an option, or -1 */
	void (*before_exec)(struct alone *alone); /* in the child that becomes the supervisor, or NULL */
	bool no_outcome;                          /* without an outcome pipe */

	/* after it */
	int dir_fd;
	int outcome_fd;
	pid_t pid;
	uint64_t created_us;
	struct bgproc_frame started, outcome;
	bool has_started, has_outcome;
	char tail[BGPROC_OUTCOME_TAIL_MAX + 1];
	size_t tail_length;
	int exit_status; /* of the supervisor, as waitpid() gives it */
	uint64_t cpu_us; /* processor time of the supervisor and its reaped children */
};

/* Prepares a test with a new directory and no options; nothing is kept after the end. */
void alone_init(struct alone *alone, const char *const *command);
/* The same, but the record is kept after the end. */
void alone_init_kept(struct alone *alone, const char *const *command);
/* The same for a SHELL(). */
void alone_init_shell(struct alone *alone, const char *const *command);
/* Both outputs go to files, each of at most output_limit bytes. */
void alone_capture(struct alone *alone, uint64_t output_limit);
void alone_option(struct alone *alone, const char *option);
void alone_start(struct alone *alone);

/* Reads frames until the outcome or the end of the pipe, reaps the supervisor. */
void alone_wait(struct alone *alone);
/* Reads one frame. */
void alone_wait_started(struct alone *alone);
/* start, wait. */
void alone_run(struct alone *alone);
/* SIGTERM, wait. */
void alone_stop(struct alone *alone);
/* Checks that the supervisor ended with 0 and that only the expected files are left. Removes the directory. */
void alone_done(struct alone *alone);

void alone_control(struct alone *alone, enum bgproc_control op, int signal_number, uint64_t time_ms);

/* The text of a file of the state directory; NULL when there is none. Valid until the next call. */
const char *alone_file(struct alone *alone, const char *suffix, size_t *length);
/* Whether the record contains this text. */
bool alone_record_has(struct alone *alone, const char *text);
/* Waits until the record contains this text. */
void alone_await_record(struct alone *alone, const char *text);
bool alone_exists(struct alone *alone, const char *suffix);
/* Reads at most size - 1 bytes of a file of /proc/PID and adds a NUL. Returns the number of bytes, -1 on failure. */
ssize_t alone_read_proc(pid_t pid, const char *name, char *text, size_t size);
/* Waits until the process list shows only the key of the supervisor's arguments. */
void alone_await_forgotten(struct alone *alone);

int64_t alone_now_ms(void);
void alone_pause_ms(int ms);
/* /proc/self/exe, resolved: a path for --exec. */
const char *alone_self(void);
/* Reads until no process holds the other end of the pipe any more. Keeps at most size bytes and returns their number. */
size_t alone_await_eof(int fd, char *bytes, size_t size, int patience_ms);

/* Group set-up and test teardown: kills all processes that a test, mostly a failed one, has left, by their pids. */
int alone_adopt(void **state);
int alone_clean_up(void **state);

/* Runs a mode if argv asks for one; then it does not return. */
void alone_command_main(int argc, char **argv);

#endif
