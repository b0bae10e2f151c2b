/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/pool.h"
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/option_value.h"
#include "src/php/base/stream.h"
#include "src/php/worker/batch/map.h"
#include "src/php/worker/batch/results.h"
#include "src/php/worker/batch/run_tasks.h"
#include "src/php/worker/close.h"
#include "src/php/worker/construct.h"
#include "src/php/worker/pool_lifecycle.h"
#include "src/php/worker/pool_object.h"
#include "src/php/worker/stats.h"
#include "src/php/worker/submit.h"
#include "src/php/worker/turn.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "stubs/pool_arginfo.h"

#include <errno.h>

/* The methods of class Bgproc\Pool. */

/* Declares pool, open, or ends the method with an exception pending. */
#define POOL_OR_THROW(pool) \
	struct bgproc_pool_obj *pool = bgproc_pool_fetch(ZEND_THIS); \
\
	if (!pool) { \
		RETURN_THROWS(); \
	}

PHP_METHOD(Bgproc_Pool, __construct)
{
	struct bgproc_pool_obj *pool = Z_BGPROC_POOL_P(ZEND_THIS);
	HashTable *options = (HashTable *) &zend_empty_array;
	zval *worker;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ZVAL(worker)
	Z_PARAM_OPTIONAL
	Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();
	if (pool->owner != 0) {
		zend_throw_error(NULL, "The constructor of %s was called already", ZSTR_VAL(Z_OBJCE_P(ZEND_THIS)->name));
		RETURN_THROWS();
	}
	if (!bgproc_pool_construct(pool, worker, options)) {
		bgproc_pool_abandon(pool);
	}
}

/* ---- calls ---- */

PHP_METHOD(Bgproc_Pool, submit)
{
	HashTable *named;
	uint16_t method;
	uint32_t count;
	zval *values;

	ZEND_PARSE_PARAMETERS_START(0, -1)
	Z_PARAM_VARIADIC_WITH_NAMED(values, count, named)
	ZEND_PARSE_PARAMETERS_END();
	POOL_OR_THROW(pool)
	if (bgproc_target_default(&pool->target, &method)) {
		bgproc_submit_future(return_value, pool, method, count, values, named);
	}
}

PHP_METHOD(Bgproc_Pool, call)
{
	HashTable *named;
	zend_string *name;
	uint16_t method;
	uint32_t count;
	zval *values;

	ZEND_PARSE_PARAMETERS_START(1, -1)
	Z_PARAM_STR(name)
	Z_PARAM_VARIADIC_WITH_NAMED(values, count, named)
	ZEND_PARSE_PARAMETERS_END();
	POOL_OR_THROW(pool)
	if (bgproc_target_method(&pool->target, name, &method)) {
		bgproc_submit_future(return_value, pool, method, count, values, named);
	}
}

/* The arguments of __call() are one array: positional ones first, then named ones. */
PHP_METHOD(Bgproc_Pool, __call)
{
	HashTable *arguments, *named = NULL;
	zend_string *name, *key;
	uint16_t method;
	uint32_t count = 0;
	zval *values, *value;

	ZEND_PARSE_PARAMETERS_START(2, 2)
	Z_PARAM_STR(name)
	Z_PARAM_ARRAY_HT(arguments)
	ZEND_PARSE_PARAMETERS_END();
	POOL_OR_THROW(pool)
	if (!bgproc_target_method(&pool->target, name, &method)) {
		RETURN_THROWS();
	}
	values = safe_emalloc(zend_hash_num_elements(arguments) + 1, sizeof *values, 0);
	ZEND_HASH_FOREACH_STR_KEY_VAL(arguments, key, value) {
		if (!key) {
			ZVAL_COPY_VALUE(&values[count++], value);
			continue;
		}
		if (!named) {
			named = zend_new_array(8);
		}
		Z_TRY_ADDREF_P(value);
		zend_hash_add_new(named, key, value);
	}
	ZEND_HASH_FOREACH_END();
	bgproc_submit_future(return_value, pool, method, count, values, named);
	efree(values);
	if (named) {
		zend_array_release(named);
	}
}

PHP_METHOD(Bgproc_Pool, map)
{
	zend_string *method = NULL;
	zval *items;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ITERABLE(items)
	Z_PARAM_OPTIONAL
	Z_PARAM_STR_OR_NULL(method)
	ZEND_PARSE_PARAMETERS_END();
	POOL_OR_THROW(pool)
	bgproc_map(pool, items, method, return_value);
}

PHP_METHOD(Bgproc_Pool, each)
{
	zend_string *method = NULL;
	zval *items;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ITERABLE(items)
	Z_PARAM_OPTIONAL
	Z_PARAM_STR_OR_NULL(method)
	ZEND_PARSE_PARAMETERS_END();
	POOL_OR_THROW(pool)
	bgproc_results_create(pool, items, method, return_value);
}

PHP_METHOD(Bgproc_Pool, run)
{
	HashTable *named;
	uint32_t count;
	zval *tasks;

	ZEND_PARSE_PARAMETERS_START(0, -1)
	Z_PARAM_VARIADIC_WITH_NAMED(tasks, count, named)
	ZEND_PARSE_PARAMETERS_END();
	bgproc_run_tasks(count, tasks, named, return_value);
}

/* ---- callbacks ---- */

static void set_callback(INTERNAL_FUNCTION_PARAMETERS, size_t offset)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	struct bgproc_callback before, *callback;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_FUNC_OR_NULL(fci, fcc)
	ZEND_PARSE_PARAMETERS_END();
	POOL_OR_THROW(pool)
	callback = (struct bgproc_callback *) ((char *) pool + offset);
	before = *callback;
	memset(callback, 0, sizeof *callback);
	if (ZEND_FCI_INITIALIZED(fci)) {
		bgproc_callback_init(callback, &fci, &fcc);
	}
	bgproc_callback_free(&before);
	RETURN_COPY(ZEND_THIS);
}

