/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/pending_exception.h"

#include "zend_exceptions.h"

/* A real chain is never longer. A script can make a chain circular by reflection; following it ends here as well. */
#define CHAIN_MAX 1000

static zend_object *previous_of(zend_object *exception)
{
	zval space;
	zval *previous = zend_read_property_ex(
		zend_get_exception_base(exception), exception, ZSTR_KNOWN(ZEND_STR_PREVIOUS), true, &space);

	ZVAL_DEREF(previous);
	return Z_TYPE_P(previous) == IS_OBJECT ? Z_OBJ_P(previous) : NULL;
}

/* Whether wanted is in the chain that begins with the exception. Also true for a circular chain. */
static bool reaches(zend_object *exception, const zend_object *wanted)
{
	for (uint32_t i = 0; exception && i < CHAIN_MAX; i++) {
		if (exception == wanted) {
			return true;
		}
		exception = previous_of(exception);
	}
	return exception != NULL;
}

static bool have_common(zend_object *one, zend_object *other)
{
	for (uint32_t i = 0; one && i < CHAIN_MAX; i++) {
		if (reaches(other, one)) {
			return true;
		}
		one = previous_of(one);
	}
	return one != NULL;
}

void bgproc_exception_clear(void)
{
	zend_object *saved = EG(prev_exception);

	EG(prev_exception) = NULL;
	zend_clear_exception();
	EG(prev_exception) = saved;
}

zend_object *bgproc_exception_take(void)
{
	zend_object *exception = EG(exception);

	if (!exception || zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception)) {
		return NULL;
	}
	GC_ADDREF(exception);
	bgproc_exception_clear();
	return exception;
}

zend_object *bgproc_exception_append(zend_object *later, zend_object *earlier)
{
	if (reaches(later, earlier)) {
		/* zend_exception_set_previous() would not release this reference. */
		OBJ_RELEASE(earlier);
		return NULL;
	}
	if (have_common(earlier, later)) {
		/* zend_exception_set_previous() would discard the exception. */
		return earlier;
	}
	zend_exception_set_previous(later, earlier);
	return NULL;
}

zend_object *bgproc_exception_join(zend_object *earlier, zend_object *later, zend_object **left)
{
	zend_object *rest;

	if (left) {
		*left = NULL;
	}
	if (!earlier || !later) {
		return later ? later : earlier;
	}
	if (reaches(earlier, later)) {
		OBJ_RELEASE(later);
		return earlier;
	}
	rest = bgproc_exception_append(later, earlier);
	if (left) {
		*left = rest;
	} else if (rest) {
		OBJ_RELEASE(rest);
	}
	return later;
}
