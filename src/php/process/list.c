/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/list.h"

#include "php_bgproc.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/object.h"

struct listing {
	zval *manager;
	zval *result;
	struct bgproc_process_filter *filter;
};

static bool list_one(struct bgproc_record *record, void *context)
{
	struct listing *listing = context;
	zval process;

	if (!bgproc_process_filter_accepts_record(listing->filter, record)) {
		return true;
	}
	bgproc_process_from_record(&process, listing->manager, record);
	if (!bgproc_process_filter_accepts_state(listing->filter, Z_BGPROC_PROCESS_P(&process))) {
		zval_ptr_dtor(&process);
	} else {
		add_next_index_zval(listing->result, &process);
	}
	return !EG(exception);
}

bool bgproc_process_list(zval *this, struct bgproc_process_filter *filter, zval *result)
{
	struct listing listing = {this, result, filter};

	array_init(result);
	return bgproc_manager_list_records(Z_BGPROC_MANAGER_P(this), filter->prefix, list_one, &listing);
}
