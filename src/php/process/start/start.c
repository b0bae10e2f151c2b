/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/start/start.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/launch/perform.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/path.h"
#include "src/php/base/time_zone.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/options/command_line.h"
#include "src/php/process/options/options.h"
#include "src/php/process/start/credentials.h"
#include "src/php/process/start/environment.h"
#include "src/php/process/start/files.h"
#include "src/php/process/start/texts.h"
#include "src/php/process/wait/one.h"
#include "src/platform/clock.h"
#include "src/platform/file/directory.h"
#include "src/store/file/store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/*
 * All resources of one start; start_free() releases them in reverse order in every case. The structure is memory of PHP's
 * heap. If PHP ends the script during the start, let_go() is called at the end of the request.
 */
struct start {
	struct bgproc_process_obj *process;
	const struct bgproc_start_job *job;           /* NULL: a plain process */
	const struct bgproc_process_options *options; /* the process's */
	struct bgproc_image image;
	struct bgproc_store *store;
	struct bgproc_command command;
	struct bgproc_buf path; /* PATH for the search of the program, with its NUL; empty: the system's default */
	struct bgproc_credentials credentials;
	struct bgproc_start_files files;
	zend_string *cwd; /* absolute; NULL: the caller's */
	zend_string *error_log;
	struct bgproc_argv envp;
	struct bgproc_buf text;
	struct bgproc_error err;
	uint64_t created_us;
	char created_at[20];
	zend_long utc_offset;
};

static struct bgproc_manager_obj *manager_of(const struct start *start)
{
	return Z_BGPROC_MANAGER_P(&start->process->manager);
}

/* Failures of the C layers become exceptions only here. */
static bool ok(struct start *start, enum bgproc_status status)
{
	if (status != BGPROC_OK && !EG(exception)) {
		bgproc_throw(&start->err);
	}
	return status == BGPROC_OK;
}

/* ---- what can be checked before anything is made ---- */

static bool check_cwd(struct start *start)
{
	zend_string *cwd = start->options->cwd;
	int why;

	if (!cwd) {
		start->cwd = bgproc_path_of_thread();
		return true;
	}
	if (!bgproc_path_allowed("Option \"cwd\"", ZSTR_VAL(cwd))) {
		return false;
	}
	start->cwd = bgproc_path_absolute(ZSTR_VAL(cwd));
	why = start->cwd ? bgproc_directory_usable(ZSTR_VAL(start->cwd)) : errno;
	if (why) {
		start->err.stage = BGPROC_STAGE_CHDIR;
		bgproc_error_set(&start->err, BGPROC_ERR_SPAWN, why, "Cannot change to the directory %.200s", ZSTR_VAL(cwd));
		return ok(start, BGPROC_ERR_SPAWN);
	}
	return true;
}

/* Sets the PATH for the search of the program: that of the option "env" if there is one, else the inherited one. */
static void set_search_path(struct start *start)
{
	zval *given = start->options->env ? zend_hash_str_find_deref(start->options->env, ZEND_STRL("PATH")) : NULL;
	const char *inherited;

	if (given) {
		if (Z_TYPE_P(given) == IS_STRING) {
			bgproc_buf_append(&start->path, Z_STRVAL_P(given), Z_STRLEN_P(given) + 1);
		}
		return;
	}
	/* putenv() in another thread may move the value. PHP's heap is not used here: a bailout would leave the lock taken. */
	tsrm_env_lock();
	inherited = start->options->inherit_env ? getenv("PATH") : NULL;
	if (inherited) {
		bgproc_buf_append(&start->path, inherited, strlen(inherited) + 1);
	}
	tsrm_env_unlock();
}

/* Called early in the start: PHP reads its time zone from a file, which needs a free descriptor. */
static void take_time(struct start *start)
{
	time_t now, local;
	struct tm tm;

	start->created_us = bgproc_wall_us();
	now = (time_t) (start->created_us / 1000000);
	/* The offset of the zone is read once; the local time is then computed from it. */
	start->utc_offset = bgproc_zone_offset(now);
	local = now + (time_t) start->utc_offset;
	if (!gmtime_r(&local, &tm) || strftime(start->created_at, sizeof start->created_at, "%Y-%m-%d %H:%M:%S", &tm) == 0) {
		start->created_at[0] = '\0';
	}
}

/* The command is one of our own programs. A memory file has no path, so the supervisor inherits its descriptor. */
static void take_program(struct start *start, const struct bgproc_image *program)
{
	const char *name = start->job->program_name;

	bgproc_buf_append(&start->command.words, name, strlen(name) + 1);
	start->command.argc = 1;
	start->command.program = program->fd >= 0 ? zend_strpprintf(0, "/proc/self/fd/%d", program->fd)
											  : zend_string_init(program->path, strlen(program->path), 0);
}

