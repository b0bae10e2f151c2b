/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/process/manager_store.h"
#include "src/php/base/path.h"
#include "src/store/file/store.h"

#include <string.h>

/* Whether directory is the path which, with or without slashes at its end. */
static bool is_directory(const char *directory, const char *which)
{
	size_t length = strlen(which);

	return strncmp(directory, which, length) == 0 && strspn(directory + length, "/") == strlen(directory) - length;
}

/* Only the documented default directories are shared by all users of the machine. */
static bool is_shared(const char *directory)
{
	return is_directory(directory, "/tmp/php/background_process") || is_directory(directory, "/tmp/php/bgproc_job");
}

static void let_go(void *store)
{
	((struct bgproc_store *) store)->ops->close(store);
}

void bgproc_manager_close_store(struct bgproc_store *store)
{
	bgproc_held_end(bgproc_held_of(store));
}

void bgproc_manager_keep_store(struct bgproc_store *store)
{
	bgproc_held_drop(bgproc_held_of(store));
}

bool bgproc_manager_open_store(struct bgproc_manager_obj *manager, bool create, struct bgproc_store **store)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	const char *directory = ZSTR_VAL(manager->working_directory);
	uint64_t keep_lost = (uint64_t) BGPROC_G(keep_lost);
	struct bgproc_held *held;

	*store = NULL;
	if (!bgproc_path_allowed("The state directory", directory)) {
		return false;
	}
	held = bgproc_held_new(let_go, NULL);
	bgproc_store_file_open(store, directory, is_shared(directory), create, keep_lost, &err);
	held->what = *store;
	if (!*store) {
		bgproc_held_end(held);
	}
	if (err.status != BGPROC_OK) {
		bgproc_throw(&err);
	}
	return err.status == BGPROC_OK;
}

zend_string *bgproc_manager_file_path(const zend_string *directory, const char *key, const char *suffix)
{
	return zend_strpprintf(0, "%.*s/%s%s", (int) bgproc_path_length(directory), ZSTR_VAL(directory), key, suffix);
}

static void let_record_go(void *record)
{
	bgproc_record_free(record);
}

struct bgproc_record *bgproc_manager_new_record(struct bgproc_held **held)
{
	struct bgproc_record *record = ecalloc(1, sizeof *record);

	*held = bgproc_held_new(let_record_go, record);
	return record;
}

bool bgproc_manager_get_record(
	struct bgproc_manager_obj *manager, const char *key, struct bgproc_record **record, struct bgproc_held **held)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_store *store;
	bool found = false;

	*record = NULL;
	if (!bgproc_manager_open_store(manager, false, &store) || !store) {
		return !EG(exception);
	}
	*record = bgproc_manager_new_record(held);
	store->ops->get(store, key, *record, &found, &err);
	bgproc_manager_close_store(store);
	if (!found) {
		bgproc_manager_free_record(*record, *held);
		*record = NULL;
	}
	if (err.status != BGPROC_OK) {
		bgproc_throw(&err);
	}
	return err.status == BGPROC_OK;
}

void bgproc_manager_free_record(struct bgproc_record *record, struct bgproc_held *held)
{
	bgproc_held_end(held);
	efree(record);
}

bool bgproc_manager_list_records(struct bgproc_manager_obj *manager, const char *prefix, struct bgproc_store **store,
	bool (*each)(struct bgproc_record *record, void *context), void *context)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	enum bgproc_status status;

	if (!bgproc_manager_open_store(manager, false, store) || !*store) {
		return !EG(exception);
	}
	status = (*store)->ops->list(*store, prefix, each, context, &err);
	bgproc_manager_close_store(*store);
	if (status != BGPROC_OK) {
		bgproc_throw(&err);
	}
	return !EG(exception);
}
