/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/manager_object.h"

#include "php_bgproc.h"
#include "src/core/key.h"
#include "src/php/base/object.h"
#include "src/php/base/option_value.h"
#include "src/php/process/options/options.h"

#include <string.h>

zend_class_entry *bgproc_ce_manager;
static zend_object_handlers handlers;

/* ---- values of the constructor and the setters ---- */

static bool refuse(uint32_t arg_num, const char *option, const char *rule, const zval *value)
{
	zend_string *given = bgproc_describe(value);

	if (option) {
		zend_argument_value_error(arg_num, "option \"%s\" must be %s, %s given", option, rule, ZSTR_VAL(given));
	} else {
		zend_argument_value_error(arg_num, "must be %s, %s given", rule, ZSTR_VAL(given));
	}
	zend_string_release(given);
	return false;
}

static bool set_string(zend_string **field, zend_string *value)
{
	if (*field) {
		zend_string_release(*field);
	}
	*field = value ? zend_string_copy(value) : NULL;
	return true;
}

static bool good_path(const zend_string *path)
{
	return ZSTR_LEN(path) > 0 && ZSTR_LEN(path) < MAXPATHLEN && strlen(ZSTR_VAL(path)) == ZSTR_LEN(path);
}

bool bgproc_manager_set_directory(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value)
{
	if (Z_TYPE_P(value) != IS_STRING || !good_path(Z_STR_P(value))) {
		return refuse(arg_num, option, "a path that is not empty, not longer than the system allows and without NUL bytes",
			value);
	}
	/* It would depend on where the script runs; under a web server that is a directory whose files are served. */
	if (Z_STRVAL_P(value)[0] != '/') {
		return refuse(arg_num, option, "an absolute path", value);
	}
	return set_string(&manager->working_directory, Z_STR_P(value));
}

bool bgproc_manager_set_prefix(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value)
{
	/* The digits that follow must fit; an empty prefix is allowed, it lists everything. */
	if (Z_TYPE_P(value) != IS_STRING || Z_STRLEN_P(value) > BGPROC_KEY_MAX - BGPROC_KEY_UNIQUE_LENGTH ||
		(Z_STRLEN_P(value) > 0 && !bgproc_key_valid(Z_STRVAL_P(value), Z_STRLEN_P(value)))) {
		return refuse(arg_num, option,
			"a string of at most 96 letters, digits, \".\", \"_\" or \"-\", not starting with a dot", value);
	}
	return set_string(&manager->key_prefix, Z_STR_P(value));
}

bool bgproc_manager_set_error_log(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value)
{
	if (Z_TYPE_P(value) == IS_NULL) {
		return set_string(&manager->error_log, NULL);
	}
	if (Z_TYPE_P(value) != IS_STRING || !good_path(Z_STR_P(value))) {
		return refuse(arg_num, option,
			"null, or a path that is not empty, not longer than the system allows and without NUL bytes", value);
	}
	return set_string(&manager->error_log, Z_STR_P(value));
}

/* The three options of the manager itself; the others become defaults of its processes. The table is ours alone. */
static bool take_settled(struct bgproc_manager_obj *manager, HashTable *options, uint32_t arg_num)
{
	struct bgproc_process_options checked;
	bool done = true;
	zend_string *name;
	zval *value, defaults;

	if (!bgproc_process_options_parse(options, true, &checked)) {
		return false;
	}
	ZVAL_ARR(&defaults, zend_array_dup(Z_ARRVAL(manager->defaults)));
	ZEND_HASH_FOREACH_STR_KEY_VAL(options, name, value) {
		if (zend_string_equals_literal(name, "working_directory")) {
			done = bgproc_manager_set_directory(manager, arg_num, ZSTR_VAL(name), value);
		} else if (zend_string_equals_literal(name, "key_prefix")) {
			done = bgproc_manager_set_prefix(manager, arg_num, ZSTR_VAL(name), value);
		} else if (zend_string_equals_literal(name, "error_log")) {
			done = bgproc_manager_set_error_log(manager, arg_num, ZSTR_VAL(name), value);
		} else {
			Z_TRY_ADDREF_P(value);
			zend_hash_update(Z_ARRVAL(defaults), name, value);
		}
		if (!done) {
			zval_ptr_dtor(&defaults);
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	bgproc_field_replace(&manager->defaults, &defaults);
	zval_ptr_dtor(&defaults);
	return true;
}

bool bgproc_manager_configure(struct bgproc_manager_obj *manager, HashTable *options, uint32_t arg_num)
{
	HashTable *settled = bgproc_options_settled(options);
	bool done = take_settled(manager, settled, arg_num);

	zend_array_release(settled);
	return done;
}

bool bgproc_manager_create(zval *result, HashTable *options, uint32_t arg_num)
{
	object_init_ex(result, bgproc_ce_manager);
	if (!bgproc_manager_configure(Z_BGPROC_MANAGER_P(result), options, arg_num)) {
		zval_ptr_dtor(result);
		ZVAL_UNDEF(result);
		return false;
	}
	return true;
}

/* ---- paths ---- */

zend_string *bgproc_manager_error_log(const struct bgproc_manager_obj *manager)
{
	if (!manager->error_log) {
		return NULL;
	}
	if (ZSTR_VAL(manager->error_log)[0] == '/') {
		return zend_string_copy(manager->error_log);
	}
	return zend_string_concat3(ZSTR_VAL(manager->working_directory), ZSTR_LEN(manager->working_directory), "/", 1,
		ZSTR_VAL(manager->error_log), ZSTR_LEN(manager->error_log));
}

/* ---- object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_manager_obj *manager = zend_object_alloc(sizeof *manager, ce);

	bgproc_object_init(&manager->std, ce, &handlers);
	/* Usable even if a subclass forgets to call our constructor. */
	manager->working_directory = zend_string_init(BGPROC_G(working_directory), strlen(BGPROC_G(working_directory)), 0);
	manager->key_prefix = zend_string_init(ZEND_STRL("process."), 0);
	manager->error_log = zend_string_init(ZEND_STRL("err.log"), 0);
	array_init(&manager->defaults);
	return &manager->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_manager_obj *manager = bgproc_manager_from_obj(object);

	set_string(&manager->working_directory, NULL);
	set_string(&manager->key_prefix, NULL);
	set_string(&manager->error_log, NULL);
	zval_ptr_dtor(&manager->defaults);
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_manager_obj *manager = bgproc_manager_from_obj(object);

	*table = &manager->defaults;
	*count = 1;
	return zend_std_get_properties(object);
}

void bgproc_manager_object_register(zend_class_entry *ce)
{
	bgproc_ce_manager = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_manager_obj, std), destroy, get_gc);
}
