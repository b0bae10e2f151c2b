/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/plan.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/held.h"
#include "src/php/base/option_value.h"
#include "src/php/job/manager_object.h"

#include <string.h>

static bool check_scope(const struct bgproc_job_plan *plan)
{
	const zend_string *scope = Z_BGPROC_JOB_MANAGER_P(plan->manager)->scope;

	if (scope && plan->given.scope && !zend_string_equals(scope, plan->given.scope)) {
		zend_value_error("Option \"scope\" must be that of the manager, \"%s\", \"%s\" given", ZSTR_VAL(scope),
			ZSTR_VAL(plan->given.scope));
		return false;
	}
	return true;
}

/* The cookies of a start are sent in addition to those of the manager. */
static void merge_cookies(HashTable *options, HashTable *defaults)
{
	zval *own = zend_hash_str_find(options, ZEND_STRL("cookies"));
	zval *more = zend_hash_str_find(defaults, ZEND_STRL("cookies"));
	zval all;

	if (!own || !more || Z_TYPE_P(own) != IS_ARRAY) {
		return;
	}
	ZVAL_ARR(&all, zend_array_dup(Z_ARRVAL_P(own)));
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(more), more) {
		Z_TRY_ADDREF_P(more);
		add_next_index_zval(&all, more);
	}
	ZEND_HASH_FOREACH_END();
	zend_hash_str_update(options, ZEND_STRL("cookies"), &all);
}

/* Makes the options for BackgroundProcess: settings of the job for output and run time take precedence over the defaults. */
static bool settle_process(struct bgproc_job_plan *plan)
{
	plan->process = bgproc_job_options_for_process(Z_ARRVAL(plan->options), plan->kind);
	if (!plan->process) {
		return false;
	}
	plan->process->checked.capture_output = true;
	plan->process->checked.timeout_ms = plan->given.max_runtime_ms;
	if (!plan->process->checked.output_limit) {
		plan->process->checked.output_limit = BGPROC_JOB_LOG_LIMIT;
	}
	return true;
}

bool bgproc_job_plan_init(struct bgproc_job_plan *plan, enum bgproc_job_kind kind, unsigned place, zval *manager,
	HashTable *options)
{
	HashTable *defaults = Z_ARRVAL(Z_BGPROC_JOB_MANAGER_P(manager)->options), *settled;
	uint32_t own;
	zval at;

	memset(plan, 0, sizeof *plan);
	plan->kind = kind;
	plan->manager = manager;
	plan->program.fd = -1;
	settled = bgproc_options_settled(options ? options : (HashTable *) &zend_empty_array);
	ZVAL_ARR(&plan->options, settled);
	own = zend_hash_num_elements(settled);
	merge_cookies(settled, defaults);
	/* false: options of the start take precedence over those of the manager. */
	zend_hash_merge(settled, defaults, zval_add_ref, false);
	/* Space for at most two additions: the checked values point into the table, so it must not be reallocated. */
	if (HT_FLAGS(settled) & HASH_FLAG_PACKED) {
		/* A list, which is going to be refused, or empty. */
		zend_hash_packed_to_hash(settled);
	}
	zend_hash_extend(settled, settled->nNumUsed + 2, false);
	if (!bgproc_job_options_parse(settled, place, own, &plan->given)) {
		return false;
	}
	if (plan->given.at_us) {
		/* Replaces an object, whose class may belong to the user, by a number. */
		ZVAL_LONG(&at, (zend_long) (plan->given.at_us / 1000000));
		zend_hash_str_update(settled, ZEND_STRL("at"), &at);
	}
	return settle_process(plan) && check_scope(plan);
}

static void release(zend_string *text)
{
	if (text) {
		zend_string_release(text);
	}
}

void bgproc_job_plan_free(struct bgproc_job_plan *plan)
{
	zval_ptr_dtor(&plan->options);
	bgproc_option_set_release(plan->process);
	zval_ptr_dtor(&plan->commandline);
	release(plan->target);
	release(plan->identity);
	release(plan->retry_of);
	release(plan->unique);
	release(plan->request);
	release(plan->script);
	release(plan->notify);
	bgproc_held_end(plan->input);
}
