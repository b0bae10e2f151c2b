/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/future_object.h"
#include "src/php/base/object.h"

zend_class_entry *bgproc_ce_future;
static zend_object_handlers handlers;

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_future_obj *future = zend_object_alloc(sizeof *future, ce);

	bgproc_object_init(&future->std, ce, &handlers);
	future->call = NULL;
	ZVAL_UNDEF(&future->pool);
	return &future->std;
}

/* The last moment at which code of the user may run for this object. */
static void destruct(zend_object *object)
{
	struct bgproc_future_obj *future = bgproc_future_from_obj(object);

	/* While its pool has not told of the end, a callback may still see the failure. */
	if (future->call && bgproc_call_done(future->call) && !future->call->pool) {
		bgproc_call_warn_unseen(future->call);
	}
	zend_objects_destroy_object(object);
}

static void destroy(zend_object *object)
{
	struct bgproc_future_obj *future = bgproc_future_from_obj(object);

	if (future->call) {
		future->call->future = NULL;
		bgproc_call_release(future->call);
		future->call = NULL;
	}
	zval_ptr_dtor(&future->pool);
	ZVAL_UNDEF(&future->pool);
	zend_object_std_dtor(object);
}

/* While somebody else holds the call, that one shows its values: the collector must see each of them once. */
static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_future_obj *future = bgproc_future_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &future->pool);
	if (future->call && future->call->refs == 1) {
		bgproc_call_gc(future->call, buffer);
	}
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

void bgproc_future_create(zval *result, struct bgproc_call *call, zend_object *pool)
{
	struct bgproc_future_obj *future;

	if (call->future) {
		ZVAL_OBJ_COPY(result, call->future);
		return;
	}
	object_init_ex(result, bgproc_ce_future);
	future = Z_BGPROC_FUTURE_P(result);
	future->call = bgproc_call_ref(call);
	call->future = Z_OBJ_P(result);
	/* "id", the only property. It is readonly: nobody can set it afterwards. */
	ZVAL_LONG(OBJ_PROP_NUM(Z_OBJ_P(result), 0), (zend_long) call->id);
	if (pool && call->pool) {
		ZVAL_OBJ_COPY(&future->pool, pool);
	}
}

struct bgproc_call *bgproc_future_call_of(const zval *value)
{
	return Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == bgproc_ce_future ? Z_BGPROC_FUTURE_P(value)->call : NULL;
}

/* The call, and what is derived from it, ends by a call of that pool. */
static void move_to(struct bgproc_call *call, struct bgproc_pool_obj *pool, zval *object)
{
	zval before;

	/* Futures that wait for each other are a circle. */
	if (call->pool == pool) {
		return;
	}
	call->pool = pool;
	if (call->future) {
		ZVAL_COPY_VALUE(&before, &bgproc_future_from_obj(call->future)->pool);
		ZVAL_COPY(&bgproc_future_from_obj(call->future)->pool, object);
		zval_ptr_dtor(&before);
	}
	for (struct bgproc_handler *handler = call->handlers; handler; handler = handler->next) {
		move_to(handler->derived, pool, object);
	}
}

void bgproc_future_follow(struct bgproc_call *derived, struct bgproc_call *other)
{
	if (other->future) {
		move_to(derived, other->pool, &bgproc_future_from_obj(other->future)->pool);
	}
}

void bgproc_future_ended(struct bgproc_call *call)
{
	zval pool;

	if (call->future) {
		ZVAL_COPY_VALUE(&pool, &bgproc_future_from_obj(call->future)->pool);
		ZVAL_UNDEF(&bgproc_future_from_obj(call->future)->pool);
		zval_ptr_dtor(&pool);
	}
}

void bgproc_future_object_register(zend_class_entry *ce)
{
	bgproc_ce_future = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_future_obj, std), destroy, get_gc);
	handlers.dtor_obj = destruct;
}
