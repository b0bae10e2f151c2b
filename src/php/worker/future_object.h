/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_FUTURE_OBJECT_H
#define BGPROC_PHP_WORKER_FUTURE_OBJECT_H

/* The object of class Bgproc\Future: a call as PHP code sees it. */

#include "php.h"

#include "src/php/worker/call/call.h"

extern zend_class_entry *bgproc_ce_future;

struct bgproc_future_obj {
	struct bgproc_call *call; /* owned reference */
	zval pool;                /* Bgproc\Pool, which lives until it has told the end of the call; then undefined */
	zend_object std;
};

static inline struct bgproc_future_obj *bgproc_future_from_obj(zend_object *object)
{
	return (struct bgproc_future_obj *) ((char *) object - XtOffsetOf(struct bgproc_future_obj, std));
}

#define Z_BGPROC_FUTURE_P(zv) bgproc_future_from_obj(Z_OBJ_P(zv))

/* Fills result with the future of the call: the one that exists, or a new one. pool: of a call that has not ended. */
void bgproc_future_create(zval *result, struct bgproc_call *call, zend_object *pool);

/* The call of a Future; NULL: the value is something else. */
struct bgproc_call *bgproc_future_call_of(const zval *value);

/* The derived call ends when the other one does: its future keeps the pool of that one instead of its own. */
void bgproc_future_follow(struct bgproc_call *derived, struct bgproc_call *other);

/* The call has ended: its future lets its pool go. May destroy the pool unless the caller holds it. */
void bgproc_future_ended(struct bgproc_call *call);

void bgproc_future_object_register(zend_class_entry *ce);

#endif
