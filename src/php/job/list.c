/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/list.h"

#include "php_bgproc.h"
#include "src/core/key.h"
#include "src/php/base/exceptions.h"
#include "src/php/job/object.h"
#include "src/php/process/manager_store.h"

#include <string.h>

/* Whether a record is a job that this manager may show. */
static bool visible(const struct bgproc_job_manager_obj *manager, const struct bgproc_record *record, zend_string *scope)
{
	const char *its = record->scope ? record->scope : "";

	return record->job != BGPROC_JOB_NONE && (!scope || zend_string_equals_cstr(scope, its, strlen(its))) &&
		(!manager->scope || zend_string_equals_cstr(manager->scope, its, strlen(its)));
}

bool bgproc_job_find(zval *this, zend_string *id, zend_string *scope, zval *result)
{
	struct bgproc_job_manager_obj *manager = bgproc_job_manager_fetch(this);
	struct bgproc_record *record;
	struct bgproc_held *held;
	zval process;

	ZVAL_NULL(result);
	if (!manager) {
		return false;
	}
	if (!bgproc_key_valid(ZSTR_VAL(id), ZSTR_LEN(id))) {
		return true;
	}
	if (!bgproc_manager_get_record(bgproc_job_manager_processes(manager), ZSTR_VAL(id), &record, &held) || !record) {
		return !EG(exception);
	}
	if (visible(manager, record, scope)) {
		bgproc_process_from_record(&process, &manager->processes, record);
		bgproc_job_create(result, this, &process, false);
		zval_ptr_dtor(&process);
	}
	bgproc_manager_free_record(record, held);
	return true;
}

struct listing {
	zval *this;
	zval *result;
	struct bgproc_process_filter *filter;
	struct bgproc_store *store;
};

static bool list_one(struct bgproc_record *record, void *context)
{
	struct listing *listing = context;
	struct bgproc_job_manager_obj *manager = Z_BGPROC_JOB_MANAGER_P(listing->this);
	zval process, job;

	if (visible(manager, record, NULL) && bgproc_process_filter_accepts(listing->filter, listing->store, record)) {
		bgproc_process_from_record(&process, &manager->processes, record);
		bgproc_job_create(&job, listing->this, &process, false);
		add_next_index_zval(listing->result, &job);
		zval_ptr_dtor(&process);
	}
	return !EG(exception);
}

bool bgproc_job_list(zval *this, struct bgproc_process_filter *filter, zval *result)
{
	struct bgproc_manager_obj *processes = bgproc_job_manager_processes(Z_BGPROC_JOB_MANAGER_P(this));
	struct listing listing = {this, result, filter, NULL};

	array_init(result);
	return bgproc_manager_list_records(processes, filter->prefix, &listing.store, list_one, &listing);
}

static bool settle_one(struct bgproc_record *record, void *context)
{
	struct bgproc_store *store = context;
	bool removed;

	if (record->job != BGPROC_JOB_NONE && !bgproc_state_is_final(record->state)) {
		store->ops->settle(store, record, &removed, NULL);
	}
	return true;
}

bool bgproc_job_cleanup(struct bgproc_job_manager_obj *manager, zend_long *removed)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	const char *prefix = ZSTR_VAL(bgproc_job_manager_processes(manager)->key_prefix);
	size_t before, after;
	struct bgproc_store *store;
	enum bgproc_status status;

	*removed = 0;
	if (!bgproc_manager_open_store(bgproc_job_manager_processes(manager), false, &store)) {
		return false;
	}
	if (!store) {
		return true;
	}
	before = store->ops->count(store, prefix);
	/* Settling a record removes it if it has expired. */
	status = store->ops->list(store, prefix, settle_one, store, &err);
	after = store->ops->count(store, prefix);
	store->ops->sweep(store);
	bgproc_manager_close_store(store);
	if (status != BGPROC_OK) {
		bgproc_throw(&err);
		return false;
	}
	/* The counts may differ because other processes have started jobs meanwhile; those are not removals. */
	*removed = before > after ? (zend_long) (before - after) : 0;
	return true;
}
