/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/options/command_line.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/job/start/start.h"
#include "src/php/process/manager_store.h"
#include "src/php/base/path.h"
#include "src/php/process/options/options.h"
#include "src/php/process/start/start.h"
#include "src/php/process/refresh.h"
#include "src/php/process/wait/one.h"
#include "src/php/process/start/stdio.h"
#include "src/php/process/start/environment.h"
#include "src/php/process/start/program_image.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"

#include "src/protocol/supervisor.h"
#include "src/core/version.h"
#include "src/platform/clock.h"
#include "src/platform/process/detach.h"
#include "src/platform/file/files.h"
#include "src/platform/process/proc.h"
#include "src/store/record/encode.h"
#include "src/store/store.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/*
 * Everything one start owns; undone in reverse by start_free(), whatever happened. It is memory of PHP's heap, since PHP
 * may end the script within the start, and let_go() is then called at the end of the request.
 */
struct start {
	struct bgproc_process_obj *process;
	struct bgproc_process_options options;
	struct bgproc_image image;
	struct bgproc_store *store;
	struct bgproc_command command;
	struct bgproc_buf path; /* PATH for the search of the program, with its NUL; empty: the system's default */
	struct bgproc_account account;
	struct bgproc_start_files files;
	zend_string *cwd; /* absolute; NULL: the caller's */
	zend_string *error_log;
	struct bgproc_words argv;
	struct bgproc_words envp;
	struct bgproc_buf text;
	struct bgproc_record_patches patches;
	struct bgproc_error err;
	uint64_t created_us;
	char created_at[20];
	zend_long utc_offset;
};

static struct bgproc_manager_obj *manager_of(const struct start *start)
{
	return Z_BGPROC_MANAGER_P(&start->process->manager);
}

/* Failures of the C layers become exceptions here, once. */
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
	zend_string *cwd = start->options.cwd;
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

/* Sets the PATH that the search follows: the command's own where it is given one. */
static void set_search_path(struct start *start)
{
	zval *given = start->options.env ? zend_hash_str_find_deref(start->options.env, ZEND_STRL("PATH")) : NULL;
	const char *inherited;

	if (given) {
		if (Z_TYPE_P(given) == IS_STRING) {
			bgproc_buf_append(&start->path, Z_STRVAL_P(given), Z_STRLEN_P(given) + 1);
		}
		return;
	}
	/* Another thread's putenv() moves what we read. No memory of PHP's in between: a bailout would leave the lock taken. */
	tsrm_env_lock();
	inherited = start->options.inherit_env ? getenv("PATH") : NULL;
	if (inherited) {
		bgproc_buf_append(&start->path, inherited, strlen(inherited) + 1);
	}
	tsrm_env_unlock();
}

/*
 * Seconds east of UTC where PHP's zone is. Without the file of that zone (a chroot, no free descriptor) PHP throws an Error, and
 * php_idate() would follow a null pointer: the time is UTC then, since a start needs no time zone.
 */
zend_long bgproc_zone_offset(time_t now)
{
	bool pending = EG(exception) != NULL;

	if (get_timezone_info()) {
		return php_idate('Z', now, false);
	}
	if (!pending && EG(exception)) {
		zend_clear_exception();
	}
	return 0;
}

/* Early: PHP reads its time zone from a file, and needs a free descriptor for it. */
static void take_time(struct start *start)
{
	time_t now, local;
	struct tm tm;

	start->created_us = bgproc_wall_us();
	now = (time_t) (start->created_us / 1000000);
	/* The zone is asked once; what its clocks show is then a sum. */
	start->utc_offset = bgproc_zone_offset(now);
	local = now + (time_t) start->utc_offset;
	if (!gmtime_r(&local, &tm) || strftime(start->created_at, sizeof start->created_at, "%Y-%m-%d %H:%M:%S", &tm) == 0) {
		start->created_at[0] = '\0';
	}
}

/* False with an exception pending. */
static bool find_command(struct start *start)
{
	struct bgproc_job_plan *plan = start->process->plan;
	const char *cwd = start->cwd ? ZSTR_VAL(start->cwd) : NULL;

	if (plan && bgproc_job_plan_command(plan, &start->command)) {
		return true;
	}
	set_search_path(start);
	return ok(start,
		bgproc_command_resolve(&start->command, &start->process->commandline, cwd, start->path.data, &start->err));
}

