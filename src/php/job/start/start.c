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
#include "src/platform/socket/notify.h"
#include "src/store/file/unique.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

/* A hundred years, for records that are never removed. */
#define KEEP_FOR_EVER (UINT64_C(100) * 365 * 86400)

static bool is_request(const struct bgproc_job_plan *plan)
{
	return plan->kind == BGPROC_JOB_HTTP || plan->kind == BGPROC_JOB_FASTCGI;
}

/* False with an exception pending. */
static bool find_worker(struct bgproc_job_plan *plan)
{
	const zval *name = plan->given.worker_user;
	zval *user = zend_hash_str_find_deref(Z_ARRVAL(plan->options), ZEND_STRL("user"));
	struct passwd entry, *found = NULL;
	char memory[16384];

	/* A command that runs as another user reports as that user. */
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
		return true; /* The start itself reports this error. */
	} else {
		zend_string *given = bgproc_describe(name);

		bgproc_throw_status(
			BGPROC_ERR_SPAWN, 0, "Option \"worker_user\" names nobody this system knows, %.100s given", ZSTR_VAL(given));
		zend_string_release(given);
		return false;
	}
	/* worker_user applies to requests only; for a command it is the user of the command. */
	plan->has_worker = plan->worker != geteuid() && (is_request(plan) || name == user);
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

/* Creates a process object that is not started yet, with all options that the job sets. */
static bool make_process(struct bgproc_job_plan *plan, zval *result)
{
	zval *processes = &Z_BGPROC_JOB_MANAGER_P(plan->manager)->processes;

	object_init_ex(result, bgproc_ce_process);
	if (!bgproc_process_init_with(result, &plan->commandline, processes, plan->process)) {
		zval_ptr_dtor(result);
		ZVAL_UNDEF(result);
		return false;
	}
	return true;
}

static const char *text_of(const zend_string *text)
{
	return text ? ZSTR_VAL(text) : "";
}

/* Converts the plan for bgproc_process_start(). */
static struct bgproc_start_job describe(struct bgproc_job_plan *plan)
{
	const struct bgproc_job_options *given = &plan->given;

	return (struct bgproc_start_job) {
		.launch = {
			.kind = plan->kind,
			.target = text_of(plan->target),
			.unique = text_of(plan->unique),
			.retry_of = text_of(plan->retry_of),
			.notify = ZSTR_VAL(plan->notify),
			.keep_s = given->keep_succeeded ? (uint64_t) given->keep_succeeded : KEEP_FOR_EVER,
			.keep_failed_s = given->keep_failed ? (uint64_t) given->keep_failed : KEEP_FOR_EVER,
			.has_worker = plan->has_worker,
			.worker = plan->worker,
			.delay_ms = plan->delay_ms,
			.start_at_us = plan->start_at_us,
			.update_timeout_ms = given->has_timeout ? given->timeout_ms
				: plan->kind == BGPROC_JOB_COMMAND  ? -1
													: given->error_timeout_ms,
			.start_timeout_ms = is_request(plan) ? given->start_timeout_ms : -1,
			.retries = given->retries,
			.backoff_ms = given->backoff_ms,
		},
		.program = plan->program.path ? &plan->program : NULL,
		.program_name = "bgproc.request",
		.input = plan->input ? &plan->input->fd : NULL,
		.script = plan->script,
		.request = plan->request,
	};
}

/*
 * Starts the job while the claim is held. If PHP ends the script (for example out of memory), the lock is released at once
 * and not at the end of the request (src/php/base/held.h): shutdown functions may run for long, and other processes wait for
 * the lock.
 */
static bool start_claimed(struct bgproc_job_plan *plan, struct bgproc_job_claim *claim, zval *object)
{
	struct bgproc_start_job job = describe(plan);
	volatile bool started = false;

	zend_try
	{
		started = bgproc_process_start(Z_BGPROC_PROCESS_P(object), &job);
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
