/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/list.h"

#include "php_bgproc.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/object.h"

struct listing {
	zval *manager;
	zval *result;
	struct bgproc_process_filter *filter;
	struct bgproc_store *store;
};

static bool list_one(struct bgproc_record *record, void *context)
{
	struct listing *listing = context;
	zval process;

	if (bgproc_process_filter_accepts(listing->filter, listing->store, record)) {
		bgproc_process_from_record(&process, listing->manager, record);
		add_next_index_zval(listing->result, &process);
	}
	return !EG(exception);
}

bool bgproc_process_list(zval *this, struct bgproc_process_filter *filter, zval *result)
{
	struct listing listing = {this, result, filter, NULL};

	array_init(result);
	return bgproc_manager_list_records(Z_BGPROC_MANAGER_P(this), filter->prefix, &listing.store, list_one, &listing);
}
