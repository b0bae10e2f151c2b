/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_MANAGER_STORE_H
#define BGPROC_PHP_PROCESS_MANAGER_STORE_H

/* The state directory of a manager, opened and closed so that nothing stays open when PHP ends the script in between. */

#include "src/php/process/manager_object.h"

#include "src/store/store.h"

struct bgproc_held;

/*
 * Opens the store of the manager's directory, after open_basedir was asked. *store is NULL when create is false and there
 * is no directory. False with an exception pending. The caller closes the store; should PHP end the script before that, it is
 * closed with the request (src/php/base/held.h).
 */
bool bgproc_manager_open_store(struct bgproc_manager_obj *manager, bool create, struct bgproc_store **store);

/* Closes a store of bgproc_manager_open_store(). */
void bgproc_manager_close_store(struct bgproc_store *store);

/* From here on the caller alone closes the store, by its own operation. */
void bgproc_manager_keep_store(struct bgproc_store *store);

/* The path of a file of this key in a manager's working directory, which is absolute. The caller releases it. */
zend_string *bgproc_manager_file_path(const zend_string *directory, const char *key, const char *suffix);

/*
 * A record of zeros whose contents, which are C memory, are freed with *held: also when PHP ends the script first, and
 * also when a handle has taken them.
 */
struct bgproc_record *bgproc_manager_new_record(struct bgproc_held **held);
void bgproc_manager_free_record(struct bgproc_record *record, struct bgproc_held *held);

/*
 * Reads the record of a valid key: *record is NULL when there is none, else one of bgproc_manager_new_record().
 * False with an exception pending; *record is NULL then.
 */
bool bgproc_manager_get_record(
	struct bgproc_manager_obj *manager, const char *key, struct bgproc_record **record, struct bgproc_held **held);

/*
 * Calls each with every record of ours whose key starts with prefix, as list in src/store/store.h does; none when there is no
 * directory. *store is the store they are read from, while each runs. False with an exception pending.
 */
bool bgproc_manager_list_records(struct bgproc_manager_obj *manager, const char *prefix, struct bgproc_store **store,
	bool (*each)(struct bgproc_record *record, void *context), void *context);

#endif
