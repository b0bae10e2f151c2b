/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/batch/results.h"
#include "src/php/base/object.h"
#include "src/php/worker/await.h"

#include "zend_exceptions.h"

static zend_class_entry *class;
static zend_object_handlers handlers;

/* ---- the object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_results_obj *results = zend_object_alloc(sizeof *results, ce);

	memset(results, 0, XtOffsetOf(struct bgproc_results_obj, std));
	bgproc_object_init(&results->std, ce, &handlers);
	ZVAL_UNDEF(&results->pool);
	ZVAL_UNDEF(&results->items.source);
	ZVAL_UNDEF(&results->key);
	ZVAL_UNDEF(&results->value);
	return &results->std;
}

static void clear_element(struct bgproc_results_obj *results)
{
	zval key, value;

	ZVAL_COPY_VALUE(&key, &results->key);
	ZVAL_COPY_VALUE(&value, &results->value);
	ZVAL_UNDEF(&results->key);
	ZVAL_UNDEF(&results->value);
	zval_ptr_dtor(&key);
	zval_ptr_dtor(&value);
}

/* No more items are taken; what has not begun is cancelled. */
static void finish(struct bgproc_results_obj *results)
{
	results->exhausted = true;
	bgproc_batch_drop(&results->batch);
}

static void destroy(zend_object *object)
{
	struct bgproc_results_obj *results = bgproc_results_from_obj(object);

	finish(results);
	clear_element(results);
	bgproc_items_close(&results->items);
	zval_ptr_dtor(&results->pool);
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_results_obj *results = bgproc_results_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &results->pool);
	zend_get_gc_buffer_add_zval(buffer, &results->key);
	zend_get_gc_buffer_add_zval(buffer, &results->value);
	bgproc_items_gc(&results->items, buffer);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

/* ---- elements ---- */

/* So many items are ahead of their results: enough that no worker waits for one. */
static size_t window(const struct bgproc_pool_obj *pool)
{
	size_t each = pool->options.prefetch >= 0 ? (size_t) pool->options.prefetch + 2 : 32;

	return MIN((size_t) pool->wanted * each, (size_t) pool->options.max_pending);
}

/* Takes items up to the window. False with an exception pending. */
static bool take_items(struct bgproc_results_obj *results)
{
	zval key, value;

	while (!results->exhausted && results->batch.running + results->batch.waiting < window(results->batch.pool)) {
		if (!bgproc_items_next(&results->items, &key, &value)) {
			results->exhausted = true;
			return !EG(exception);
		}
		if (!bgproc_batch_add(&results->batch, &key, &value, 0)) {
			return false;
		}
	}
	return true;
}

void bgproc_results_advance(struct bgproc_results_obj *results)
{
	struct bgproc_batch_entry *entry;

	clear_element(results);
	if (!bgproc_pool_fetch(&results->pool)) {
		finish(results);
		return;
	}
	if (!take_items(results) || !bgproc_batch_drive(&results->batch)) {
		finish(results);
		return;
	}
	entry = bgproc_batch_take(&results->batch);
	if (!entry) {
		return;
	}
	if (bgproc_call_failed(entry->call)) {
		bgproc_await_result(entry->call, NULL);
		finish(results);
	} else {
		ZVAL_COPY(&results->value, &entry->call->value);
		ZVAL_COPY(&results->key, &entry->key);
	}
	bgproc_batch_entry_free(entry);
}

void bgproc_results_begin(struct bgproc_results_obj *results)
{
	if (!results->begun) {
		results->begun = true;
		bgproc_results_advance(results);
	}
}

void bgproc_results_create(struct bgproc_pool_obj *pool, zval *iterable, zend_string *method, zval *return_value)
{
	struct bgproc_batch batch;
	struct bgproc_results_obj *results;

	if (!bgproc_batch_open(&batch, pool, method)) {
		return;
	}
	object_init_ex(return_value, class);
	results = Z_BGPROC_RESULTS_P(return_value);
	results->batch = batch;
	ZVAL_OBJ_COPY(&results->pool, &pool->std);
	bgproc_items_open(&results->items, iterable);
}

void bgproc_results_object_register(zend_class_entry *ce)
{
	class = ce;
	class->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_results_obj, std), destroy, get_gc);
}
