/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/target.h"

#include "zend_closures.h"
#include "zend_exceptions.h"

#include <string.h>

bool bgproc_target_init(struct bgproc_target *target, zval *worker)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;

	memset(target, 0, sizeof *target);
	ZVAL_UNDEF(&target->object);
	if (zend_fcall_info_init(worker, 0, &fci, &fcc, NULL, NULL) == SUCCESS) {
		bgproc_callback_init(&target->callable, &fci, &fcc);
	} else if (Z_TYPE_P(worker) != IS_OBJECT) {
		if (!EG(exception)) {
			zend_argument_type_error(1, "must be a valid callback or an object, %s given", zend_zval_type_name(worker));
		}
		return false;
	}
	if (Z_TYPE_P(worker) == IS_OBJECT && Z_OBJCE_P(worker) != zend_ce_closure) {
		ZVAL_COPY(&target->object, worker);
	}
	return true;
}

void bgproc_target_free(struct bgproc_target *target)
{
	zval object;

	bgproc_callback_free(&target->callable);
	ZVAL_COPY_VALUE(&object, &target->object);
	ZVAL_UNDEF(&target->object);
	zval_ptr_dtor(&object);
}

/* The public method of that name; NULL: none. Magic methods are not called by name, but for __invoke(). */
static zval *find(const struct bgproc_target *target, zend_string *name)
{
	zend_string *lower = zend_string_tolower(name);
	zval *entry = zend_hash_find(&Z_OBJCE(target->object)->function_table, lower);

	bool magic = zend_string_starts_with_literal(lower, "__") && !zend_string_equals_literal(lower, "__invoke");

	if (magic || (entry && !(Z_FUNC_P(entry)->common.fn_flags & ZEND_ACC_PUBLIC))) {
		entry = NULL;
	}
	zend_string_release(lower);
	return entry;
}

static uint16_t number_of(const struct bgproc_target *target, zval *entry)
{
	return (uint16_t) ((Bucket *) entry - Z_OBJCE(target->object)->function_table.arData + 1);
}

bool bgproc_target_method(const struct bgproc_target *target, zend_string *name, uint16_t *number)
{
	zval *entry;

	if (Z_ISUNDEF(target->object)) {
		zend_throw_error(NULL, "The worker of this pool is a function and has no method %s()", ZSTR_VAL(name));
		return false;
	}
	entry = find(target, name);
	if (!entry) {
		zend_throw_error(
			NULL, "Call to undefined or non-public method %s::%s()", ZSTR_VAL(Z_OBJCE(target->object)->name), ZSTR_VAL(name));
		return false;
	}
	*number = number_of(target, entry);
	return true;
}

bool bgproc_target_default(const struct bgproc_target *target, uint16_t *number)
{
	zval *entry;

	if (Z_TYPE(target->callable.callable) != IS_UNDEF) {
		*number = BGPROC_TARGET_CALLABLE;
		return true;
	}
	entry = zend_hash_str_find(&Z_OBJCE(target->object)->function_table, "execute", strlen("execute"));
	if (!entry || !(Z_FUNC_P(entry)->common.fn_flags & ZEND_ACC_PUBLIC)) {
		zend_throw_error(NULL, "%s has neither a public method __invoke() nor execute(): call its methods by name",
			ZSTR_VAL(Z_OBJCE(target->object)->name));
		return false;
	}
	*number = number_of(target, entry);
	return true;
}

void bgproc_target_call(
	struct bgproc_target *target, uint16_t number, uint32_t count, zval *values, HashTable *named, zval *result)
{
	zend_class_entry *ce;

	ZVAL_UNDEF(result);
	if (number == BGPROC_TARGET_CALLABLE) {
		bgproc_callback_call(&target->callable, count, values, named, result);
		return;
	}
	ce = Z_OBJCE(target->object);
	zend_call_known_function(Z_FUNC(ce->function_table.arData[number - 1].val), Z_OBJ(target->object), ce, result, count,
		values, named);
}