static bool check(struct start *start)
{
	if (!bgproc_process_options_parse(Z_ARRVAL(start->process->options), true, &start->options) || !check_cwd(start)) {
		return false;
	}
	if (!ok(start, bgproc_account_find(&start->account, start->options.user, start->options.group, &start->err))) {
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
	return ok(start, bgproc_supervisor_image_find(&start->image, &start->err));
}

/* ---- the record ---- */

/* The fixed part, with the user's strings borrowed; only the arrays that hold them are ours for the moment. */
static void write_record(struct start *start)
{
	const struct bgproc_process_options *options = &start->options;
	zval *commandline = &start->process->commandline, *item;
	size_t count = Z_TYPE_P(commandline) == IS_STRING ? 1 : zend_hash_num_elements(Z_ARRVAL_P(commandline));
	uint32_t labels = options->labels ? zend_hash_num_elements(options->labels) : 0;
	struct bgproc_record record = {0};
	zend_string *name;

	record.key = ZSTR_VAL(start->process->key);
	record.argv = safe_emalloc(count, sizeof *record.argv, 0);
	record.argv_lengths = safe_emalloc(count, sizeof *record.argv_lengths, 0);
	if (Z_TYPE_P(commandline) == IS_STRING) {
		record.is_shell_line = true;
		record.argv[0] = Z_STRVAL_P(commandline);
		record.argv_lengths[0] = Z_STRLEN_P(commandline);
		record.argc = 1;
	} else {
		ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(commandline), item) {
			ZVAL_DEREF(item);
			record.argv[record.argc] = Z_STRVAL_P(item);
			record.argv_lengths[record.argc++] = Z_STRLEN_P(item);
		}
		ZEND_HASH_FOREACH_END();
	}
	record.labels = labels ? safe_emalloc(labels, sizeof *record.labels, 0) : NULL;
	if (labels) {
		ZEND_HASH_FOREACH_STR_KEY_VAL(options->labels, name, item) {
			ZVAL_DEREF(item);
			record.labels[record.label_count++] = (struct bgproc_label) {ZSTR_VAL(name), Z_STRVAL_P(item)};
		}
		ZEND_HASH_FOREACH_END();
	}
	record.created_us = start->created_us;
	memcpy(record.created_at, start->created_at, sizeof record.created_at);
	bgproc_identity_here(&record.supervisor);
	record.version = BGPROC_RECORD_VERSION;
	record.uid = (uint32_t) geteuid();
	record.keep_s = (uint64_t) options->keep;
	record.scope = options->scope ? ZSTR_VAL(options->scope) : "";
	record.capture = options->capture_output;
	record.output_limit = options->capture_output ? (uint64_t) options->output_limit : 0;
	record.in_service = bgproc_in_service();
	record.state = BGPROC_STATE_STARTING;
	if (start->process->plan) {
		bgproc_job_plan_record(start->process->plan, &record);
	}

	bgproc_record_encode_fixed(&start->text, &record, &start->patches);
	start->argv.fixed_length = start->text.length;
	bgproc_record_encode_live(&start->text, &record);
	efree(record.argv);
	efree(record.argv_lengths);
	if (record.labels) {
		efree(record.labels);
	}
}

/* ---- the words of the supervisor's command line ---- */

static void say_output(struct start *start, struct bgproc_words *words, int number, const char *name)
{
	const struct bgproc_process_options *options = &start->options;

	if (number == 2 && options->stderr_to_stdout) {
		bgproc_words_add(words, "--stderr=stdout");
	} else if (options->capture_output) {
		bgproc_words_add(words, "--%s=file:%d", name, start->files.capture_writers[number - 1]);
	} else if (options->files[number].path) {
		bgproc_words_add(words, "--%s=%s", name, options->idle_timeout_ms >= 0 ? "relay" : "inherit");
	} else if (number == 2) {
		bgproc_words_add(words, "--stderr=tail");
	} else {
		/* Nobody reads it, but idle time may have to be seen. */
		bgproc_words_add(words, "--stdout=%s", options->idle_timeout_ms >= 0 ? "relay" : "inherit");
	}
}

