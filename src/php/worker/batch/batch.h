/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_BATCH_BATCH_H
#define BGPROC_PHP_WORKER_BATCH_BATCH_H

/* The calls of one map() or each(): under which keys they were made, and which of them have ended. */

#include "src/php/worker/pool_object.h"

struct bgproc_batch_entry {
	struct bgproc_batch_entry *next, *previous;
	struct bgproc_batch *batch;
	struct bgproc_call *call; /* owned reference */
	zval key;                 /* owned */
	zend_long number;         /* of the item, for the user of the batch */
};

struct bgproc_batch {
	struct bgproc_pool_obj *pool; /* borrowed: the user of the batch holds it */
	uint16_t method;
	struct bgproc_batch_entry *first, *last;       /* that have not ended */
	struct bgproc_batch_entry *ended, *last_ended; /* in the order of their ends */
	size_t running, waiting;                       /* entries that have not ended, and that were not taken */
};

/* method: NULL: what submit() calls. False with an exception pending. */
bool bgproc_batch_open(struct bgproc_batch *batch, struct bgproc_pool_obj *pool, zend_string *method);

/*
 * Makes the call for one item; takes ownership of key and value. number is kept in the entry. May drive the pool. False with an
 * exception pending.
 */
bool bgproc_batch_add(struct bgproc_batch *batch, zval *key, zval *value, zend_long number);

/* The first entry that has ended and was not taken; the caller frees it. NULL: none. */
struct bgproc_batch_entry *bgproc_batch_take(struct bgproc_batch *batch);
void bgproc_batch_entry_free(struct bgproc_batch_entry *entry);

/* Handles what has arrived; waits for something if no entry has ended. False with an exception pending. */
bool bgproc_batch_drive(struct bgproc_batch *batch);

/* Cancels what has not begun, and forgets the rest: nobody is told of its end. */
void bgproc_batch_drop(struct bgproc_batch *batch);

#endif
