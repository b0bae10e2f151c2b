/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/start.h"

#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/option_value.h"
#include "src/php/job/manager_object.h"
#include "src/php/job/object.h"
#include "src/php/job/start/unique.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/start/start.h"
#include "src/platform/clock.h"
#include "src/platform/file/files.h"
#include "src/platform/socket/notify.h"
#include "src/store/store.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "For ever": a hundred years. */
#define KEEP_FOR_EVER (UINT64_C(100) * 365 * 86400)

/* ---- what process/start/start.c asks ---- */

bool bgproc_job_plan_command(const struct bgproc_job_plan *plan, struct bgproc_command *command)
{
	static const char name[] = "bgproc.request";

	if (!plan->program.path) {
		return false;
	}
	bgproc_buf_append(&command->words, name, sizeof name);
	command->argc = 1;
	/* The descriptor goes with the supervisor: a memory file has no other name. */
	command->program = plan->program.fd >= 0
		? zend_strpprintf(0, "/proc/self/fd/%d", plan->program.fd)
		: zend_string_init(plan->program.path, strlen(plan->program.path), 0);
	return true;
}

void bgproc_job_plan_record(struct bgproc_job_plan *plan, struct bgproc_record *record)
{
	const struct bgproc_job_options *given = &plan->given;

	plan->progress.attempt = 1;
	record->job = plan->kind;
	record->keep_s = given->keep_succeeded ? (uint64_t) given->keep_succeeded : KEEP_FOR_EVER;
	record->keep_failed_s = given->keep_failed ? (uint64_t) given->keep_failed : KEEP_FOR_EVER;
	record->start_at_us = plan->start_at_us;
	record->target = plan->target ? ZSTR_VAL(plan->target) : "";
	record->unique = plan->unique ? ZSTR_VAL(plan->unique) : "";
	record->retry_of = plan->retry_of ? ZSTR_VAL(plan->retry_of) : "";
	record->progress = &plan->progress;
	record->state = plan->start_at_us ? BGPROC_STATE_DELAYED : BGPROC_STATE_STARTING;
}

static void say_ms(struct bgproc_words *words, const char *name, int64_t ms)
{
	if (ms >= 0) {
		bgproc_words_add(words, "--%s=%lld", name, (long long) ms);
	}
}

void bgproc_job_plan_say(const struct bgproc_job_plan *plan, struct bgproc_words *words)
{
	const struct bgproc_job_options *given = &plan->given;
	bool request = plan->kind == BGPROC_JOB_HTTP || plan->kind == BGPROC_JOB_FASTCGI;
	int64_t update_timeout = given->has_timeout ? given->timeout_ms
		: plan->kind == BGPROC_JOB_COMMAND      ? -1
												: given->error_timeout_ms;

	bgproc_words_add(words, "--job=%s", bgproc_job_kind_name(plan->kind));
	bgproc_words_add(words, "--keep=%llu",
		(unsigned long long) (given->keep_succeeded ? (uint64_t) given->keep_succeeded : KEEP_FOR_EVER));
	bgproc_words_add_text(words, "--notify=", ZSTR_VAL(plan->notify));
	if (plan->has_worker) {
		bgproc_words_add(words, "--worker-uid=%lu", (unsigned long) plan->worker);
	}
	bgproc_words_add(words, "--keep-failed=%llu",
		(unsigned long long) (given->keep_failed ? (uint64_t) given->keep_failed : KEEP_FOR_EVER));
	if (plan->delay_ms > 0) {
		say_ms(words, "delay-ms", plan->delay_ms);
	} else if (plan->start_at_us) {
		bgproc_words_add(words, "--start-at-us=%llu", (unsigned long long) plan->start_at_us);
	}
	say_ms(words, "update-timeout-ms", update_timeout);
	if (request) {
		say_ms(words, "start-timeout-ms", given->start_timeout_ms);
	}
	if (given->retries > 0) {
		bgproc_words_add(words, "--retries=%lld", (long long) given->retries);
		say_ms(words, "backoff-ms", given->backoff_ms);
	}
}

/* The worker must get to the socket; his requests would fail one by one otherwise, far from here. */
static bool check_worker(const struct bgproc_job_plan *plan, int dir_fd)
{
	struct stat st;

	if (!plan->has_worker || plan->worker == geteuid() || plan->worker == 0) {
		return true;
	}
	if (fstat(dir_fd, &st) == 0 && (st.st_mode & S_IXOTH)) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STORE, 0,
		"The user %lu (option \"worker_user\") cannot reach the state directory %.200s: its mode must be 0711",
		(unsigned long) plan->worker,
		ZSTR_VAL(Z_BGPROC_MANAGER_P(&Z_BGPROC_JOB_MANAGER_P(plan->manager)->processes)->working_directory));
	return false;
}

bool bgproc_job_plan_files(struct bgproc_job_plan *plan, struct bgproc_start_files *files, int dir_fd, const char *key)
{
	if (!check_worker(plan, dir_fd)) {
		return false;
	}
	if (plan->input) {
		bgproc_start_files_replace_stdin(files, &plan->input->fd);
	}
	return (!plan->script || bgproc_start_files_write(files, dir_fd, key, ".php", plan->script)) &&
		(!plan->request || bgproc_start_files_write(files, dir_fd, key, ".request", plan->request));
}

/* ---- the start ---- */