static void say_limits(struct start *start, struct bgproc_words *words)
{
	for (size_t i = 0; i < start->options.limit_count; i++) {
		const struct bgproc_limit_option *limit = &start->options.limits[i];
		char soft[24], hard[24];

		bgproc_limit_text(soft, limit->soft);
		bgproc_limit_text(hard, limit->hard);
		bgproc_words_add(words, "--limit=%d:%s:%s", limit->resource, soft, hard);
	}
}

static void say_account(struct start *start, struct bgproc_words *words)
{
	const struct bgproc_account *account = &start->account;

	if (account->has_gid) {
		bgproc_words_add(words, "--gid=%lu", (unsigned long) account->gid);
		bgproc_words_add_text(words, "--groups=", account->groups ? ZSTR_VAL(account->groups) : "");
	}
	if (account->has_uid) {
		bgproc_words_add(words, "--uid=%lu", (unsigned long) account->uid);
	}
}

static void say_behaviour(struct start *start, struct bgproc_words *words)
{
	const struct bgproc_process_options *options = &start->options;

	if (start->cwd) {
		bgproc_words_add(words, "--cwd=%s", ZSTR_VAL(start->cwd));
	}
	if (options->umask >= 0) {
		bgproc_words_add(words, "--umask=%d", options->umask);
	}
	if (options->has_nice) {
		bgproc_words_add(words, "--nice=%d", options->nice);
	}
	if (options->timeout_ms >= 0) {
		bgproc_words_add(words, "--timeout-ms=%lld", (long long) options->timeout_ms);
	}
	if (options->idle_timeout_ms >= 0) {
		bgproc_words_add(words, "--idle-timeout-ms=%lld", (long long) options->idle_timeout_ms);
	}
	bgproc_words_add(words, "--grace-ms=%lld", (long long) options->grace_ms);
	if (start->process->plan) {
		bgproc_job_plan_say(start->process->plan, words);
	} else {
		bgproc_words_add(words, "--keep=%lld", (long long) options->keep);
	}
	if (start->error_log) {
		/* Not the full path: a relative one starts at the state directory that we have opened. */
		bgproc_words_add(words, "--error-log=%s", ZSTR_VAL(manager_of(start)->error_log));
		bgproc_words_add(words, "--utc-offset=%lld", (long long) start->utc_offset);
	}
	if (options->confirm) {
		bgproc_words_add(words, "--confirm=1");
	}
}

/* src/protocol/supervisor.h describes each word. */
static bool write_words(struct start *start)
{
	struct bgproc_words *words = &start->argv;

	bgproc_words_add(words, "bgproc.supervisor");
	bgproc_words_add(words, "%s", ZSTR_VAL(start->process->key));
	bgproc_words_add(words, "--protocol=%d", BGPROC_PROTOCOL_VERSION);
	bgproc_words_add(words, "--dir-fd=%d", start->store->dir_fd);
	bgproc_words_add(words, "--record-fd=%0*d", BGPROC_PATCH_WIDTH, 0);
	bgproc_words_add(words, "--fixed-length=%zu", words->fixed_length);
	bgproc_words_add(words, "--outcome-fd=%d", start->files.outcome[1]);
	say_output(start, words, 1, "stdout");
	say_output(start, words, 2, "stderr");
	bgproc_words_add(words, "--output-limit=%lld", (long long) start->options.output_limit);
	say_limits(start, words);
	say_account(start, words);
	say_behaviour(start, words);
	bgproc_words_add(words, "--exec=%s", ZSTR_VAL(start->command.program));
	if (start->command.shell_fallback) {
		bgproc_words_add(words, "--shell-fallback=1");
	}
	bgproc_words_add(words, "--");
	bgproc_words_append(words, &start->command.words, start->command.argc);

	bgproc_words_environment(&start->envp, start->options.env, start->options.inherit_env);
	return ok(start, bgproc_words_finish(&start->argv, &start->err)) &&
		ok(start, bgproc_words_finish(&start->envp, &start->err));
}

/* The zeros of --record-fd inside the finished words. */
static char *record_fd_field(struct start *start)
{
	return start->argv.pointers[4] + strlen("--record-fd=");
}

/* ---- the start ---- */

