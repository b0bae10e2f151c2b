/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/batch/items.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

bool bgproc_items_open(struct bgproc_items *items, zval *iterable)
{
	memset(items, 0, sizeof *items);
	ZVAL_COPY(&items->source, iterable);
	if (Z_TYPE_P(iterable) == IS_ARRAY) {
		zend_hash_internal_pointer_reset_ex(Z_ARRVAL_P(iterable), &items->position);
		return true;
	}
	items->iterator = Z_OBJCE_P(iterable)->get_iterator(Z_OBJCE_P(iterable), iterable, 0);
	if (!items->iterator && !EG(exception)) {
		zend_throw_error(NULL, "%s has no iterator", ZSTR_VAL(Z_OBJCE_P(iterable)->name));
	}
	return items->iterator && !EG(exception);
}

static bool next_of_array(struct bgproc_items *items, zval *key, zval *value)
{
	zval *element = zend_hash_get_current_data_ex(Z_ARRVAL(items->source), &items->position);

	if (!element) {
		return false;
	}
	zend_hash_get_current_key_zval_ex(Z_ARRVAL(items->source), key, &items->position);
	ZVAL_COPY_DEREF(value, element);
	zend_hash_move_forward_ex(Z_ARRVAL(items->source), &items->position);
	return true;
}

/* To the next element, or at first to the first one. */
static void move(struct bgproc_items *items)
{
	const zend_object_iterator_funcs *funcs = items->iterator->funcs;

	if (items->begun) {
		items->iterator->index++;
		funcs->move_forward(items->iterator);
	} else {
		items->begun = true;
		items->iterator->index = 0;
		if (funcs->rewind) {
			funcs->rewind(items->iterator);
		}
	}
}

bool bgproc_items_next(struct bgproc_items *items, zval *key, zval *value)
{
	const zend_object_iterator_funcs *funcs;
	zval *element;

	if (!items->iterator) {
		return next_of_array(items, key, value);
	}
	funcs = items->iterator->funcs;
	move(items);
	if (EG(exception) || funcs->valid(items->iterator) != SUCCESS || EG(exception)) {
		return false;
	}
	element = funcs->get_current_data(items->iterator);
	if (EG(exception) || !element) {
		return false;
	}
	ZVAL_COPY_DEREF(value, element);
	if (funcs->get_current_key) {
		funcs->get_current_key(items->iterator, key);
	} else {
		ZVAL_LONG(key, (zend_long) items->iterator->index);
	}
	if (EG(exception)) {
		zval_ptr_dtor(value);
		return false;
	}
	return true;
}

void bgproc_items_close(struct bgproc_items *items)
{
	zend_object_iterator *iterator = items->iterator;
	zval source;

	items->iterator = NULL;
	if (iterator) {
		zend_iterator_dtor(iterator);
	}
	ZVAL_COPY_VALUE(&source, &items->source);
	ZVAL_UNDEF(&items->source);
	zval_ptr_dtor(&source);
}

void bgproc_items_gc(struct bgproc_items *items, zend_get_gc_buffer *buffer)
{
	zend_get_gc_buffer_add_zval(buffer, &items->source);
	if (items->iterator) {
		zend_get_gc_buffer_add_obj(buffer, &items->iterator->std);
	}
}
