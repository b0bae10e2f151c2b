/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/manager_object.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/manager_object.h"
#include "src/php/job/start/unique.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/object.h"

#include "src/core/key.h"
#include "src/core/sha256.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/proc.h"
#include "src/protocol/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

/* A delayed job has no command yet, so only its supervisor has to end. */
#define STOP_WAIT_MS 2000

/* ---- what means the same ---- */

static void add(struct bgproc_sha256 *hash, const char *bytes, size_t length)
{
	unsigned char prefix[8];

	/* The length precedes the bytes, so that different lists of parts never give the same input. */
	for (int i = 0; i < 8; i++) {
		prefix[i] = (unsigned char) ((uint64_t) length >> (8 * i));
	}
	bgproc_sha256_update(hash, prefix, sizeof prefix);
	bgproc_sha256_update(hash, bytes, length);
}

static void add_string(struct bgproc_sha256 *hash, const zend_string *text)
{
	add(hash, text ? ZSTR_VAL(text) : "", text ? ZSTR_LEN(text) : 0);
}

/* Options that belong to the work: the same command in another directory or environment is different work. */
static const char *const circumstances[] = {"cwd", "env", "inherit_env", "stdin", "user", "group", "limits", "umask", "headers"};

static void add_value(struct bgproc_sha256 *hash, zval *value)
{
	zend_ulong index;
	zend_string *name;
	zval *item;

	ZVAL_DEREF(value);
	if (Z_TYPE_P(value) == IS_STRING) {
		add(hash, "s", 1);
		add_string(hash, Z_STR_P(value));
	} else if (Z_TYPE_P(value) == IS_ARRAY) {
		uint32_t count = zend_hash_num_elements(Z_ARRVAL_P(value));

		add(hash, "a", 1);
		add(hash, (const char *) &count, sizeof count);
		ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(value), index, name, item) {
			if (name) {
				add_string(hash, name);
			} else {
				add(hash, (const char *) &index, sizeof index);
			}
			add_value(hash, item);
		}
		ZEND_HASH_FOREACH_END();
	} else if (Z_TYPE_P(value) == IS_DOUBLE) {
		add(hash, "d", 1);
		add(hash, (const char *) &Z_DVAL_P(value), sizeof Z_DVAL_P(value));
	} else {
		/* The options contain no objects here. */
		zend_long number = Z_TYPE_P(value) == IS_LONG ? Z_LVAL_P(value) : Z_TYPE_P(value);

		add(hash, Z_TYPE_P(value) == IS_LONG ? "i" : "t", 1);
		add(hash, (const char *) &number, sizeof number);
	}
}

static void add_circumstances(struct bgproc_sha256 *hash, HashTable *options)
{
	for (size_t i = 0; i < sizeof circumstances / sizeof circumstances[0]; i++) {
		zval *value = zend_hash_str_find(options, circumstances[i], strlen(circumstances[i]));

		if (value) {
			add(hash, circumstances[i], strlen(circumstances[i]));
			add_value(hash, value);
		}
	}
}

/* The claim: the scope and either the name given by the user or all parts of the request. */
static zend_string *meaning(const struct bgproc_job_plan *plan)
{
	unsigned char digest[BGPROC_SHA256_LENGTH];
	char hex[2 * BGPROC_SHA256_LENGTH + 1];
	struct bgproc_sha256 hash;
	zval *word;

	bgproc_sha256_init(&hash);
	add_string(&hash, plan->given.scope);
	if (Z_TYPE_P(plan->given.unique) == IS_STRING) {
		add_string(&hash, Z_STR_P(plan->given.unique));
	} else {
		add(&hash, bgproc_job_kind_name(plan->kind), strlen(bgproc_job_kind_name(plan->kind)));
		add_string(&hash, plan->identity);
		if (plan->kind == BGPROC_JOB_COMMAND && Z_TYPE(plan->commandline) == IS_ARRAY) {
			ZEND_HASH_FOREACH_VAL(Z_ARRVAL(plan->commandline), word) {
				add_string(&hash, Z_STR_P(word));
			}
			ZEND_HASH_FOREACH_END();
		} else if (plan->kind == BGPROC_JOB_COMMAND) {
			add_string(&hash, Z_STR(plan->commandline));
		}
		add_circumstances(&hash, Z_ARRVAL(plan->options));
	}
	bgproc_sha256_final(&hash, digest);
	bgproc_sha256_hex(hex, digest);
	return zend_string_init(hex, strlen(hex), 0);
}

/* ---- the claim ---- */

