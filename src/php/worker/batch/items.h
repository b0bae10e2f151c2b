/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_BATCH_ITEMS_H
#define BGPROC_PHP_WORKER_BATCH_ITEMS_H

/* The elements of an array or a Traversable, one after another; each is asked for only when it is needed. */

#include "php.h"

struct bgproc_items {
	zval source;                    /* owned */
	HashPosition position;          /* of an array */
	zend_object_iterator *iterator; /* owned; NULL: an array */
	bool begun;
};

/* False with an exception pending. bgproc_items_close() must be called in either case. */
bool bgproc_items_open(struct bgproc_items *items, zval *iterable);

/* The caller owns key and value. False at the end, or with an exception pending. Runs the iterator's code. */
bool bgproc_items_next(struct bgproc_items *items, zval *key, zval *value);

void bgproc_items_close(struct bgproc_items *items);

/* Shows what it holds to the collector of cycles. */
void bgproc_items_gc(struct bgproc_items *items, zend_get_gc_buffer *buffer);

#endif
