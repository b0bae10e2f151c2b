/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/filter.h"

#include "zend_exceptions.h"

#include "src/core/key.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/option_value.h"
#include "src/php/base/state.h"

#include <string.h>

static bool refuse(const char *name, const char *rule, const zval *value)
{
	zend_string *given = bgproc_describe(value);

	zend_argument_value_error(1, "filter \"%s\" must be %s, %s given", name, rule, ZSTR_VAL(given));
	zend_string_release(given);
	return false;
}

/* Throws; the message lists the known states. */
static bool refuse_state(const zval *value)
{
	smart_str rule = {0};

	smart_str_appends(&rule, "a Bgproc\\State, the value of one (");
	for (int i = 0; i < BGPROC_STATE_COUNT; i++) {
		smart_str_appends(&rule, i ? ", " : "");
		smart_str_appends(&rule, bgproc_state_name((enum bgproc_state) i));
	}
	smart_str_appends(&rule, "), or a list of them");
	smart_str_0(&rule);
	refuse("state", ZSTR_VAL(rule.s), value);
	smart_str_free(&rule);
	return false;
}

static bool add_state(struct bgproc_process_filter *filter, const zval *value)
{
	enum bgproc_state state;

	ZVAL_DEREF(value);
	if (!bgproc_state_from_zval(value, &state)) {
		return refuse_state(value);
	}
	filter->states |= 1u << state;
	return true;
}

static bool take_states(struct bgproc_process_filter *filter, zval *value)
{
	zval *item;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return add_state(filter, value);
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(value), item) {
		if (!add_state(filter, item)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return filter->states != 0 || refuse_state(value);
}

static bool take_labels(struct bgproc_process_filter *filter, zval *value)
{
	zval *item;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return refuse("labels", "an array of name => string", value);
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(value), item) {
		ZVAL_DEREF(item);
		if (Z_TYPE_P(item) != IS_STRING) {
			return refuse("labels", "an array of name => string", item);
		}
	}
	ZEND_HASH_FOREACH_END();
	filter->labels = Z_ARRVAL_P(value);
	return true;
}

static bool take(struct bgproc_process_filter *filter, const zend_string *name, zval *value)
{
	if (name && zend_string_equals_literal(name, "state")) {
		return take_states(filter, value);
	}
	if (name && zend_string_equals_literal(name, "labels")) {
		return take_labels(filter, value);
	}
	if (name && zend_string_equals_literal(name, "scope")) {
		filter->scope = Z_TYPE_P(value) == IS_STRING ? Z_STR_P(value) : NULL;
		return filter->scope || refuse("scope", "a string", value);
	}
	if (name && zend_string_equals_literal(name, "prefix")) {
		if (Z_TYPE_P(value) != IS_STRING ||
			(Z_STRLEN_P(value) > 0 && !bgproc_key_valid(Z_STRVAL_P(value), Z_STRLEN_P(value)))) {
			return refuse("prefix", "the beginning of a key", value);
		}
		filter->prefix = Z_STRVAL_P(value);
		return true;
	}
	zend_argument_value_error(
		1, "must only have the filters state, scope, labels and prefix, \"%s\" given", name ? ZSTR_VAL(name) : "(a number)");
	return false;
}

bool bgproc_process_filter_parse(struct bgproc_process_filter *filter, HashTable *options, const char *prefix)
{
	zend_string *name;
	zval *value;

	*filter = (struct bgproc_process_filter) {.prefix = prefix};
	if (options) {
		ZEND_HASH_FOREACH_STR_KEY_VAL(options, name, value) {
			ZVAL_DEREF(value);
			if (!take(filter, name, value)) {
				return false;
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	return true;
}

static const char *label_of(const struct bgproc_record *record, const char *name)
{
	for (size_t i = 0; i < record->label_count; i++) {
		if (strcmp(record->labels[i].name, name) == 0) {
			return record->labels[i].value;
		}
	}
	return NULL;
}

/* Conditions that can be checked with the record alone. */
static bool accepts_scope_and_labels(const struct bgproc_process_filter *filter, const struct bgproc_record *record)
{
	zend_ulong index;
	zend_string *name;
	zval *wanted;

	if (filter->scope && strcmp(record->scope ? record->scope : "", ZSTR_VAL(filter->scope)) != 0) {
		return false;
	}
	if (filter->labels) {
		ZEND_HASH_FOREACH_KEY_VAL(filter->labels, index, name, wanted) {
			char number[MAX_LENGTH_OF_LONG];
			const char *label;

			ZVAL_DEREF(wanted);
			snprintf(number, sizeof number, ZEND_LONG_FMT, (zend_long) index);
			label = label_of(record, name ? ZSTR_VAL(name) : number);
			if (!label || strcmp(label, Z_STRVAL_P(wanted)) != 0) {
				return false;
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	return true;
}

static bool accepts_state(
	const struct bgproc_process_filter *filter, struct bgproc_store *store, struct bgproc_record *record)
{
	struct bgproc_error err = BGPROC_ERROR_INIT;
	uint64_t created_us = record->created_us;
	bool removed = false;

	if (!bgproc_state_is_final(record->state) && store->ops->settle(store, record, &removed, &err) != BGPROC_OK) {
		bgproc_throw(&err);
		return false;
	}
	/* The key may have been given to another process in between, which was not asked for. */
	return !removed && (record->created_us == created_us || !record->supervisor.pid) &&
		(filter->states & 1u << record->state) != 0;
}

bool bgproc_process_filter_accepts(
	const struct bgproc_process_filter *filter, struct bgproc_store *store, struct bgproc_record *record)
{
	return accepts_scope_and_labels(filter, record) && (filter->states == 0 || accepts_state(filter, store, record));
}
