/* SPDX-License-Identifier: Apache-2.0 */
#include "src/supervisor/supervisor.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/process/exec.h"
#include "src/platform/process/proc.h"
#include "src/platform/process/self.h"
#include "src/platform/signal/signals.h"
#include "src/platform/signal/sigsource.h"
#include "src/supervisor/actions.h"
#include "src/supervisor/job/tracked_job.h"
#include "src/supervisor/loop.h"
#include "src/supervisor/settle.h"
#include "src/supervisor/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * bgproc.supervisor: watches one command from its start to its end. It is started by the module (or by another program
 * that speaks src/protocol/supervisor.h), never by hand.
 *
 * Exit codes: 0 the end of the command, or why it was not started, is settled; 100 wrong command line; 111 the system
 * did not let the supervisor do its work. How the command ended is in the record and the outcome frame, never here.
 */
#define EXIT_DONE 0
#define EXIT_USAGE 100
#define EXIT_SYSTEM 111

#define PROGRAM_NAME "bgproc.supervisor"

extern char **environ;

/*
 * The signal state of the caller must have no effect. A blocked signal stays blocked until the loop reads it, so a stop is
 * neither lost nor kills the supervisor. An ignored SIGCHLD would hide the end of the command.
 */
static void take_over_signals(void)
{
	sigset_t unused;

	bgproc_signals_block_all(&unused);
	bgproc_signals_default_all();
}

/* If descriptor 0, 1 or 2 were closed, the next opened file would get its number. */
static void fill_stdio(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR | O_NOCTTY);
	} while (fd >= 0 && fd < 3);
	bgproc_fd_close(&fd);
}

static void complain(const char *text)
{
	static const char prefix[] = PROGRAM_NAME ": ";

	/* If this fails too, there is no way to report it. */
	if (bgproc_write_all(2, prefix, sizeof prefix - 1) == 0 && bgproc_write_all(2, text, strlen(text)) == 0) {
		bgproc_write_all(2, "\n", 1);
	}
}

static void fail(struct bgproc_supervisor *supervisor, enum bgproc_stage stage, int sys_errno, const char *text)
{
	bgproc_error_set(&supervisor->failure, BGPROC_ERR_SPAWN, sys_errno, "%s", text);
	supervisor->failure.stage = stage;
}

/* Copies count strings, with a NULL after them; NULL without memory. The copies are kept until the end. */
static char **copy_strings(char *const *strings, int count)
{
	char **copies = calloc((size_t) count + 1, sizeof *copies);

	for (int i = 0; copies && i < count; i++) {
		copies[i] = strdup(strings[i]);
		if (!copies[i]) {
			return NULL;
		}
	}
	return copies;
}

/*
 * A command that is started later needs its arguments and environment until then, but the originals are visible to all
 * users. So they are copied, and forget_arguments() can overwrite the originals at once. The options are parsed again from
 * the copies, and point into them.
 */
static bool keep_arguments(struct bgproc_supervisor *supervisor, int argc, char **argv)
{
	struct bgproc_options *options = &supervisor->options;
	int count = 0;

	if (!bgproc_arguments_delayed(options) && options->retries == 0) {
		return true;
	}
	while (environ[count]) {
		count++;
	}
	argv = copy_strings(argv, argc);
	supervisor->environment = copy_strings(environ, count);
	if (!argv || !supervisor->environment) {
		fail(supervisor, BGPROC_STAGE_SUPERVISOR, ENOMEM, "Cannot set the supervisor up");
		return false;
	}
	bgproc_arguments_free(options);
	return bgproc_arguments_parse(options, argc, argv, &supervisor->failure) == BGPROC_OK;
}

