/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/job/signing_keys.h"

#include "zend_exceptions.h"

#include "src/protocol/request_auth.h"

#include <string.h>

/* Keys that are published in documentation, and therefore are no secret. */
static const char *const published[] = {"sjs&sk&F89fksL*987sdKf", "change-me", "changeme", "secret"};

/* Whether the key protects nothing: a published key, also one repeated to get the required length, or one repeated byte. */
static bool is_weak(const char *key, size_t length)
{
	size_t i = 1;

	while (i < length && key[i] == key[0]) {
		i++;
	}
	if (i == length) {
		return true;
	}
	for (i = 0; i < sizeof published / sizeof published[0]; i++) {
		size_t unit = strlen(published[i]), at = 0;

		while (at + unit <= length && memcmp(key + at, published[i], unit) == 0) {
			at += unit;
		}
		if (at > 0 && length - at < unit && memcmp(key + at, published[i], length - at) == 0) {
			return true;
		}
	}
	return false;
}

static bool check_one(const char *name, const zval *key)
{
	if (Z_TYPE_P(key) != IS_STRING) {
		zend_type_error("Option \"%s\" must be a string, or an array of id => string", name);
		return false;
	}
	if (Z_STRLEN_P(key) < BGPROC_AUTH_KEY_MIN) {
		zend_value_error("Option \"%s\" must be at least %d bytes long, " ZEND_LONG_FMT " given; random_bytes(32) makes one",
			name, BGPROC_AUTH_KEY_MIN, (zend_long) Z_STRLEN_P(key));
		return false;
	}
	if (Z_STRLEN_P(key) > 4096 || is_weak(Z_STRVAL_P(key), Z_STRLEN_P(key))) {
		zend_value_error("Option \"%s\" must be a random secret that nobody else knows; random_bytes(32) makes one", name);
		return false;
	}
	return true;
}

/* [A-Za-z0-9._-], as in the header that contains the id. */
static bool good_id(const char *id, size_t length)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

	return length > 0 && length <= BGPROC_AUTH_KEY_ID_MAX && strspn(id, set) == length;
}

bool bgproc_signing_keys_check(const char *name, const zval *value)
{
	zend_string *id;
	zval *key;

	if (Z_TYPE_P(value) != IS_ARRAY) {
		return check_one(name, value);
	}
	if (zend_hash_num_elements(Z_ARRVAL_P(value)) == 0) {
		zend_value_error("Option \"%s\" must not be an empty array", name);
		return false;
	}
	ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(value), id, key) {
		ZVAL_DEREF(key);
		if (id && !good_id(ZSTR_VAL(id), ZSTR_LEN(id))) {
			zend_value_error("Option \"%s\" must be an array whose ids are 1 to %d letters, digits, \".\", \"_\" or \"-\"", name,
				BGPROC_AUTH_KEY_ID_MAX);
			return false;
		}
		if (!check_one(name, key)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

void bgproc_signing_keys_signing(const zval *value, zend_string **id, zend_string **key)
{
	zend_ulong index;
	zend_string *name;
	zval *item;

	*id = NULL;
	*key = NULL;
	if (Z_TYPE_P(value) == IS_STRING) {
		*id = zend_string_init(ZEND_STRL(BGPROC_JOB_KEY_ID), 0);
		*key = Z_STR_P(value);
		return;
	}
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(value), index, name, item) {
		ZVAL_DEREF(item);
		*id = name ? zend_string_copy(name) : zend_long_to_str((zend_long) index);
		*key = Z_STR_P(item);
		break;
	}
	ZEND_HASH_FOREACH_END();
}

static void remember_one(zend_string *id, zend_string *key, zend_string *directory)
{
	zval entry, *known;

	if (Z_TYPE(BGPROC_G(job_keys)) != IS_ARRAY) {
		array_init(&BGPROC_G(job_keys));
	}
	/* A long-lived worker creates many managers, so a known key is not added again. */
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(BGPROC_G(job_keys)), known) {
		if (zend_string_equals(Z_STR_P(zend_hash_index_find(Z_ARRVAL_P(known), 0)), id) &&
			zend_string_equals(Z_STR_P(zend_hash_index_find(Z_ARRVAL_P(known), 1)), key) &&
			zend_string_equals(Z_STR_P(zend_hash_index_find(Z_ARRVAL_P(known), 2)), directory)) {
			return;
		}
	}
	ZEND_HASH_FOREACH_END();
	array_init_size(&entry, 3);
	add_next_index_str(&entry, zend_string_copy(id));
	add_next_index_str(&entry, zend_string_copy(key));
	add_next_index_str(&entry, zend_string_copy(directory));
	add_next_index_zval(&BGPROC_G(job_keys), &entry);
}

void bgproc_signing_keys_remember(const zval *value, zend_string *directory)
{
	zend_ulong index;
	zend_string *id, *name;
	zval *item;

	if (Z_TYPE_P(value) == IS_STRING) {
		id = zend_string_init(ZEND_STRL(BGPROC_JOB_KEY_ID), 0);
		remember_one(id, Z_STR_P(value), directory);
		zend_string_release(id);
		return;
	}
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(value), index, name, item) {
		ZVAL_DEREF(item);
		id = name ? zend_string_copy(name) : zend_long_to_str((zend_long) index);
		remember_one(id, Z_STR_P(item), directory);
		zend_string_release(id);
	}
	ZEND_HASH_FOREACH_END();
}

bool bgproc_signing_keys_each(
	const char *id, bool (*each)(zend_string *key, zend_string *directory, void *context), void *context)
{
	zval *entry;

	if (Z_TYPE(BGPROC_G(job_keys)) == IS_ARRAY) {
		ZEND_HASH_FOREACH_VAL(Z_ARRVAL(BGPROC_G(job_keys)), entry) {
			HashTable *known = Z_ARRVAL_P(entry);

			if (zend_string_equals_cstr(Z_STR_P(zend_hash_index_find(known, 0)), id, strlen(id)) &&
				each(Z_STR_P(zend_hash_index_find(known, 1)), Z_STR_P(zend_hash_index_find(known, 2)), context)) {
				return true;
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	return false;
}

void bgproc_signing_keys_rshutdown(void)
{
	zval_ptr_dtor(&BGPROC_G(job_keys));
	ZVAL_UNDEF(&BGPROC_G(job_keys));
}
