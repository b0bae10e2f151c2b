/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/state.h"

#include "php_main.h"
#include "ext/standard/basic_functions.h"

#include "php_bgproc.h"
#include "src/php/ini.h"
#include "src/php/deferred/background_processing.h"
#include "src/php/base/compat.h"
#include "src/php/deferred/run.h"
#include "src/php/base/uncaught.h"
#include "src/php/deferred/script_directory.h"

#include <unistd.h>

/*
 * The automatic run. PHP calls it as a shutdown function, the last moment at which all of PHP still works. It is put on
 * the list at the first add(), before what the script has put there, so that requests without a task pay nothing for it.
 */

#define FATAL_ERRORS (E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR)

static uint32_t list_length(void)
{
	return BG(user_shutdown_function_names) ? zend_hash_num_elements(BG(user_shutdown_function_names)) : 0;
}

/* Puts our call at the head. Must not be used while PHP walks the list. */
static bool prepend(zend_function *hook)
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
	/* The entries have moved. */
	old->pDestructor = NULL;
	zend_hash_destroy(old);
	FREE_HASHTABLE(old);
	return true;
}

void bgproc_deferred_arm(struct bgproc_deferred *deferred)
{
	zend_function *hook;

	if (EXPECTED(deferred->armed)) {
		return;
	}
	hook = bgproc_background_processing_hook();
	if (!(EG(flags) & EG_FLAGS_IN_SHUTDOWN)) {
		deferred->armed = prepend(hook);
		deferred->position = 1;
	} else if (BG(user_shutdown_function_names)) {
		deferred->armed = bgproc_compat_append_shutdown_function(hook);
		deferred->position = list_length();
	}
	/* else: the list has been walked and freed, and PHP would not free another one. */
}

/* An uncaught exception leaves no other trace than the last error. */
static bool script_died(void)
{
	return CG(unclean_shutdown) || (PG(last_error_message) && (PG(last_error_type) & FATAL_ERRORS));
}

/* bgproc.auto_run_on_fatal = drop; reason is a constant. */
static void drop(struct bgproc_deferred *deferred, const char *reason)
{
	struct bgproc_task *task;

	while ((task = bgproc_deferred_pop(deferred))) {
		zend_object *exception;

		bgproc_deferred_end_unrun(deferred, task, BGPROC_TASK_SKIPPED, reason);
		if (CG(unclean_shutdown)) {
			continue;
		}
		exception = bgproc_task_free(task);
		if (exception) {
			bgproc_failure_report(exception, "Dropping a post-response task");
		}
	}
}

/* Goes behind the shutdown functions that were added after us. False: there is none. */
static bool step_back(struct bgproc_deferred *deferred)
{
	if (list_length() <= deferred->position) {
		return false;
	}
	deferred->armed = bgproc_compat_append_shutdown_function(bgproc_background_processing_hook());
	deferred->position = list_length();
	return deferred->armed;
}

/*
 * Runs the queue. A fatal error before the first task is like one in the script: the tasks run after it, behind the
 * user's shutdown functions, or they are dropped. Each attempt begins behind the step in which the one before died, so
 * the loop ends.
 */
static void run(struct bgproc_deferred *deferred)
{
	for (;;) {
		struct bgproc_drain drain = {.automatic = true, .stop_timing = true};

		bgproc_deferred_drain(deferred, &drain);
		if (!drain.fatal || drain.started) {
			return;
		}
		bgproc_client_leave_callback();
		if (BGPROC_G(auto_run_on_fatal) == BGPROC_ON_FATAL_DROP) {
			drop(deferred, "a fatal error occurred while the client was being released");
			return;
		}
		if (step_back(deferred)) {
			return;
		}
	}
}

void bgproc_deferred_at_shutdown(void)
{
	struct bgproc_deferred *deferred = bgproc_deferred_enter();
	char before[MAXPATHLEN];
	bool died = script_died();

	deferred->armed = false;
	if (!deferred->pending || !BGPROC_G(auto_run) || deferred->draining || deferred->owner != getpid()) {
		return;
	}
	bgproc_client_leave_callback();
	if (died && BGPROC_G(auto_run_on_fatal) == BGPROC_ON_FATAL_DROP) {
		drop(deferred, "a fatal error ended the script");
		return;
	}
	if ((died || BGPROC_G(run_position) == BGPROC_RUN_AFTER) && step_back(deferred)) {
		return;
	}
	bgproc_script_directory_enter(deferred->script, before);
	run(deferred);
	bgproc_script_directory_leave(before);
}