static enum bgproc_status detach(struct start *start, struct bgproc_identity *identity)
{
	struct bgproc_start_files *files = &start->files;
	int cut[2];
	char temp_name[BGPROC_KEY_MAX + 48], final_name[BGPROC_STORE_NAME_SIZE];
	const int passed[] = {start->store->dir_fd, files->outcome[1], files->capture_writers[0], files->capture_writers[1],
		start->process->plan ? start->process->plan->program.fd : -1};
	struct bgproc_detach detach = {
		.image_fd = start->image.fd,
		.image_path = start->image.path,
		.argv = start->argv.pointers,
		.envp = start->envp.pointers,
		.record_fd_arg = record_fd_field(start),
		.dir_fd = start->store->dir_fd,
		.temp_name = temp_name,
		.final_name = final_name,
		.text = start->text.data,
		.text_length = start->text.length,
		.pid_offset = start->patches.pid_offset,
		.start_offset = start->patches.start_offset,
		.inode_offset = start->patches.inode_offset,
		.renames = files->renames,
		.rename_count = files->rename_count,
		.cut_fds = cut,
		.cut_count = bgproc_start_files_to_cut(files, &start->options, cut),
		.stdio = {files->stdio[0], files->stdio[1], files->stdio[2]},
		.passed_fds = passed,
		.passed_count = passed[4] >= 0 ? 5 : start->options.capture_output ? 4
																		   : 2,
	};
	enum bgproc_status status;
	bgproc_store_temp_name(temp_name, ZSTR_VAL(start->process->key));
	bgproc_store_file_name(final_name, ZSTR_VAL(start->process->key), ".json");
	status = bgproc_detach(&detach, identity, &start->err);
	if (status == BGPROC_OK) {
		bgproc_detach_patch(&detach, identity);
	}
	return status;
}

/* The handle takes over what it will need; the rest goes with start_free(). */
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

/* Looking for a key that was made at random would be in vain. Should there be such a record, publishing refuses the start. */
static bool claim(struct start *start)
{
	struct bgproc_process_obj *process = start->process;

	return !process->key_chosen ||
		ok(start, start->store->ops->claim(start->store, ZSTR_VAL(process->key), &start->err));
}

/* Opens the store, which is the start's from here on. */
static bool open_store(struct start *start)
{
	if (!bgproc_manager_open_store(manager_of(start), true, &start->store)) {
		return false;
	}
	bgproc_manager_keep_store(start->store);
	return true;
}

static bool perform(struct start *start)
{
	struct bgproc_identity identity;
	const char *key = ZSTR_VAL(start->process->key);

	if (!check(start) || !open_store(start) || !claim(start) ||
		!bgproc_start_files_open(&start->files, &start->options, start->store->dir_fd, key) ||
		(start->process->plan &&
			!bgproc_job_plan_files(start->process->plan, &start->files, start->store->dir_fd, key))) {
		return false;
	}
	write_record(start);
	if (!bgproc_buf_ok(&start->text)) {
		return ok(start, bgproc_error_set(&start->err, BGPROC_ERR_INTERNAL, 0, "Out of memory for the record"));
	}
	if (!write_words(start)) {
		return false;
	}
	if (!ok(start, detach(start, &identity))) {
		return false;
	}
	hand_over(start);
	return true;
}

/* Releases what is not in PHP's heap, and removes files that did not get their names. */
static void let_go(void *what)
{
	struct start *start = what;

	bgproc_start_files_close(&start->files, start->store ? start->store->dir_fd : -1);
	bgproc_buf_free(&start->envp.block);
	bgproc_buf_free(&start->argv.block);
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
	bgproc_words_free(&start->envp);
	bgproc_words_free(&start->argv);
	bgproc_command_free(&start->command);
	bgproc_account_free(&start->account);
	if (start->cwd) {
		zend_string_release(start->cwd);
	}
	if (start->error_log) {
		zend_string_release(start->error_log);
	}
	efree(start);
}

bool bgproc_process_start(struct bgproc_process_obj *process)
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
	*start = (struct start) {.process = process, .files = BGPROC_START_FILES_INIT, .err = BGPROC_ERROR_INIT};
	held = bgproc_held_new(let_go, start);
	started = perform(start);
	confirm = start->options.confirm;
	start_free(start, held);
	return started && (!confirm || bgproc_process_confirm(process));
}
