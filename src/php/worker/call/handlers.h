/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CALL_HANDLERS_H
#define BGPROC_PHP_WORKER_CALL_HANDLERS_H

/* Adding handlers to a call (then(), catch(), finally()), and calling them at its end. */

#include "php.h"

#include "src/php/worker/call/call.h"

/* Adds a handler and takes its own references to callback (NULL with FOLLOW) and derived. Counts as looking at a failure. */
void bgproc_handlers_add(struct bgproc_call *call, enum bgproc_handler_kind kind, const zend_fcall_info *fci,
	const zend_fcall_info_cache *fcc, struct bgproc_call *derived);

/*
 * Calls the handlers of a call that has ended, once, in the order in which they were added. The derived calls end by it; each is
 * passed to ended(). exit() and fatal errors of a handler are left pending; the handlers after it are dropped then.
 */
void bgproc_handlers_run(
	struct bgproc_call *call, void (*ended)(void *context, struct bgproc_call *derived), void *context);

#endif