/* False with an exception pending. */
static bool find_worker(struct bgproc_job_plan *plan)
{
	const zval *name = plan->given.worker_user;
	zval *user = zend_hash_str_find_deref(Z_ARRVAL(plan->options), ZEND_STRL("user"));
	bool request = plan->kind == BGPROC_JOB_HTTP || plan->kind == BGPROC_JOB_FASTCGI;
	struct passwd entry, *found = NULL;
	char memory[16384];

	/* A command that runs as another user is itself who reports. */
	name = user && plan->kind == BGPROC_JOB_COMMAND ? user : name;
	if (!name || Z_TYPE_P(name) == IS_NULL) {
		return true;
	}
	if (Z_TYPE_P(name) == IS_LONG && Z_LVAL_P(name) >= 0 && Z_LVAL_P(name) < (zend_long) UINT32_MAX) {
		plan->worker = (uid_t) Z_LVAL_P(name);
	} else if (Z_TYPE_P(name) == IS_STRING &&
		getpwnam_r(Z_STRVAL_P(name), &entry, memory, sizeof memory, &found) == 0 && found) {
		plan->worker = found->pw_uid;
	} else if (name == user) {
		return true; /* The start itself says what is wrong with it. */
	} else {
		zend_string *given = bgproc_describe(name);

		bgproc_throw_status(
			BGPROC_ERR_SPAWN, 0, "Option \"worker_user\" names nobody this system knows, %.100s given", ZSTR_VAL(given));
		zend_string_release(given);
		return false;
	}
	/* A worker has no say in what is no request. */
	plan->has_worker = plan->worker != geteuid() && (request || name == user);
	return true;
}

static void take_time(struct bgproc_job_plan *plan)
{
	uint64_t now = bgproc_wall_us();

	if (plan->given.at_us > now) {
		plan->start_at_us = plan->given.at_us;
	} else if (plan->given.delay_ms > 0) {
		plan->delay_ms = plan->given.delay_ms;
		plan->start_at_us = now + (uint64_t) plan->delay_ms * 1000;
	}
}

/* The absolute path of a companion. */
static zend_string *companion_path(const struct bgproc_process_obj *process, const char *suffix)
{
	return bgproc_manager_file_path(
		Z_BGPROC_MANAGER_P(&process->manager)->working_directory, ZSTR_VAL(process->key), suffix);
}

static bool set_paths(struct bgproc_job_plan *plan, struct bgproc_process_obj *process)
{
	plan->notify = companion_path(process, ".sock");
	if (ZSTR_LEN(plan->notify) > BGPROC_NOTIFY_PATH_MAX) {
		bgproc_throw_status(BGPROC_ERR_STORE, ENAMETOOLONG,
			"The path of the state directory is too long for jobs: a socket in it, %.200s, has %zu bytes, not at most %zu",
			ZSTR_VAL(plan->notify), ZSTR_LEN(plan->notify), BGPROC_NOTIFY_PATH_MAX);
		return false;
	}
	if (plan->kind == BGPROC_JOB_CALL) {
		zend_string *script = companion_path(process, ".php");

		SEPARATE_ARRAY(&process->commandline);
		add_next_index_str(&process->commandline, script);
	}
	return true;
}

/* A process object that is not started yet, with everything a job has decided for it. */
static bool make_process(struct bgproc_job_plan *plan, zval *result)
{
	zval options;
	bool made;

	bgproc_job_options_for_process(&options, Z_ARRVAL(plan->options), plan->kind);
	add_assoc_bool(&options, "capture_output", true);
	if (!zend_hash_str_exists(Z_ARRVAL(options), ZEND_STRL("output_limit"))) {
		add_assoc_long(&options, "output_limit", BGPROC_JOB_LOG_LIMIT);
	}
	if (plan->given.max_runtime_ms >= 0) {
		add_assoc_double(&options, "timeout", (double) plan->given.max_runtime_ms / 1000);
	}
	object_init_ex(result, bgproc_ce_process);
	made = bgproc_process_init(result, &plan->commandline, &Z_BGPROC_JOB_MANAGER_P(plan->manager)->processes, Z_ARRVAL(options));
	zval_ptr_dtor(&options);
	if (!made) {
		zval_ptr_dtor(result);
		ZVAL_UNDEF(result);
	}
	return made;
}

static bool start_process(struct bgproc_job_plan *plan, zval *object)
{
	struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(object);
	bool started;

	process->plan = plan;
	started = bgproc_process_start(process);
	process->plan = NULL;
	return started;
}

/*
 * With the claim in hand. Where PHP ends the script (out of memory, say) the lock is given back at once, not with the request
 * (src/php/base/held.h): shutdown functions may run for long, and others wait for it.
 */
static bool start_claimed(struct bgproc_job_plan *plan, struct bgproc_job_claim *claim, zval *object)
{
	volatile bool started = false;

	zend_try
	{
		started = start_process(plan, object);
	}
	zend_catch
	{
		bgproc_job_claim_end(claim);
		zend_bailout();
	}
	zend_end_try();
	bgproc_store_unique_end(&claim->unique);
	return started;
}

bool bgproc_job_start(struct bgproc_job_plan *plan, zval *result)
{
	struct bgproc_job_claim claim = BGPROC_JOB_CLAIM_INIT;
	zval process;
	bool done;

	take_time(plan);
	if (!find_worker(plan) || !make_process(plan, &process)) {
		return false;
	}
	if (!set_paths(plan, Z_BGPROC_PROCESS_P(&process))) {
		zval_ptr_dtor(&process);
		return false;
	}
	done = !plan->given.unique || bgproc_job_claim(&claim, plan, Z_BGPROC_PROCESS_P(&process)->key);
	if (done && !Z_ISUNDEF(claim.holder)) {
		bgproc_job_create(result, plan->manager, &claim.holder, true);
	} else if (done) {
		done = start_claimed(plan, &claim, &process);
		if (done) {
			bgproc_job_create(result, plan->manager, &process, false);
		}
	}
	bgproc_job_claim_end(&claim);
	zval_ptr_dtor(&process);
	return done;
}