PHP_METHOD(Bgproc_Pool, onReturn)
{
	set_callback(INTERNAL_FUNCTION_PARAM_PASSTHRU, XtOffsetOf(struct bgproc_pool_obj, on_return));
}

PHP_METHOD(Bgproc_Pool, onError)
{
	set_callback(INTERNAL_FUNCTION_PARAM_PASSTHRU, XtOffsetOf(struct bgproc_pool_obj, on_error));
}

PHP_METHOD(Bgproc_Pool, onTimeout)
{
	set_callback(INTERNAL_FUNCTION_PARAM_PASSTHRU, XtOffsetOf(struct bgproc_pool_obj, on_timeout));
}

/* ---- facts, also of a closed pool ---- */

#define FACT_OR_THROW(pool) \
	struct bgproc_pool_obj *pool; \
\
	ZEND_PARSE_PARAMETERS_NONE(); \
	pool = bgproc_pool_fetch_any(ZEND_THIS); \
	if (!pool) { \
		RETURN_THROWS(); \
	}

PHP_METHOD(Bgproc_Pool, isIdle)
{
	FACT_OR_THROW(pool)
	RETURN_BOOL(bgproc_turn_idle(pool));
}

PHP_METHOD(Bgproc_Pool, pending)
{
	FACT_OR_THROW(pool)
	RETURN_LONG((zend_long) pool->pending.count);
}

PHP_METHOD(Bgproc_Pool, running)
{
	FACT_OR_THROW(pool)
	RETURN_LONG(pool->running);
}

PHP_METHOD(Bgproc_Pool, count)
{
	FACT_OR_THROW(pool)
	RETURN_LONG(bgproc_pool_living(pool));
}

PHP_METHOD(Bgproc_Pool, stats)
{
	FACT_OR_THROW(pool)
	bgproc_pool_stats(pool, return_value);
}

/* ---- the pool itself ---- */

PHP_METHOD(Bgproc_Pool, resize)
{
	zend_long workers;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_LONG(workers)
	ZEND_PARSE_PARAMETERS_END();
	POOL_OR_THROW(pool)
	if (workers < 1 || workers > BGPROC_POOL_WORKERS_MAX) {
		zend_argument_value_error(1, "must be between 1 and %d, " ZEND_LONG_FMT " given", BGPROC_POOL_WORKERS_MAX, workers);
		RETURN_THROWS();
	}
	bgproc_pool_resize(pool, workers);
	bgproc_turn_alarm(pool);
}

PHP_METHOD(Bgproc_Pool, reload)
{
	ZEND_PARSE_PARAMETERS_NONE();
	POOL_OR_THROW(pool)
	bgproc_pool_reload(pool);
	bgproc_turn_alarm(pool);
}

/*
 * The only argument of a method that waits, or that has this default: seconds, or null: without a limit. Also of a closed
 * pool, in which nothing is left to wait for. NULL with an exception pending.
 */
static struct bgproc_pool_obj *parse_timeout(INTERNAL_FUNCTION_PARAMETERS, bool forever, struct bgproc_deadline *deadline)
{
	double timeout = 0;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE_OR_NULL(timeout, forever)
	ZEND_PARSE_PARAMETERS_END_EX(return NULL);
	return bgproc_argument_deadline(timeout, forever, 1, deadline) ? bgproc_pool_fetch_any(ZEND_THIS) : NULL;
}

PHP_METHOD(Bgproc_Pool, wait)
{
	struct bgproc_deadline deadline;
	struct bgproc_pool_obj *pool = parse_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, true, &deadline);
	int result = pool ? bgproc_turn_until_idle(pool, deadline) : -1;

	if (result >= 0) {
		RETURN_BOOL(result);
	}
}

PHP_METHOD(Bgproc_Pool, dispatch)
{
	struct bgproc_deadline deadline;
	struct bgproc_pool_obj *pool = parse_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU, false, &deadline);
	int count = pool ? bgproc_turn_dispatch(pool, deadline) : -1;

	if (count >= 0) {
		RETURN_LONG(count);
	}
}

PHP_METHOD(Bgproc_Pool, close)
{
	struct bgproc_pool_obj *pool;
	double grace = 10;
	int64_t ms;

	ZEND_PARSE_PARAMETERS_START(0, 1)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE(grace)
	ZEND_PARSE_PARAMETERS_END();
	pool = bgproc_pool_fetch_any(ZEND_THIS);
	if (!pool || !bgproc_argument_seconds(grace, 1, &ms)) {
		RETURN_THROWS();
	}
	bgproc_pool_close(pool, ms);
}

PHP_METHOD(Bgproc_Pool, getStream)
{
	struct bgproc_held *held;

	ZEND_PARSE_PARAMETERS_NONE();
	POOL_OR_THROW(pool)
	held = bgproc_held_new(NULL, NULL);
	held->fd = bgproc_poll_set_copy_fd(pool->set);
	if (held->fd >= 0) {
		pool->has_stream = true;
		bgproc_turn_alarm(pool);
		bgproc_stream_create(held, return_value);
	} else {
		bgproc_throw_status(BGPROC_ERR_INTERNAL, errno, "Cannot make a stream of the pool");
		bgproc_held_end(held);
	}
}

void bgproc_pool_register(void)
{
	bgproc_pool_lifecycle_register(register_class_Bgproc_Pool(zend_ce_countable));
}
