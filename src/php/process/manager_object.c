/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/manager_object.h"

#include "php_bgproc.h"
#include "src/core/key.h"
#include "src/php/base/object.h"
#include "src/php/base/option_value.h"
#include "src/php/process/options/option_set.h"

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
	/* A relative path would depend on the directory of the script; under a web server the files there are served to clients. */
	if (Z_STRVAL_P(value)[0] != '/') {
		return refuse(arg_num, option, "an absolute path", value);
	}
	return set_string(&manager->working_directory, Z_STR_P(value));
}

bool bgproc_manager_set_prefix(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value)
{
	/* The generated digits that follow must fit into the key. An empty prefix is allowed: it lists all processes. */
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

/* Takes the three options that belong to the manager itself and not to its processes. */
static bool take_own(struct bgproc_manager_obj *manager, HashTable *options, uint32_t arg_num)
{
	static const struct {
		const char *name;
		bool (*set)(struct bgproc_manager_obj *manager, uint32_t arg_num, const char *option, const zval *value);
	} own[] = {
		{"working_directory", bgproc_manager_set_directory},
		{"key_prefix", bgproc_manager_set_prefix},
		{"error_log", bgproc_manager_set_error_log},
	};

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		zval *value = zend_hash_str_find(options, own[i].name, strlen(own[i].name));

		if (value && !own[i].set(manager, arg_num, own[i].name, value)) {
			return false;
		}
		zend_hash_str_del(options, own[i].name, strlen(own[i].name));
	}
	return true;
}

bool bgproc_manager_configure(struct bgproc_manager_obj *manager, HashTable *options, uint32_t arg_num)
{
	HashTable *settled = bgproc_options_settled(options);
	struct bgproc_option_set *defaults;

	if (manager->defaults) {
		/* The constructor was called again: options that are not given now keep their values. */
		zend_hash_merge(settled, manager->defaults->array, zval_add_ref, false);
	}
	defaults = bgproc_option_set_new(settled, true);
	if (!defaults) {
		return false;
	}
	if (!take_own(manager, settled, arg_num)) {
		bgproc_option_set_release(defaults);
		return false;
	}
	bgproc_option_set_release(manager->defaults);
	manager->defaults = defaults;
	return true;
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

struct bgproc_option_set *bgproc_manager_defaults(struct bgproc_manager_obj *manager)
{
	if (!manager->defaults) {
		/* A subclass did not call our constructor. An empty array is always valid. */
		manager->defaults = bgproc_option_set_new(zend_new_array(0), true);
	}
	return manager->defaults;
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
	return &manager->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_manager_obj *manager = bgproc_manager_from_obj(object);

	set_string(&manager->working_directory, NULL);
	set_string(&manager->key_prefix, NULL);
	set_string(&manager->error_log, NULL);
	bgproc_option_set_release(manager->defaults);
	zend_object_std_dtor(object);
}

void bgproc_manager_object_register(zend_class_entry *ce)
{
	bgproc_ce_manager = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_manager_obj, std), destroy, NULL);
}
