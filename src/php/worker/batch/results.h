/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_BATCH_RESULTS_H
#define BGPROC_PHP_WORKER_BATCH_RESULTS_H

/* The object of class Bgproc\PoolResults: what Pool::each() returns. */

#include "src/php/worker/batch/batch.h"
#include "src/php/worker/batch/items.h"

struct bgproc_results_obj {
	zval pool; /* Bgproc\Pool */
	struct bgproc_items items;
	struct bgproc_batch batch;
	zval key, value; /* the present element; undefined: none */
	bool begun;
	bool exhausted; /* there are no more items */
	zend_object std;
};

static inline struct bgproc_results_obj *bgproc_results_from_obj(zend_object *object)
{
	return (struct bgproc_results_obj *) ((char *) object - XtOffsetOf(struct bgproc_results_obj, std));
}

#define Z_BGPROC_RESULTS_P(zv) bgproc_results_from_obj(Z_OBJ_P(zv))

/* Fills return_value, or leaves an exception pending. Nothing is called before the first element is asked for. */
void bgproc_results_create(struct bgproc_pool_obj *pool, zval *iterable, zend_string *method, zval *return_value);

/* Moves to the first element, unless that was done. Leaves an exception pending when a call has failed. */
void bgproc_results_begin(struct bgproc_results_obj *results);

/* Moves to the next element; at the end there is none. Leaves an exception pending when a call has failed. */
void bgproc_results_advance(struct bgproc_results_obj *results);

/* Sets up the class for these objects. */
void bgproc_results_object_register(zend_class_entry *ce);

#endif
