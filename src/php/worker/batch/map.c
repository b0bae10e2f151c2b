/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/batch/map.h"
#include "src/php/worker/await.h"
#include "src/php/worker/batch/batch.h"
#include "src/php/worker/batch/items.h"
#include "src/php/worker/settle.h"
#include "src/php/worker/turn.h"

#include "zend_exceptions.h"

/* So many calls are made before the workers are looked at again. */
#define CALLS_AT_A_TIME 128

/* One map(). In PHP's memory and not on the stack: calls point to it, also after PHP has jumped out of the method. */
struct map {
	struct bgproc_batch batch;
	HashTable *results;
	HashTable *numbers; /* the number of the last item with a key; NULL: keys are not repeated */
	zend_long made;     /* calls, one for each item */
};

/* Keeps the place of an item in the order. False with an exception pending. */
static bool reserve(HashTable *table, const zval *key, zend_long content)
{
	zval value;

	ZVAL_LONG(&value, content);
	if (Z_TYPE_P(key) == IS_LONG) {
		zend_hash_index_update(table, (zend_ulong) Z_LVAL_P(key), &value);
	} else if (Z_TYPE_P(key) == IS_STRING) {
		zend_symtable_update(table, Z_STR_P(key), &value);
	} else {
		zend_argument_type_error(1, "must have keys of type int|string, %s given", zend_zval_type_name(key));
		return false;
	}
	return true;
}

static zval *place_of(HashTable *table, const zval *key)
{
	return Z_TYPE_P(key) == IS_LONG ? zend_hash_index_find(table, (zend_ulong) Z_LVAL_P(key))
									: zend_symtable_find(table, Z_STR_P(key));
}

/* Of several items with one key the last one counts, as in iterator_to_array(). */
static void store(struct map *map, const struct bgproc_batch_entry *entry)
{
	struct bgproc_call *call = entry->call;
	zval *place;

	if (map->numbers && Z_LVAL_P(place_of(map->numbers, &entry->key)) != entry->number) {
		return;
	}
	place = place_of(map->results, &entry->key);
	if (call->refs == 1) {
		ZVAL_COPY_VALUE(place, &call->value);
		ZVAL_UNDEF(&call->value);
	} else {
		ZVAL_COPY(place, &call->value);
	}
}

/* Moves results to their places. False with an exception pending: the first failure. */
static bool take_results(struct map *map)
{
	struct bgproc_batch_entry *entry;

	while ((entry = bgproc_batch_take(&map->batch))) {
		bool failed = bgproc_call_failed(entry->call);

		if (failed) {
			bgproc_await_result(entry->call, NULL);
		} else {
			store(map, entry);
		}
		bgproc_batch_entry_free(entry);
		if (failed) {
			return false;
		}
	}
	return true;
}

/* Takes in what has arrived, without waiting. */
static bool look(struct map *map)
{
	return bgproc_turn_pump(map->batch.pool, bgproc_deadline_in(0)) >= 0 && bgproc_settle(map->batch.pool) >= 0 &&
		take_results(map);
}

static bool call_one(struct map *map, zval *key, zval *value)
{
	zend_long number = ++map->made;

	if (!reserve(map->results, key, 0) || (map->numbers && !reserve(map->numbers, key, number))) {
		zval_ptr_dtor(key);
		zval_ptr_dtor(value);
		return false;
	}
	return bgproc_batch_add(&map->batch, key, value, number);
}

static bool call_all(struct map *map, struct bgproc_items *items)
{
	zval key, value;

	while (bgproc_items_next(items, &key, &value)) {
		if (!call_one(map, &key, &value) || (map->made % CALLS_AT_A_TIME == 0 && !look(map))) {
			return false;
		}
	}
	return !EG(exception);
}

void bgproc_map(struct bgproc_pool_obj *pool, zval *iterable, zend_string *method, zval *return_value)
{
	struct bgproc_items items;
	struct bgproc_batch batch;
	struct map *map;
	bool right;

	if (!bgproc_batch_open(&batch, pool, method)) {
		return;
	}
	map = emalloc(sizeof *map);
	*map = (struct map) {.batch = batch, .results = zend_new_array(8)};
	map->numbers = Z_TYPE_P(iterable) == IS_ARRAY ? NULL : zend_new_array(8);
	right = bgproc_items_open(&items, iterable) && call_all(map, &items);
	while (right && (map->batch.running > 0 || map->batch.ended)) {
		right = bgproc_batch_drive(&map->batch) && take_results(map);
	}
	bgproc_items_close(&items);
	bgproc_batch_drop(&map->batch);
	if (map->numbers) {
		zend_array_release(map->numbers);
	}
	if (right && !EG(exception)) {
		RETVAL_ARR(map->results);
	} else {
		zend_array_release(map->results);
	}
	efree(map);
}
