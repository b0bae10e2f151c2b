/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/object.h"

#include "ext/random/php_random.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/core/key.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/object.h"
#include "src/php/base/option_value.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/options/command_line.h"
#include "src/php/process/record_array.h"
#include "src/platform/clock.h"
#include "src/platform/file/descriptor.h"

#include <string.h>

zend_class_entry *bgproc_ce_process;
static zend_object_handlers handlers;

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_process_obj *process = zend_object_alloc(sizeof *process, ce);

	bgproc_object_init(&process->std, ce, &handlers);
	ZVAL_UNDEF(&process->commandline);
	ZVAL_UNDEF(&process->manager);
	ZVAL_UNDEF(&process->meta);
	process->record_fd = process->outcome_fd = process->capture_fds[0] = process->capture_fds[1] = -1;
	process->output.cut_fd = -1;
	return &process->std;
}

/* Frees the handle; the process itself continues. A handle owns descriptors and memory, never the command. */
static void destroy(zend_object *object)
{
	struct bgproc_process_obj *process = bgproc_process_from_obj(object);

	bgproc_fd_close(&process->record_fd);
	bgproc_fd_close(&process->outcome_fd);
	bgproc_fd_close(&process->capture_fds[0]);
	bgproc_fd_close(&process->capture_fds[1]);
	bgproc_fd_close(&process->output.cut_fd);
	bgproc_buf_free(&process->text);
	bgproc_record_free(&process->record);
	zval_ptr_dtor(&process->commandline);
	zval_ptr_dtor(&process->manager);
	bgproc_option_set_release(process->options);
	zval_ptr_dtor(&process->meta);
	if (process->key) {
		zend_string_release(process->key);
	}
	if (process->error_tail) {
		zend_string_release(process->error_tail);
	}
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_process_obj *process = bgproc_process_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &process->commandline);
	zend_get_gc_buffer_add_zval(buffer, &process->manager);
	zend_get_gc_buffer_add_zval(buffer, &process->meta);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

struct bgproc_process_obj *bgproc_process_fetch(zval *this)
{
	struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(this);

	if (Z_ISUNDEF(process->manager) || !process->key) {
		zend_throw_error(NULL, "The parent constructor of %s was not called", ZSTR_VAL(Z_OBJCE_P(this)->name));
		return NULL;
	}
	return process;
}

struct bgproc_process_obj *bgproc_process_fetch_started(zval *this)
{
	struct bgproc_process_obj *process = bgproc_process_fetch(this);

	if (process && !process->started) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "Process %s has not been started: call run() first", ZSTR_VAL(process->key));
		return NULL;
	}
	return process;
}

zval *bgproc_process_commandline(struct bgproc_process_obj *process)
{
	if (Z_ISUNDEF(process->commandline)) {
		bgproc_record_array_commandline(&process->commandline, &process->record);
	}
	return &process->commandline;
}

bool bgproc_process_generate_key(struct bgproc_process_obj *process, char key[BGPROC_KEY_MAX + 1])
{
	zend_string *prefix = Z_BGPROC_MANAGER_P(&process->manager)->key_prefix;
	unsigned char random[10];

	if (php_random_bytes_throw(random, sizeof random) == FAILURE) {
		return false;
	}
	/* Cannot fail: the manager accepts only prefixes that are short enough. */
	return bgproc_key_format(key, ZSTR_VAL(prefix), ZSTR_LEN(prefix), bgproc_wall_us(), random);
}

static bool take_options(struct bgproc_process_obj *process, HashTable *options)
{
	struct bgproc_option_set *defaults = bgproc_manager_defaults(Z_BGPROC_MANAGER_P(&process->manager));
	HashTable *merged;

	if (!options || zend_hash_num_elements(options) == 0) {
		process->options = bgproc_option_set_share(defaults);
		return true;
	}
	merged = bgproc_options_settled(options);
	/* false: options of the process take precedence over those of the manager. */
	zend_hash_merge(merged, defaults->array, zval_add_ref, false);
	process->options = bgproc_option_set_new(merged, false);
	return process->options != NULL;
}

/* Sets the command line and the manager of a new process. False with an exception pending; the object is unchanged then. */
static bool begin(struct bgproc_process_obj *process, zval *commandline, zval *manager)
{
	if (Z_TYPE_P(commandline) != IS_STRING && Z_TYPE_P(commandline) != IS_ARRAY) {
		zend_argument_type_error(1, "must be of type array|string, %s given", zend_zval_type_name(commandline));
		return false;
	}
	if (!Z_ISUNDEF(process->manager)) {
		zend_throw_error(NULL, "The constructor of BackgroundProcess was called twice");
		return false;
	}
	if (!bgproc_commandline_check(commandline, 1)) {
		return false;
	}
	bgproc_commandline_copy(&process->commandline, commandline);
	ZVAL_COPY(&process->manager, manager);
	process->knows_options = true;
	return true;
}

static bool take_key(struct bgproc_process_obj *process)
{
	char key[BGPROC_KEY_MAX + 1];

	if (!bgproc_process_generate_key(process, key)) {
		return false;
	}
	process->key = zend_string_init(key, strlen(key), 0);
	return true;
}

bool bgproc_process_init(zval *object, zval *commandline, zval *manager, HashTable *options)
{
	struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(object);

	return begin(process, commandline, manager) && take_options(process, options) && take_key(process);
}

bool bgproc_process_init_with(zval *object, zval *commandline, zval *manager, struct bgproc_option_set *options)
{
	struct bgproc_process_obj *process = Z_BGPROC_PROCESS_P(object);

	if (!begin(process, commandline, manager)) {
		return false;
	}
	process->options = bgproc_option_set_share(options);
	return take_key(process);
}

HashTable *bgproc_process_options_array(const struct bgproc_process_obj *process)
{
	return process->options ? process->options->array : (HashTable *) &zend_empty_array;
}

void bgproc_process_from_record(zval *result, zval *manager, struct bgproc_record *record)
{
	struct bgproc_process_obj *process;

	object_init_ex(result, bgproc_ce_process);
	process = Z_BGPROC_PROCESS_P(result);
	/* Done first, so that the object frees the record in every case. */
	process->record = *record;
	memset(record, 0, sizeof *record);
	process->has_record = process->started = true;
	process->ended = bgproc_state_is_final(process->record.state);
	process->key = zend_string_init(process->record.key, strlen(process->record.key), 0);
	ZVAL_COPY(&process->manager, manager);
}

zend_object_handlers *bgproc_process_object_register(zend_class_entry *ce)
{
	bgproc_ce_process = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_process_obj, std), destroy, get_gc);
	return &handlers;
}
