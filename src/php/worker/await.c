/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/await.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/interruptible_poll.h"
#include "src/php/worker/batch/items.h"
#include "src/php/worker/pool_object.h"
#include "src/php/worker/settle.h"
#include "src/php/worker/turn.h"

#include "zend_exceptions.h"

#include "src/platform/poll_set.h"

#include <poll.h>

/* Of several pools each is asked at this interval at the latest: what it does by the clock makes no descriptor readable. */
#define ASK_AGAIN_MS 10

int bgproc_await(struct bgproc_future_obj *future, struct bgproc_deadline deadline)
{
	struct bgproc_call *call = future->call;
	zval pool;
	int result = -1;

	if (bgproc_call_done(call)) {
		return 1;
	}
	/* The end of the call, or a handler, may release the last other reference to either. */
	GC_ADDREF(&future->std);
	do {
		if (Z_ISUNDEF(future->pool)) {
			bgproc_turn_never();
			break;
		}
		ZVAL_COPY(&pool, &future->pool);
		result = bgproc_turn_until_done(Z_BGPROC_POOL_P(&pool), call, deadline);
		if (result == 2 && Z_TYPE(future->pool) == IS_OBJECT && Z_OBJ(future->pool) == Z_OBJ(pool)) {
			bgproc_turn_never();
		}
		zval_ptr_dtor(&pool);
		/* A handler may have returned a future of another pool, which this one follows from then on. */
	} while (result == 2 && !EG(exception));
	OBJ_RELEASE(&future->std);
	return EG(exception) ? -1 : result;
}

void bgproc_await_result(struct bgproc_call *call, zval *return_value)
{
	call->seen = true;
	if (bgproc_call_failed(call)) {
		Z_ADDREF(call->value);
		zend_throw_exception_object(&call->value);
	} else {
		ZVAL_COPY(return_value, &call->value);
	}
}

/* ---- many ---- */

/* The futures, as an array of PHP's memory that holds them. */
struct many {
	HashTable *futures;
	enum bgproc_await what;
};

static bool add_future(struct many *many, zval *key, zval *value)
{
	if (!bgproc_future_call_of(value)) {
		zend_argument_type_error(1, "must be an iterable of Bgproc\\Future, %s given", zend_zval_type_name(value));
		return false;
	}
	if (!bgproc_call_done(Z_BGPROC_FUTURE_P(value)->call) && !Z_ISUNDEF(Z_BGPROC_FUTURE_P(value)->pool) &&
		!bgproc_pool_fetch_any(&Z_BGPROC_FUTURE_P(value)->pool)) {
		return false;
	}
	if (many->what == BGPROC_AWAIT_ALL && Z_TYPE_P(key) != IS_STRING && Z_TYPE_P(key) != IS_LONG) {
		zend_argument_type_error(1, "must have keys of type int|string, %s given", zend_zval_type_name(key));
		return false;
	}
	/* Whoever waits for several sees what becomes of each. */
	bgproc_future_call_of(value)->seen = true;
	Z_ADDREF_P(value);
	if (many->what != BGPROC_AWAIT_ALL) {
		zend_hash_next_index_insert(many->futures, value);
	} else if (Z_TYPE_P(key) == IS_STRING) {
		zend_symtable_update(many->futures, Z_STR_P(key), value);
	} else {
		zend_hash_index_update(many->futures, (zend_ulong) Z_LVAL_P(key), value);
	}
	return true;
}

/* False with an exception pending. */
static bool collect(struct many *many, zval *iterable)
{
	struct bgproc_items items;
	zval key, value;
	bool right = bgproc_items_open(&items, iterable);

	while (right && bgproc_items_next(&items, &key, &value)) {
		right = add_future(many, &key, &value);
		zval_ptr_dtor(&key);
		zval_ptr_dtor(&value);
	}
	bgproc_items_close(&items);
	if (!EG(exception) && many->what != BGPROC_AWAIT_ALL && zend_hash_num_elements(many->futures) == 0) {
		zend_argument_value_error(1, "must not be empty");
	}
	return right && !EG(exception);
}

/* Whether the end of this call decides the wait. */
static bool decides(const struct many *many, const struct bgproc_call *call)
{
	switch (many->what) {
		case BGPROC_AWAIT_ALL:
			return bgproc_call_failed(call);
		case BGPROC_AWAIT_ANY:
			return !bgproc_call_failed(call);
		case BGPROC_AWAIT_RACE:
			break;
	}
	return true;
}

/* The first call in time that decides the wait; if none does and all have ended, the last one; NULL: not yet. */
static struct bgproc_call *decided(const struct many *many, size_t *left)
{
	struct bgproc_call *first = NULL, *last = NULL;
	zval *future;

	*left = 0;
	ZEND_HASH_FOREACH_VAL(many->futures, future) {
		struct bgproc_call *call = bgproc_future_call_of(future);

		if (!bgproc_call_done(call)) {
			++*left;
		} else if (decides(many, call)) {
			first = first && first->order < call->order ? first : call;
		} else {
			last = last && last->order > call->order ? last : call;
		}
	}
	ZEND_HASH_FOREACH_END();
	return first || *left > 0 ? first : last;
}

