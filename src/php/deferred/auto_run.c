/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/deferred/auto_run.h"

#include "php_main.h"

#include "php_bgproc.h"
#include "src/php/base/uncaught.h"
#include "src/php/deferred/queue.h"
#include "src/php/deferred/results.h"
#include "src/php/deferred/run.h"
#include "src/php/deferred/script_directory.h"
#include "src/php/deferred/shutdown_list.h"
#include "src/php/ini.h"

#include <unistd.h>

#define FATAL_ERRORS (E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR)

/* Whether the script ended by a fatal error. An uncaught exception is recognized only by the last error that it leaves. */
static bool script_died(void)
{
	return CG(unclean_shutdown) || (PG(last_error_message) && (PG(last_error_type) & FATAL_ERRORS));
}

/* bgproc.auto_run_on_fatal = drop: discards all queued tasks. reason is a constant. */
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
			bgproc_uncaught_report(exception, "Dropping a post-response task");
		}
	}
}

/*
 * Runs the queue. A fatal error before the first task is treated like one in the script: the tasks run after the user's
 * shutdown functions, or they are dropped. Each attempt begins after the step in which the previous one failed, so the loop
 * ends.
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
		if (bgproc_shutdown_list_step_back(deferred)) {
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
	if ((died || BGPROC_G(run_position) == BGPROC_RUN_AFTER) && bgproc_shutdown_list_step_back(deferred)) {
		return;
	}
	bgproc_script_directory_enter(deferred->script, before);
	run(deferred);
	bgproc_script_directory_leave(before);
}