/* False with an exception pending. */
static bool find_command(struct start *start)
{
	const char *cwd = start->cwd ? ZSTR_VAL(start->cwd) : NULL;

	if (start->job && start->job->program) {
		take_program(start, start->job->program);
		return true;
	}
	set_search_path(start);
	return ok(start,
		bgproc_command_resolve(&start->command, &start->process->commandline, cwd, start->path.data, &start->err));
}

static bool check(struct start *start)
{
	if (!check_cwd(start)) {
		return false;
	}
	if (!ok(start, bgproc_credentials_find(&start->credentials, start->options->user, start->options->group, &start->err))) {
		return false;
	}
	if (!find_command(start)) {
		return false;
	}
	start->error_log = bgproc_manager_error_log(manager_of(start));
	if (start->error_log && !bgproc_path_allowed("The error log", ZSTR_VAL(start->error_log))) {
		return false;
	}
	take_time(start);
	return ok(start, bgproc_program_image_supervisor(&start->image, BGPROC_G(supervisor), &start->err));
}

/* ---- the start as plain data ---- */

/* The destination of an output; number is its descriptor, 1 or 2. */
static struct bgproc_launch_output output_of(const struct start *start, int number)
{
	const struct bgproc_process_options *options = start->options;

	if (number == 2 && options->stderr_to_stdout) {
		return (struct bgproc_launch_output) {BGPROC_OUTPUT_STDOUT, -1};
	}
	if (options->capture_output) {
		return (struct bgproc_launch_output) {BGPROC_OUTPUT_FILE, start->files.capture_writers[number - 1]};
	}
	if (number == 2 && !options->files[2].path) {
		return (struct bgproc_launch_output) {BGPROC_OUTPUT_TAIL, -1};
	}
	/* The output is not read here; but with an idle timeout the supervisor must see when something is written. */
	return (struct bgproc_launch_output) {options->idle_timeout_ms >= 0 ? BGPROC_OUTPUT_RELAY : BGPROC_OUTPUT_INHERIT, -1};
}

/* Sets everything except the texts. */
static void describe(struct start *start, struct bgproc_launch *launch)
{
	const struct bgproc_process_options *options = start->options;
	const struct bgproc_credentials *credentials = &start->credentials;
	const struct bgproc_start_files *files = &start->files;
	const zend_string *error_log = manager_of(start)->error_log;

	*launch = (struct bgproc_launch) {
		.key = ZSTR_VAL(start->process->key),
		.scope = options->scope ? ZSTR_VAL(options->scope) : "",
		.created_us = start->created_us,
		.utc_offset_s = start->utc_offset,
		.program = ZSTR_VAL(start->command.program),
		.program_fd = start->job && start->job->program ? start->job->program->fd : -1,
		.words = &start->command.words,
		.word_count = start->command.argc,
		.shell_fallback = start->command.shell_fallback,
		.environment = &start->envp,
		.cwd = start->cwd ? ZSTR_VAL(start->cwd) : NULL,
		.has_uid = credentials->has_uid,
		.has_gid = credentials->has_gid,
		.has_nice = options->has_nice,
		.uid = credentials->uid,
		.gid = credentials->gid,
		.groups = credentials->groups ? ZSTR_VAL(credentials->groups) : NULL,
		.umask = options->umask,
		.nice = options->nice,
		.limits = options->limits,
		.limit_count = options->limit_count,
		.timeout_ms = options->timeout_ms,
		.idle_timeout_ms = options->idle_timeout_ms,
		.grace_ms = options->grace_ms,
		.keep_s = (uint64_t) (options->keep < 0 ? BGPROC_G(keep) : options->keep),
		/* The path as given: a relative path is resolved in the state directory that is already open. */
		.error_log = error_log ? ZSTR_VAL(error_log) : NULL,
		.confirm = options->confirm,
		.stdio = {files->stdio[0], files->stdio[1], files->stdio[2]},
		.outcome_fd = files->outcome[1],
		.capture = options->capture_output,
		.output_limit = (uint64_t) (options->output_limit ? options->output_limit : BGPROC_G(output_limit)),
		.out = output_of(start, 1),
		.err = output_of(start, 2),
		.dir_fd = bgproc_store_file_directory(start->store),
		.renames = files->renames,
		.rename_count = files->rename_count,
		.image_fd = start->image.fd,
		.image_path = start->image.path,
		.job = start->job ? &start->job->launch : NULL,
	};
	memcpy(launch->created_at, start->created_at, sizeof launch->created_at);
}

static bool launch(struct start *start)
{
	struct bgproc_launch launch;
	enum bgproc_status status;
	int cut[2];

	bgproc_environment_write(&start->envp, start->options->env, start->options->inherit_env);
	describe(start, &launch);
	launch.cut_fds = cut;
	launch.cut_count = bgproc_start_files_to_cut(&start->files, start->options, cut);
	bgproc_launch_borrow_texts(&launch, &start->process->commandline, start->options->labels);
	status = bgproc_launch_perform(&launch, &start->text, &start->err);
	bgproc_launch_free_texts(&launch);
	return ok(start, status);
}

