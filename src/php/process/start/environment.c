/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/process/start/environment.h"

#include "src/protocol/supervisor.h"
#include "src/platform/process/environ.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void bgproc_words_add(struct bgproc_words *words, const char *format, ...)
{
	/* Numbers and paths: nothing here is longer than a path and a name. */
	char text[MAXPATHLEN + 64];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (length < 0 || (size_t) length >= sizeof text) {
		words->block.failed = true;
		return;
	}
	bgproc_buf_append(&words->block, text, (size_t) length + 1);
	words->count++;
}

void bgproc_words_add_text(struct bgproc_words *words, const char *name, const char *text)
{
	bgproc_buf_puts(&words->block, name);
	bgproc_buf_append(&words->block, text, strlen(text) + 1);
	words->count++;
}

void bgproc_words_append(struct bgproc_words *words, const struct bgproc_buf *block, size_t count)
{
	bgproc_buf_append(&words->block, block->data, block->length);
	words->count += count;
}

static const char guard = BGPROC_ENV_GUARD;

static void add_inherited(struct bgproc_words *words, const char *entry)
{
	bgproc_buf_append(&words->block, &guard, 1);
	bgproc_buf_append(&words->block, entry, strlen(entry) + 1);
	words->count++;
}

static void add_entry(struct bgproc_words *words, const zend_string *name, const zend_string *value)
{
	bgproc_buf_append(&words->block, &guard, 1);
	bgproc_buf_append(&words->block, ZSTR_VAL(name), ZSTR_LEN(name));
	bgproc_buf_append(&words->block, "=", 1);
	bgproc_buf_append(&words->block, ZSTR_VAL(value), ZSTR_LEN(value) + 1);
	words->count++;
}

/* Whether env has its own word about NAME of "NAME=value". */
static bool is_overridden(HashTable *env, const char *entry)
{
	size_t length = strcspn(entry, "=");
	zend_ulong index;

	return ZEND_HANDLE_NUMERIC_STR(entry, length, index) ? zend_hash_index_exists(env, index)
														 : zend_hash_str_exists(env, entry, length);
}

static void add_given(struct bgproc_words *words, HashTable *env)
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
		add_entry(words, name, value);
		zend_tmp_string_release(temporary);
		zend_string_release(name);
	}
	ZEND_HASH_FOREACH_END();
}

/* The voice of a job is its own command's: what a job starts in the background goes its own way and must not end it. */
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

void bgproc_words_environment(struct bgproc_words *words, HashTable *env, bool inherit)
{
	char **entries;

	/* Another thread's putenv() moves what we read. */
	tsrm_env_lock();
	entries = inherit ? bgproc_environ() : NULL;
	if (entries) {
		for (char **entry = entries; *entry; entry++) {
			if (!is_of_a_job(*entry) && (!env || !is_overridden(env, *entry))) {
				add_inherited(words, *entry);
			}
		}
	}
	tsrm_env_unlock();
	if (env) {
		add_given(words, env);
	}
}

enum bgproc_status bgproc_words_finish(struct bgproc_words *words, struct bgproc_error *err)
{
	char *at = words->block.data;

	if (!bgproc_buf_ok(&words->block)) {
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, 0, "Out of memory for the arguments of the supervisor");
	}
	words->pointers = safe_emalloc(words->count + 1, sizeof *words->pointers, 0);
	for (size_t i = 0; i < words->count; i++) {
		words->pointers[i] = at;
		at += strlen(at) + 1;
	}
	words->pointers[words->count] = NULL;
	return BGPROC_OK;
}

void bgproc_words_free(struct bgproc_words *words)
{
	if (words->pointers) {
		efree(words->pointers);
		words->pointers = NULL;
	}
	bgproc_buf_free(&words->block);
}

void bgproc_limit_text(char text[24], rlim_t limit)
{
	if (limit == RLIM_INFINITY) {
		strcpy(text, "-");
	} else {
		snprintf(text, 24, "%llu", (unsigned long long) limit);
	}
}
