/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/start/plan.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/held.h"
#include "src/php/base/option_value.h"
#include "src/php/job/manager_object.h"

#include <string.h>

/*
 * The start's options as they are from here on: a time instead of an object whose class may be the user's, and room for what is
 * added (two at most): the checked values point into the table.
 */
static void settle_options(HashTable *options, const struct bgproc_job_options *checked)
{
	zval at;

	if (checked && checked->at_us) {
		ZVAL_LONG(&at, (zend_long) (checked->at_us / 1000000));
		zend_hash_str_update(options, ZEND_STRL("at"), &at);
	}
	zend_hash_extend(options, options->nNumUsed + 2, false);
}

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

bool bgproc_job_plan_init(struct bgproc_job_plan *plan, enum bgproc_job_kind kind, unsigned place, zval *manager,
	HashTable *options)
{
	HashTable *defaults = Z_ARRVAL(Z_BGPROC_JOB_MANAGER_P(manager)->options);
	struct bgproc_job_options checked;
	zval *more;

	memset(plan, 0, sizeof *plan);
	plan->kind = kind;
	plan->manager = manager;
	plan->program.fd = -1;
	ZVAL_ARR(&plan->options, bgproc_options_settled(options ? options : (HashTable *) &zend_empty_array));
	if (options && !bgproc_job_options_parse(Z_ARRVAL(plan->options), place, &checked)) {
		return false;
	}
	/* false: what the start says goes before the manager's word. */
	more = zend_hash_str_find(Z_ARRVAL(plan->options), ZEND_STRL("cookies"));
	if (more) {
		more = zend_hash_str_find(defaults, ZEND_STRL("cookies"));
	}
	zend_hash_merge(Z_ARRVAL(plan->options), defaults, zval_add_ref, false);
	if (more) {
		zval *cookies = zend_hash_str_find(Z_ARRVAL(plan->options), ZEND_STRL("cookies"));

		if (Z_TYPE_P(cookies) == IS_ARRAY) {
			zval all;

			ZVAL_ARR(&all, zend_array_dup(Z_ARRVAL_P(cookies)));
			ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(more), more) {
				Z_TRY_ADDREF_P(more);
				add_next_index_zval(&all, more);
			}
			ZEND_HASH_FOREACH_END();
			zend_hash_str_update(Z_ARRVAL(plan->options), ZEND_STRL("cookies"), &all);
		}
	}
	settle_options(Z_ARRVAL(plan->options), options ? &checked : NULL);
	/* With the types that the values are given, so that the work is the same work, and can be retried from any file. */
	return bgproc_job_options_check_process(Z_ARRVAL(plan->options)) &&
		bgproc_job_options_parse(Z_ARRVAL(plan->options), BGPROC_JOB_ANYWHERE, &plan->given) && check_scope(plan);
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
