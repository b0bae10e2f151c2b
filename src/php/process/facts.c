/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/facts.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/pending_exception.h"
#include "src/php/process/manager_object.h"
#include "src/php/process/object.h"
#include "src/php/process/record_array.h"
#include "src/php/process/refresh.h"
#include "src/platform/clock.h"

#include <inttypes.h>

/* ---- times ---- */

bool bgproc_time_object(zval *result, uint64_t wall_us)
{
	zval zone, arguments[2];

	if (wall_us == 0) {
		ZVAL_NULL(result);
		return true;
	}
	/* An offset, because a named time zone whose file cannot be read would cause an Error. */
	ZVAL_STRING(&arguments[0], "+00:00");
	object_init_ex(&zone, php_date_get_timezone_ce());
	zend_call_known_function(Z_OBJCE(zone)->constructor, Z_OBJ(zone), Z_OBJCE(zone), NULL, 1, arguments, NULL);
	zval_ptr_dtor(&arguments[0]);
	object_init_ex(result, php_date_get_immutable_ce());
	if (!EG(exception)) {
		ZVAL_STR(&arguments[0], zend_strpprintf(0, "@%" PRIu64 ".%06" PRIu64, wall_us / 1000000, wall_us % 1000000));
		ZVAL_COPY_VALUE(&arguments[1], &zone);
		zend_call_known_function(Z_OBJCE_P(result)->constructor, Z_OBJ_P(result), Z_OBJCE_P(result), NULL, 2, arguments, NULL);
		zval_ptr_dtor(&arguments[0]);
	}
	zval_ptr_dtor(&zone);
	return !EG(exception);
}

bool bgproc_record_duration(const struct bgproc_record *record, double *seconds)
{
	uint64_t end = bgproc_state_is_final(record->state) ? record->ended_us : bgproc_wall_us();

	if (!record->started_us || record->state == BGPROC_STATE_STARTING || record->state == BGPROC_STATE_DELAYED) {
		return false;
	}
	/* The wall clock may have been set back during the run. */
	*seconds = end > record->started_us ? (double) (end - record->started_us) / 1e6 : 0;
	return true;
}

/* ---- var_dump() ---- */

/* The given options, without what may be secret: values of the environment, and the standard input of the command. */
static void add_options(HashTable *table, const struct bgproc_process_obj *process)
{
	HashTable *options = zend_array_dup(bgproc_process_options_array(process));
	zval *env = zend_hash_str_find_deref(options, ZEND_STRL("env"));
	zval *in = zend_hash_str_find_deref(options, ZEND_STRL("stdin"));
	zval names, shown;
	zend_string *name;

	if (env && Z_TYPE_P(env) == IS_ARRAY) {
		array_init(&names);
		ZEND_HASH_FOREACH_STR_KEY(Z_ARRVAL_P(env), name) {
			if (name) {
				add_assoc_string(&names, ZSTR_VAL(name), "(not shown)");
			}
		}
		ZEND_HASH_FOREACH_END();
		zend_hash_str_update(options, ZEND_STRL("env"), &names);
	}
	if (in && Z_TYPE_P(in) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(in)) == 2) {
		ZVAL_STRING(&shown, "(bytes, not shown)");
		zend_hash_str_update(options, ZEND_STRL("stdin"), &shown);
	}
	ZVAL_ARR(&shown, options);
	zend_hash_str_update(table, ZEND_STRL("options"), &shown);
}

static void add_record(zval *table, const struct bgproc_record *record)
{
	char time[24];

	if (record->supervisor.pid) {
		add_assoc_long(table, "pid", record->supervisor.pid);
	}
	add_assoc_string(table, "state", bgproc_state_name(record->state));
	if (bgproc_state_is_final(record->state)) {
		if (record->end.exited) {
			add_assoc_long(table, "exit_code", record->end.exit_code);
		}
		if (record->end.term_signal) {
			add_assoc_long(table, "term_signal", record->end.term_signal);
		}
	}
	snprintf(time, sizeof time, "%.19s", record->created_at);
	add_assoc_string(table, "created_at", time);
	if (record->scope && record->scope[0]) {
		add_assoc_string(table, "scope", record->scope);
	}
}

HashTable *bgproc_process_debug(zend_object *object, zend_prop_purpose purpose)
{
	struct bgproc_process_obj *process = bgproc_process_from_obj(object);
	zval table, commandline;

	if (purpose != ZEND_PROP_PURPOSE_DEBUG || !process->key || Z_ISUNDEF(process->manager)) {
		return zend_std_get_properties_for(object, purpose);
	}
	ZVAL_ARR(&table, zend_array_dup(zend_std_get_properties(object)));
	add_assoc_str(&table, "key", zend_string_copy(process->key));
	if (Z_ISUNDEF(process->commandline)) {
		bgproc_record_array_commandline(&commandline, &process->record);
	} else {
		ZVAL_COPY(&commandline, &process->commandline);
	}
	add_assoc_zval(&table, "commandline", &commandline);
	add_assoc_str(&table, "working_directory", zend_string_copy(Z_BGPROC_MANAGER_P(&process->manager)->working_directory));
	add_options(Z_ARRVAL(table), process);
	add_assoc_bool(&table, "started", process->started);
	/* A record that cannot be read causes no exception here: var_dump() shows what is known. */
	if (process->started && !EG(exception) && !bgproc_process_refresh(process)) {
		bgproc_exception_clear();
	}
	if (process->started && process->has_record) {
		add_record(&table, &process->record);
	}
	return Z_ARRVAL(table);
}
