/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/shutdown_list.h"

#include "src/php/base/compat.h"

/* A method of an internal class, so all threads can share it. */
static zend_function *hook;

void bgproc_shutdown_list_set_function(zend_function *function)
{
	hook = function;
}

static uint32_t list_length(void)
{
	return BG(user_shutdown_function_names) ? zend_hash_num_elements(BG(user_shutdown_function_names)) : 0;
}

/* Puts our function at the head of the list. Must not be called while PHP walks the list. */
static bool prepend(void)
{
	HashTable *old = BG(user_shutdown_function_names);
	zend_string *key;
	zval *entry;

	BG(user_shutdown_function_names) = NULL;
	if (!bgproc_compat_append_shutdown_function(hook)) {
		BG(user_shutdown_function_names) = old;
		return false;
	}
	if (!old) {
		return true;
	}
	ZEND_HASH_FOREACH_STR_KEY_VAL(old, key, entry) {
		if (key) {
			zend_hash_add_new(BG(user_shutdown_function_names), key, entry);
		} else {
			zend_hash_next_index_insert_new(BG(user_shutdown_function_names), entry);
		}
	}
	ZEND_HASH_FOREACH_END();
	/* The entries have moved to the new list, so they are not destroyed with the old one. */
	old->pDestructor = NULL;
	zend_hash_destroy(old);
	FREE_HASHTABLE(old);
	return true;
}

void bgproc_shutdown_list_arm(struct bgproc_deferred *deferred)
{
	if (EXPECTED(deferred->armed)) {
		return;
	}
	if (!(EG(flags) & EG_FLAGS_IN_SHUTDOWN)) {
		deferred->armed = prepend();
		deferred->position = 1;
	} else if (BG(user_shutdown_function_names)) {
		deferred->armed = bgproc_compat_append_shutdown_function(hook);
		deferred->position = list_length();
	}
	/* Otherwise PHP has already walked and freed the list, and would not free another one. */
}

bool bgproc_shutdown_list_step_back(struct bgproc_deferred *deferred)
{
	if (list_length() <= deferred->position) {
		return false;
	}
	deferred->armed = bgproc_compat_append_shutdown_function(hook);
	deferred->position = list_length();
	return deferred->armed;
}