/* ---- the start ---- */

/* The handle takes over what it needs later; start_free() releases the rest. */
static void hand_over(struct start *start)
{
	struct bgproc_process_obj *process = start->process;

	process->started = true;
	process->owner_pid = getpid();
	process->outcome_fd = start->files.outcome[0];
	start->files.outcome[0] = -1;
	for (int i = 0; i < 2; i++) {
		process->capture_fds[i] = start->files.capture_readers[i];
		start->files.capture_readers[i] = -1;
	}
	process->text = start->text;
	start->text = (struct bgproc_buf) BGPROC_BUF_INIT;
}

/* Reserves a key that the user has chosen. A random key is not checked: should it exist, publishing refuses the start. */
static bool claim(struct start *start)
{
	struct bgproc_process_obj *process = start->process;

	return !process->key_chosen ||
		ok(start, start->store->ops->claim(start->store, ZSTR_VAL(process->key), &start->err));
}

/* Opens the store, which belongs to the start from here on. */
static bool open_store(struct start *start)
{
	if (!bgproc_manager_open_store(manager_of(start), true, &start->store)) {
		return false;
	}
	bgproc_manager_keep_store(start->store);
	return true;
}

/* The worker's user must be able to reach the socket. Otherwise every request would fail later, in another process. */
static bool check_worker(struct start *start)
{
	const struct bgproc_launch_job *job = &start->job->launch;
	struct stat st;

	if (!job->has_worker || job->worker == geteuid() || job->worker == 0 ||
		(fstat(bgproc_store_file_directory(start->store), &st) == 0 && (st.st_mode & S_IXOTH))) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STORE, 0,
		"The user %lu (option \"worker_user\") cannot reach the state directory %.200s: its mode must be 0711",
		(unsigned long) job->worker, ZSTR_VAL(manager_of(start)->working_directory));
	return false;
}

/* Adds the files of a job to the files of the start. */
static bool add_files(struct start *start)
{
	const struct bgproc_start_job *job = start->job;
	const char *key = ZSTR_VAL(start->process->key);
	int dir_fd = bgproc_store_file_directory(start->store);

	if (!check_worker(start)) {
		return false;
	}
	if (job->input) {
		bgproc_start_files_replace_stdin(&start->files, job->input);
	}
	return (!job->script || bgproc_start_files_write(&start->files, dir_fd, key, ".php", job->script)) &&
		(!job->request || bgproc_start_files_write(&start->files, dir_fd, key, ".request", job->request));
}

static bool perform(struct start *start)
{
	const char *key = ZSTR_VAL(start->process->key);

	if (!check(start) || !open_store(start) || !claim(start) ||
		!bgproc_start_files_open(&start->files, start->options, bgproc_store_file_directory(start->store), key) ||
		(start->job && !add_files(start)) || !launch(start)) {
		return false;
	}
	hand_over(start);
	return true;
}

/* Releases what is not in PHP's heap, and removes files that have not got their final names. */
static void let_go(void *what)
{
	struct start *start = what;

	bgproc_start_files_close(&start->files, start->store ? bgproc_store_file_directory(start->store) : -1);
	bgproc_argv_free(&start->envp);
	bgproc_buf_free(&start->text);
	bgproc_buf_free(&start->path);
	bgproc_buf_free(&start->command.words);
	if (start->store) {
		start->store->ops->close(start->store);
		start->store = NULL;
	}
}

static void start_free(struct start *start, struct bgproc_held *held)
{
	bgproc_held_end(held);
	bgproc_command_free(&start->command);
	bgproc_credentials_free(&start->credentials);
	if (start->cwd) {
		zend_string_release(start->cwd);
	}
	if (start->error_log) {
		zend_string_release(start->error_log);
	}
	efree(start);
}

bool bgproc_process_start(struct bgproc_process_obj *process, const struct bgproc_start_job *job)
{
	struct start *start;
	struct bgproc_held *held;
	bool started, confirm;

	if (!BGPROC_G(allow_processes)) {
		bgproc_throw_status(
			BGPROC_ERR_INTERNAL, 0, "Starting processes is switched off (INI bgproc.allow_processes is 0)");
		return false;
	}
	start = emalloc(sizeof *start);
	*start = (struct start) {.process = process, .job = job, .files = BGPROC_START_FILES_INIT, .err = BGPROC_ERROR_INIT};
	start->options = &process->options->checked;
	held = bgproc_held_new(let_go, start);
	started = perform(start);
	confirm = start->options->confirm;
	start_free(start, held);
	return started && (!confirm || bgproc_process_confirm(process));
}
