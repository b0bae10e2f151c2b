/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_MANAGER_STORE_H
#define BGPROC_PHP_PROCESS_MANAGER_STORE_H

/* Opens and closes the state directory of a manager. If PHP ends the script in between, the directory is closed too. */

#include "src/php/process/manager_object.h"

#include "src/store/store.h"

struct bgproc_held;

/*
 * Opens the store of the manager's directory, if open_basedir allows it. *store is NULL if create is false and the directory
 * does not exist. False with an exception pending. The caller closes the store; if PHP ends the script before that, it is
 * closed at the end of the request (src/php/base/held.h).
 */
bool bgproc_manager_open_store(struct bgproc_manager_obj *manager, bool create, struct bgproc_store **store);

/* Closes a store of bgproc_manager_open_store(). */
void bgproc_manager_close_store(struct bgproc_store *store);

/* From here on only the caller closes the store, by the store's own operation. */
void bgproc_manager_keep_store(struct bgproc_store *store);

/* The path of a file of this key in a manager's working directory, which is absolute. The caller releases it. */
zend_string *bgproc_manager_file_path(const zend_string *directory, const char *key, const char *suffix);

/*
 * A record of zeros. Its contents are C memory and are freed with *held, also if PHP ends the script first. A handle may
 * take the contents; they are not freed twice.
 */
struct bgproc_record *bgproc_manager_new_record(struct bgproc_held **held);
void bgproc_manager_free_record(struct bgproc_record *record, struct bgproc_held *held);

/*
 * Reads the record of a valid key: *record is NULL when there is none, otherwise it comes from bgproc_manager_new_record().
 * False with an exception pending; *record is NULL then.
 */
bool bgproc_manager_get_record(
	struct bgproc_manager_obj *manager, const char *key, struct bgproc_record **record, struct bgproc_held **held);

/*
 * Calls each with every record of the present user whose key starts with prefix, as list in src/store/store.h does; never if
 * the directory does not exist. While each runs, *store is the store from which the records are read. False with an
 * exception pending.
 */
bool bgproc_manager_list_records(struct bgproc_manager_obj *manager, const char *prefix, struct bgproc_store **store,
	bool (*each)(struct bgproc_record *record, void *context), void *context);

#endif