/* Sets up signals, the record and the subreaper, and copies what must outlive the arguments. */
static bool set_up(struct bgproc_supervisor *supervisor, int argc, char **argv)
{
	struct bgproc_options *options = &supervisor->options;

	bgproc_self_set_name("bgproc");
	supervisor->environment = environ;
	bgproc_job_open(supervisor);
	if (!keep_arguments(supervisor, argc, argv)) {
		return false;
	}
	if (options->error_log && !(options->error_log = strdup(options->error_log))) {
		fail(supervisor, BGPROC_STAGE_SUPERVISOR, ENOMEM, "Cannot set the supervisor up");
		return false;
	}
	if (bgproc_record_writer_open(&supervisor->writer, options->dir_fd, options->key, options->record_fd,
			options->fixed_length, &supervisor->failure) != BGPROC_OK) {
		supervisor->failure.stage = BGPROC_STAGE_SUPERVISOR;
		return false;
	}
	supervisor->writer.job = options->job;
	supervisor->writer.output_files = options->out.mode == BGPROC_OUTPUT_FILE;
	supervisor->writer_ready = true;
	/* Without subreapers, processes that leave the group cannot be found; everything else works. */
	bgproc_become_subreaper();
	if (bgproc_signals_open(supervisor) < 0) {
		fail(supervisor, BGPROC_STAGE_SUPERVISOR, errno, "Cannot set the supervisor up");
		return false;
	}
	return true;
}

/* Reserves the space of the final record, which must exist before a command may run. */
static bool reserve(struct bgproc_supervisor *supervisor)
{
	const struct bgproc_options *options = &supervisor->options;

	if ((options->keep_s > 0 || options->keep_failed_s > 0) &&
		bgproc_record_writer_reserve(&supervisor->writer, &supervisor->failure) != BGPROC_OK) {
		supervisor->failure.stage = BGPROC_STAGE_RESERVE;
		return false;
	}
	return true;
}

/* From here on the arguments and the environment are not needed any more. They may contain secrets, so they are overwritten. */
static void forget_arguments(struct bgproc_supervisor *supervisor, int argc, char **argv)
{
	char title[sizeof PROGRAM_NAME + sizeof supervisor->writer.key];

	if (supervisor->options.error_log) {
		bgproc_settle_note_command(supervisor);
	}
	snprintf(title, sizeof title, PROGRAM_NAME " %s", supervisor->writer.key);
	bgproc_self_set_title(argc, argv, environ, title);
}

static void supervise(struct bgproc_supervisor *supervisor, int argc, char **argv)
{
	/* Handles a stop that was sent during the start. */
	bgproc_signals_serve(supervisor);
	if (supervisor->machine.phase == BGPROC_PHASE_STARTING) {
		if (reserve(supervisor)) {
			bgproc_actions_begin(supervisor);
		} else {
			bgproc_actions_step(supervisor, BGPROC_EVENT_SPAWN_FAILED);
		}
	}
	if (supervisor->machine.phase != BGPROC_PHASE_DONE) {
		forget_arguments(supervisor, argc, argv);
		bgproc_loop_run(supervisor);
	}
}

static void clean_up(struct bgproc_supervisor *supervisor)
{
	bgproc_capture_close(&supervisor->out);
	bgproc_capture_close(&supervisor->err);
	bgproc_fd_close(&supervisor->cut_fd);
	bgproc_record_writer_close(&supervisor->writer);
	bgproc_sigsource_close(&supervisor->signal_fd);
	free((char *) supervisor->options.error_log);
	bgproc_arguments_free(&supervisor->options);
}

int main(int argc, char **argv)
{
	static struct bgproc_supervisor supervisor = {.machine = BGPROC_MACHINE_INIT,
		.writer.reserve_fd = -1,
		.writer.current_fd = -1,
		.writer.result_fd = -1,
		.out = {.read_end = -1, .write_end = -1, .sink.fd = -1},
		.err = {.read_end = -1, .write_end = -1, .sink.fd = -1},
		.cut_fd = -1,
		.clocks = BGPROC_CLOCKS_INIT,
		.signal_fd = -1};
	int status = EXIT_DONE;

	take_over_signals();
	if (bgproc_arguments_parse(&supervisor.options, argc, argv, &supervisor.failure) != BGPROC_OK) {
		complain(supervisor.failure.text);
		bgproc_arguments_free(&supervisor.options);
		return EXIT_USAGE;
	}
	fill_stdio();
	bgproc_fds_close_on_exec(3);
	if (set_up(&supervisor, argc, argv)) {
		supervise(&supervisor, argc, argv);
	} else {
		complain(supervisor.failure.text);
		bgproc_actions_step(&supervisor, BGPROC_EVENT_SPAWN_FAILED);
		status = EXIT_SYSTEM;
	}
	bgproc_settle_end(&supervisor);
	clean_up(&supervisor);
	return status;
}
