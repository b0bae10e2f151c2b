/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/pool_lifecycle.h"
#include "src/php/base/object.h"
#include "src/php/worker/close.h"
#include "src/platform/process/pid.h"

#include "zend_exceptions.h"

static zend_object_handlers handlers;

/* ---- the object ---- */

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_pool_obj *pool = zend_object_alloc(sizeof *pool, ce);

	memset(pool, 0, XtOffsetOf(struct bgproc_pool_obj, std));
	bgproc_object_init(&pool->std, ce, &handlers);
	ZVAL_UNDEF(&pool->target.object);
	pool->control.fd = -1;
	return &pool->std;
}

/* The destructor: closes at once. What is pending already, when the script unwinds, stays pending. */
static void destruct(zend_object *object)
{
	struct bgproc_pool_obj *pool = bgproc_pool_from_obj(object);
	zend_object *pending = EG(exception);
	const zend_op *before = EG(opline_before_exception);

	if (pool->open && pool->owner == bgproc_pid()) {
		EG(exception) = NULL;
		bgproc_pool_close(pool, 0);
		if (pending && EG(exception)) {
			zend_exception_set_previous(EG(exception), pending);
		} else if (pending) {
			EG(exception) = pending;
			EG(opline_before_exception) = before;
		}
	}
	zend_objects_destroy_object(object);
}

static void destroy(zend_object *object)
{
	struct bgproc_pool_obj *pool = bgproc_pool_from_obj(object);

	bgproc_pool_abandon(pool);
	bgproc_pool_options_free(&pool->options);
	bgproc_target_free(&pool->target);
	bgproc_callback_free(&pool->on_return);
	bgproc_callback_free(&pool->on_error);
	bgproc_callback_free(&pool->on_timeout);
	while (pool->output) {
		struct bgproc_pool_output *next = pool->output->next;

		efree(pool->output);
		pool->output = next;
	}
	if (pool->circuit.reason) {
		zend_string_release(pool->circuit.reason);
	}
	if (pool->slots) {
		efree(pool->slots);
		efree(pool->idle);
	}
	if (pool->counts.durations) {
		efree(pool->counts.durations);
	}
	bgproc_buf_free(&pool->scratch);
	zend_object_std_dtor(object);
}

/* ---- the collector of cycles ---- */

static void show_calls(const struct bgproc_call_list *list, zend_get_gc_buffer *buffer)
{
	for (struct bgproc_call *call = list->first; call; call = call->next) {
		bgproc_call_gc(call, buffer);
	}
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_pool_obj *pool = bgproc_pool_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	bgproc_callback_gc(&pool->target.callable, buffer);
	zend_get_gc_buffer_add_zval(buffer, &pool->target.object);
	bgproc_callback_gc(&pool->options.setup, buffer);
	bgproc_callback_gc(&pool->options.teardown, buffer);
	bgproc_callback_gc(&pool->options.on_output, buffer);
	bgproc_callback_gc(&pool->on_return, buffer);
	bgproc_callback_gc(&pool->on_error, buffer);
	bgproc_callback_gc(&pool->on_timeout, buffer);
	show_calls(&pool->pending, buffer);
	show_calls(&pool->ended, buffer);
	for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
		if (pool->slots[slot]) {
			show_calls(&pool->slots[slot]->calls, buffer);
		}
	}
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

void bgproc_pool_lifecycle_register(zend_class_entry *ce)
{
	bgproc_ce_pool = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_pool_obj, std), destroy, get_gc);
	handlers.dtor_obj = destruct;
}
