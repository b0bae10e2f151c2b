/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BACKGROUND_PROCESS_MANAGER_H
#define BGPROC_PHP_BACKGROUND_PROCESS_MANAGER_H

/* Class BackgroundProcessManager: a state directory with a key prefix and an error log. */

#include "php.h"

#include "src/store/store.h"

struct bgproc_held;

extern zend_class_entry *bgproc_ce_manager;

struct bgproc_manager_obj {
	zend_string *working_directory;
	zend_string *key_prefix;
	zend_string *error_log; /* as given; NULL: none */
	zval defaults;          /* array: options for the processes of this manager */
	zend_object std;
};

static inline struct bgproc_manager_obj *bgproc_manager_from_obj(zend_object *object)
{
	return (struct bgproc_manager_obj *) ((char *) object - XtOffsetOf(struct bgproc_manager_obj, std));
}

#define Z_BGPROC_MANAGER_P(zv) bgproc_manager_from_obj(Z_OBJ_P(zv))

/* Fills result with a manager of these options, which are argument arg_num; false with an exception pending. */
bool bgproc_manager_create(zval *result, HashTable *options, uint32_t arg_num);

/*
 * Opens the store of the manager's directory, after open_basedir was asked. *store is NULL when create is false and there
 * is no directory. False with an exception pending. The caller closes the store; should PHP end the script before that, it is
 * closed with the request (src/php/held.h).
 */
bool bgproc_manager_open_store(struct bgproc_manager_obj *manager, bool create, struct bgproc_store **store);

/* Closes a store of bgproc_manager_open_store(). */
void bgproc_manager_close_store(struct bgproc_store *store);

/* From here on the caller alone closes the store, by its own operation. */
void bgproc_manager_keep_store(struct bgproc_store *store);

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

/* The error log as a full path, NULL when there is none. The caller releases it. */
zend_string *bgproc_manager_error_log(const struct bgproc_manager_obj *manager);

void bgproc_manager_register(void);

#endif
