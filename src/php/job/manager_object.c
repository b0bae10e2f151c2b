/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/manager_object.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/object.h"
#include "src/php/base/option_value.h"
#include "src/php/job/signing_keys.h"
#include "src/php/job/start/options.h"
#include "src/php/process/manager_object.h"

#include <string.h>

#define DEFAULT_DIRECTORY "/tmp/php/bgproc_job"
#define DEFAULT_PREFIX "job."

zend_class_entry *bgproc_ce_job_manager;
static zend_object_handlers handlers;

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_job_manager_obj *manager = zend_object_alloc(sizeof *manager, ce);

	bgproc_object_init(&manager->std, ce, &handlers);
	ZVAL_UNDEF(&manager->processes);
	ZVAL_UNDEF(&manager->options);
	return &manager->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_job_manager_obj *manager = bgproc_job_manager_from_obj(object);

	zval_ptr_dtor(&manager->processes);
	zval_ptr_dtor(&manager->options);
	if (manager->scope) {
		zend_string_release(manager->scope);
	}
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_job_manager_obj *manager = bgproc_job_manager_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &manager->processes);
	zend_get_gc_buffer_add_zval(buffer, &manager->options);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

struct bgproc_job_manager_obj *bgproc_job_manager_fetch(zval *this)
{
	struct bgproc_job_manager_obj *manager = Z_BGPROC_JOB_MANAGER_P(this);

	if (Z_ISUNDEF(manager->processes)) {
		zend_throw_error(NULL, "The constructor of %s was not called", ZSTR_VAL(Z_OBJCE_P(this)->name));
		return NULL;
	}
	return manager;
}

struct bgproc_manager_obj *bgproc_job_manager_processes(const struct bgproc_job_manager_obj *manager)
{
	return Z_BGPROC_MANAGER_P(&manager->processes);
}

static void add_string_or(zval *options, const char *name, zend_string *value, const char *otherwise)
{
	if (value) {
		add_assoc_str(options, name, zend_string_copy(value));
	} else {
		add_assoc_string(options, name, otherwise);
	}
}

bool bgproc_job_manager_configure(struct bgproc_job_manager_obj *manager, HashTable *options)
{
	struct bgproc_option_set *checked = NULL;
	struct bgproc_job_options given;
	zval for_processes;

	options = bgproc_options_settled(options);
	if (bgproc_job_options_parse(options, BGPROC_JOB_OF_MANAGER, zend_hash_num_elements(options), &given)) {
		/* Jobs that run a command accept all of these options. */
		checked = bgproc_job_options_for_process(options, BGPROC_JOB_COMMAND);
	}
	if (!checked) {
		zend_array_release(options);
		return false;
	}
	bgproc_option_set_release(checked);
	array_init(&for_processes);
	add_string_or(&for_processes, "working_directory", given.working_directory, DEFAULT_DIRECTORY);
	add_string_or(&for_processes, "key_prefix", given.key_prefix, DEFAULT_PREFIX);
	add_assoc_null(&for_processes, "error_log");
	if (bgproc_manager_create(&manager->processes, Z_ARRVAL(for_processes), 1)) {
		ZVAL_ARR(&manager->options, options);
		GC_ADDREF(options);
		manager->scope = given.scope ? zend_string_copy(given.scope) : NULL;
		if (given.key) {
			bgproc_signing_keys_remember(given.key, bgproc_job_manager_processes(manager)->working_directory);
		}
	}
	zval_ptr_dtor(&for_processes);
	zend_array_release(options);
	return !EG(exception);
}

void bgproc_job_manager_object_register(zend_class_entry *ce)
{
	bgproc_ce_job_manager = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_job_manager_obj, std), destroy, get_gc);
}
