/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_MANAGER_OBJECT_H
#define BGPROC_PHP_PROCESS_MANAGER_OBJECT_H

/* The object of class BackgroundProcessManager: a state directory with a key prefix and an error log. */

#include "src/php/process/options/option_set.h"

extern zend_class_entry *bgproc_ce_manager;

struct bgproc_manager_obj {
	zend_string *working_directory;
	zend_string *key_prefix;
	zend_string *error_log;             /* as given; NULL: none */
	struct bgproc_option_set *defaults; /* of the processes of this manager; NULL: none yet */
	zend_object std;
};

static inline struct bgproc_manager_obj *bgproc_manager_from_obj(zend_object *object)
{
	return (struct bgproc_manager_obj *) ((char *) object - XtOffsetOf(struct bgproc_manager_obj, std));
}

#define Z_BGPROC_MANAGER_P(zv) bgproc_manager_from_obj(Z_OBJ_P(zv))

/* Fills result with a manager of these options, which are argument arg_num; false with an exception pending. */
bool bgproc_manager_create(zval *result, HashTable *options, uint32_t arg_num);

/* The options of a process that has none of its own; borrowed. */
struct bgproc_option_set *bgproc_manager_defaults(struct bgproc_manager_obj *manager);

/* The absolute path of the error log, NULL when there is none. The caller releases it. */
zend_string *bgproc_manager_error_log(const struct bgproc_manager_obj *manager);

/*
 * Set the options of the constructor, or one value, which is argument arg_num; setters pass NULL for option. False with an
 * exception pending.
 */
bool bgproc_manager_configure(struct bgproc_manager_obj *manager, HashTable *options, uint32_t arg_num);
bool bgproc_manager_set_directory(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value);
bool bgproc_manager_set_prefix(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value);
bool bgproc_manager_set_error_log(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value);

/* Sets up the class for these objects. */
void bgproc_manager_object_register(zend_class_entry *ce);

#endif