/* Waits for the end of a supervisor. gone_fd is -1 if there is no pidfd; its state is then polled. */
static void await_end(const struct bgproc_identity *supervisor, int gone_fd)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(STOP_WAIT_MS);
	struct pollfd gone = {.fd = gone_fd, .events = POLLIN};

	/* A loop, because signals interrupt poll(). */
	while (bgproc_deadline_left(deadline) > 0) {
		if (gone_fd >= 0 && poll(&gone, 1, bgproc_deadline_poll(deadline)) > 0) {
			return;
		}
		if (gone_fd < 0 && bgproc_identity_check(supervisor) != BGPROC_ALIVE) {
			return;
		}
		if (gone_fd < 0) {
			poll(NULL, 0, 1);
		}
	}
}

/*
 * Stops a delayed job that is to be replaced. Afterwards it has ended before the new one begins, or it has begun and
 * continues. 0, or the errno of a failed message.
 */
static int stop_holder(const struct bgproc_record *record)
{
	uint64_t message = bgproc_control_pack(BGPROC_CONTROL_STOP_DELAYED, SIGTERM, 0);
	int gone_fd = bgproc_identity_open(&record->supervisor), problem = 0;

	if (bgproc_identity_signal(&record->supervisor, BGPROC_CONTROL_SIGNAL, &message) < 0) {
		problem = errno;
	} else {
		await_end(&record->supervisor, gone_fd);
	}
	bgproc_fd_close(&gone_fd);
	return problem;
}

/* Called when the job is still delayed after stop_holder(): it cannot be replaced. */
static enum bgproc_status refuse_holder(const struct bgproc_record *record, int problem, struct bgproc_error *err)
{
	return bgproc_error_set(err, BGPROC_ERR_STATE, problem, "Job %s still waits and cannot be replaced%s", record->key,
		problem ? "" : ": it does not end in time");
}

/* A lost job whose command is alive has no outcome to wait for, so it cannot be returned as the existing job. */
static enum bgproc_status refuse_lost(const struct bgproc_record *record, struct bgproc_error *err)
{
	return bgproc_error_set(err, BGPROC_ERR_STATE, 0,
		"Job %s has the same unique claim and is lost, but its command still runs as pid %d", record->key,
		(int) record->command.pid);
}

/* Finds the holder of the claim, or writes the claim for the job key. As bgproc_job_claim(), but the caller owns holder. */
static bool claim_or_find(
	struct bgproc_job_claim *claim, struct bgproc_job_plan *plan, zend_string *key, struct bgproc_record *holder)
{
	zval *manager = &Z_BGPROC_JOB_MANAGER_P(plan->manager)->processes;
	struct bgproc_error err = BGPROC_ERROR_INIT;
	enum bgproc_status status;
	char stopped[BGPROC_KEY_MAX + 1] = "";
	int problem = 0;
	bool held;

	while ((status = bgproc_store_unique_begin(
				&claim->unique, claim->store, ZSTR_VAL(plan->unique), holder, &held, &err)) == BGPROC_OK &&
		held) {
		if (holder->state == BGPROC_STATE_LOST && !plan->given.merge_last) {
			status = refuse_lost(holder, &err);
			break;
		}
		if (!plan->given.merge_last) {
			bgproc_store_unique_end(&claim->unique);
			bgproc_process_from_record(&claim->holder, manager, holder);
			return true;
		}
		if (holder->state != BGPROC_STATE_DELAYED) {
			break;
		}
		/* The lock is released before the stop, because the job may need the lock to end. */
		bgproc_store_unique_end(&claim->unique);
		if (strcmp(stopped, holder->key) == 0) {
			/* If both jobs existed, the same work would be done twice. */
			status = refuse_holder(holder, problem, &err);
			break;
		}
		/* This may happen more than once, because other processes may replace the job too. */
		snprintf(stopped, sizeof stopped, "%s", holder->key);
		problem = stop_holder(holder);
		bgproc_record_free(holder);
	}
	if (status == BGPROC_OK) {
		status = bgproc_store_unique_commit(&claim->unique, ZSTR_VAL(key), &err);
	}
	if (status != BGPROC_OK) {
		/* Done first: an exception needs memory, and if there is none, PHP ends the script here. */
		bgproc_store_unique_end(&claim->unique);
		bgproc_throw(&err);
	}
	return status == BGPROC_OK;
}

bool bgproc_job_claim(struct bgproc_job_claim *claim, struct bgproc_job_plan *plan, zend_string *key)
{
	zval *manager = &Z_BGPROC_JOB_MANAGER_P(plan->manager)->processes;
	struct bgproc_record *holder;
	struct bgproc_held *held;
	bool done;

	plan->unique = meaning(plan);
	holder = bgproc_manager_new_record(&held);
	done = bgproc_manager_open_store(Z_BGPROC_MANAGER_P(manager), true, &claim->store) &&
		claim_or_find(claim, plan, key, holder);
	bgproc_manager_free_record(holder, held);
	return done;
}

void bgproc_job_claim_end(struct bgproc_job_claim *claim)
{
	bgproc_store_unique_end(&claim->unique);
	if (claim->store) {
		bgproc_manager_close_store(claim->store);
	}
	zval_ptr_dtor(&claim->holder);
}