/* The pool of a future that has not ended and can end; NULL: there is none. */
static struct bgproc_pool_obj *pool_of(const zval *future)
{
	struct bgproc_future_obj *one = Z_BGPROC_FUTURE_P(future);
	struct bgproc_pool_obj *pool;

	if (bgproc_call_done(one->call) || Z_ISUNDEF(one->pool)) {
		return NULL;
	}
	pool = Z_BGPROC_POOL_P(&one->pool);
	return bgproc_turn_idle(pool) ? NULL : pool;
}

/*
 * Handles what has arrived, and waits for it. The caller holds the pool. 1: something may have changed; 0: the deadline has
 * passed; -1: an exception is pending.
 */
static int drive(struct bgproc_pool_obj *pool, struct bgproc_deadline deadline)
{
	int result;

	result = bgproc_settle(pool);
	if (result == 0) {
		result = bgproc_turn_pump(pool, deadline);
	}
	if (result >= 0) {
		result = bgproc_settle(pool) < 0 ? -1 : result;
	}
	return EG(exception) ? -1 : MIN(result, 1);
}

/* The pools that can end one of the futures, each once and held. The caller releases them. */
static struct bgproc_pool_obj **collect_pools(const struct many *many, size_t *count)
{
	struct bgproc_pool_obj **pools = NULL;
	zval *future;

	*count = 0;
	ZEND_HASH_FOREACH_VAL(many->futures, future) {
		struct bgproc_pool_obj *pool = pool_of(future);
		size_t i = 0;

		while (i < *count && pools[i] != pool) {
			i++;
		}
		if (pool && i == *count) {
			pools = safe_erealloc(pools, ++*count, sizeof *pools, 0);
			pools[i] = pool;
			GC_ADDREF(&pool->std);
		}
	}
	ZEND_HASH_FOREACH_END();
	return pools;
}

/* Looks at each of several pools, then waits for all of them together. As drive(). */
static int drive_all(struct bgproc_pool_obj **pools, size_t count, struct bgproc_deadline deadline)
{
	struct bgproc_deadline soon = bgproc_deadline_earlier(deadline, bgproc_deadline_in(ASK_AGAIN_MS));
	struct pollfd *polled = safe_emalloc(count, sizeof *polled, 0);
	int result = 1;

	for (size_t i = 0; i < count && result >= 0; i++) {
		result = drive(pools[i], bgproc_deadline_in(0));
		/* A handler may have closed any of them; a negative descriptor is passed over. */
		polled[i] = (struct pollfd) {.fd = -1, .events = POLLIN};
	}
	for (size_t i = 0; i < count && result >= 0; i++) {
		polled[i].fd = pools[i]->open ? bgproc_poll_set_fd(pools[i]->set) : -1;
	}
	if (result >= 0) {
		result = bgproc_interruptible_poll_many(polled, count, soon);
	}
	efree(polled);
	return result < 0 ? -1 : !bgproc_deadline_passed(deadline);
}

/* One step, as drive(). */
static int step(const struct many *many, struct bgproc_deadline deadline)
{
	size_t count;
	struct bgproc_pool_obj **pools = collect_pools(many, &count);
	int result;

	if (count == 0) {
		bgproc_turn_never();
		return -1;
	}
	result = count == 1 ? drive(pools[0], deadline) : drive_all(pools, count, deadline);
	for (size_t i = 0; i < count; i++) {
		bgproc_turn_alarm(pools[i]);
		OBJ_RELEASE(&pools[i]->std);
	}
	efree(pools);
	return EG(exception) ? -1 : result;
}

static void give_results(const struct many *many, zval *return_value)
{
	zend_string *name;
	zend_ulong index;
	zval *future;

	array_init_size(return_value, zend_hash_num_elements(many->futures));
	ZEND_HASH_FOREACH_KEY_VAL(many->futures, index, name, future) {
		zval *result = &bgproc_future_call_of(future)->value;

		Z_TRY_ADDREF_P(result);
		if (name) {
			zend_hash_add_new(Z_ARRVAL_P(return_value), name, result);
		} else {
			zend_hash_index_add_new(Z_ARRVAL_P(return_value), index, result);
		}
	}
	ZEND_HASH_FOREACH_END();
}

void bgproc_await_many(zval *futures, enum bgproc_await what, struct bgproc_deadline deadline, zval *return_value)
{
	struct many many = {.futures = zend_new_array(8), .what = what};
	struct bgproc_call *call = NULL;
	size_t left = 1;
	int result = 1;

	if (collect(&many, futures)) {
		for (;;) {
			call = decided(&many, &left);
			if (call || left == 0 || result <= 0) {
				break;
			}
			result = step(&many, deadline);
		}
		if (EG(exception)) {
			/* a signal handler or a handler of the pool */
		} else if (call && (what != BGPROC_AWAIT_ALL || bgproc_call_failed(call))) {
			bgproc_await_result(call, return_value);
		} else if (left > 0) {
			bgproc_throw_status(BGPROC_ERR_TIMEOUT, 0, "%zu of %u calls have not ended in time; they go on", left,
				zend_hash_num_elements(many.futures));
		} else {
			give_results(&many, return_value);
		}
	}
	zend_array_release(many.futures);
}
