/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_RESULTS_H
#define BGPROC_PHP_DEFERRED_RESULTS_H

/* The result of each task, as background_processing_status() returns it. */

#include "src/php/deferred/state.h"

/*
 * The first marks a task as running, the second as returned, the third appends its result when it is freed. Takes ownership
 * of error.
 */
void bgproc_deferred_begin(struct bgproc_deferred *deferred, const struct bgproc_task *task);
void bgproc_deferred_returned(struct bgproc_deferred *deferred);
void bgproc_deferred_end(struct bgproc_deferred *deferred, enum bgproc_task_state state, zend_string *error);

/* Appends the result of a task that never ran; reason is a constant. */
void bgproc_deferred_end_unrun(struct bgproc_deferred *deferred, const struct bgproc_task *task,
	enum bgproc_task_state state, const char *reason);

/* Fills a PHP array for background_processing_status(). */
void bgproc_deferred_status(struct bgproc_deferred *deferred, zval *status);

#endif
