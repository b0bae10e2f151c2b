/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/start/environment.h"

#include "src/platform/process/environ.h"
#include "src/protocol/supervisor.h"

#include <string.h>

static const char guard = BGPROC_ENV_GUARD;

static void add_inherited(struct bgproc_argv *argv, const char *entry)
{
	bgproc_buf_append(&argv->block, &guard, 1);
	bgproc_buf_append(&argv->block, entry, strlen(entry) + 1);
	argv->count++;
}

static void add_entry(struct bgproc_argv *argv, const zend_string *name, const zend_string *value)
{
	bgproc_buf_append(&argv->block, &guard, 1);
	bgproc_buf_append(&argv->block, ZSTR_VAL(name), ZSTR_LEN(name));
	bgproc_buf_append(&argv->block, "=", 1);
	bgproc_buf_append(&argv->block, ZSTR_VAL(value), ZSTR_LEN(value) + 1);
	argv->count++;
}

/* Whether env contains NAME of "NAME=value". */
static bool is_overridden(HashTable *env, const char *entry)
{
	size_t length = strcspn(entry, "=");
	zend_ulong index;

	return ZEND_HANDLE_NUMERIC_STR(entry, length, index) ? zend_hash_index_exists(env, index)
														 : zend_hash_str_exists(env, entry, length);
}

static void add_given(struct bgproc_argv *argv, HashTable *env)
{
	zend_ulong index;
	zend_string *key;
	zval *item;

	ZEND_HASH_FOREACH_KEY_VAL(env, index, key, item) {
		zend_string *name, *value, *temporary;

		ZVAL_DEREF(item);
		if (Z_TYPE_P(item) == IS_NULL || Z_TYPE_P(item) == IS_FALSE) {
			continue;
		}
		name = key ? zend_string_copy(key) : zend_long_to_str((zend_long) index);
		value = zval_get_tmp_string(item, &temporary);
		add_entry(argv, name, value);
		zend_tmp_string_release(temporary);
		zend_string_release(name);
	}
	ZEND_HASH_FOREACH_END();
}

/*
 * The variables for reports to a job are not inherited: they are for the job's own command. A process that the job starts in
 * the background is independent, and must not end the job by a report.
 */
static bool is_of_a_job(const char *entry)
{
	static const char *const names[] = {"BGPROC_NOTIFY=", "BGPROC_JOB=", "BGPROC_ATTEMPT="};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strncmp(entry, names[i], strlen(names[i])) == 0) {
			return true;
		}
	}
	return false;
}

void bgproc_environment_write(struct bgproc_argv *argv, HashTable *env, bool inherit)
{
	char **entries;

	/* putenv() in another thread may move the entries while they are read. */
	tsrm_env_lock();
	entries = inherit ? bgproc_environ() : NULL;
	if (entries) {
		for (char **entry = entries; *entry; entry++) {
			if (!is_of_a_job(*entry) && (!env || !is_overridden(env, *entry))) {
				add_inherited(argv, *entry);
			}
		}
	}
	tsrm_env_unlock();
	if (env) {
		add_given(argv, env);
	}
}
