/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/callback.h"

#include "zend_exceptions.h"

/*
 * An object that must be kept alive although the callable does not keep it: the array may contain a reference to which the
 * script assigns later, and a string can name a method of the object in whose method it was resolved.
 */
static zend_object *extra_object(const struct bgproc_callback *callback)
{
	return Z_TYPE(callback->callable) == IS_OBJECT ? NULL : callback->fcc.object;
}

bool bgproc_callback_resolve_closure(zval *closure, zend_fcall_info *fci, zend_fcall_info_cache *fcc)
{
	memset(fci, 0, sizeof *fci);
	memset(fcc, 0, sizeof *fcc);
	fci->size = sizeof *fci;
	ZVAL_COPY_VALUE(&fci->function_name, closure);
	if (Z_OBJ_HANDLER_P(closure, get_closure)(Z_OBJ_P(closure), &fcc->called_scope, &fcc->function_handler, &fcc->object,
			true) != SUCCESS) {
		return false;
	}
	fcc->calling_scope = fcc->function_handler->common.scope;
	return true;
}

void bgproc_callback_init(struct bgproc_callback *callback, const zend_fcall_info *fci, const zend_fcall_info_cache *fcc)
{
	zend_object *object;

	ZVAL_COPY(&callback->callable, &fci->function_name);
	callback->fcc = *fcc;
	/* A call by __call() has a function that is made for one call only. */
	zend_release_fcall_info_cache(&callback->fcc);
	if (!callback->fcc.function_handler) {
		callback->fcc.object = NULL;
	}
	object = extra_object(callback);
	if (object) {
		GC_ADDREF(object);
	}
}

void bgproc_callback_call(struct bgproc_callback *callback, uint32_t argc, zval *args, HashTable *named, zval *result)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc = callback->fcc;

	ZVAL_UNDEF(result);
	fci.size = sizeof fci;
	ZVAL_COPY_VALUE(&fci.function_name, &callback->callable);
	fci.retval = result;
	fci.params = args;
	fci.object = NULL;
	fci.param_count = argc;
	fci.named_params = named;
	if (zend_call_function(&fci, fcc.function_handler ? &fcc : NULL) != SUCCESS && !EG(exception)) {
		zend_throw_error(NULL, "The task cannot be called any more");
	}
}

void bgproc_callback_free(struct bgproc_callback *callback)
{
	zend_object *object;

	if (Z_TYPE(callback->callable) != IS_UNDEF) {
		zval callable;

		callback->fcc.object = extra_object(callback);
		ZVAL_COPY_VALUE(&callable, &callback->callable);
		ZVAL_UNDEF(&callback->callable);
		if (Z_REFCOUNTED(callable)) {
			zval_ptr_dtor(&callable);
		}
		if (EG(exception)) {
			return;
		}
	}
	object = callback->fcc.object;
	callback->fcc.object = NULL;
	if (object) {
		OBJ_RELEASE(object);
	}
}

void bgproc_callback_gc(const struct bgproc_callback *callback, zend_get_gc_buffer *buffer)
{
	zval callable;

	if (Z_TYPE(callback->callable) == IS_UNDEF) {
		return;
	}
	ZVAL_COPY_VALUE(&callable, &callback->callable);
	zend_get_gc_buffer_add_zval(buffer, &callable);
	if (extra_object(callback)) {
		zend_get_gc_buffer_add_obj(buffer, extra_object(callback));
	}
}

void bgproc_callback_label_init(struct bgproc_callback_label *label, const struct bgproc_callback *callback)
{
	const zend_function *function = callback->fcc.function_handler;

	label->scope = NULL;
	label->function = NULL;
	label->file = NULL;
	label->line = 0;
	if (!function) {
		zval callable;

		ZVAL_COPY_VALUE(&callable, &callback->callable);
		label->function = zend_get_callable_name(&callable);
		return;
	}
	if (function->type == ZEND_USER_FUNCTION && (function->common.fn_flags & ZEND_ACC_CLOSURE) &&
		!(function->common.fn_flags & ZEND_ACC_FAKE_CLOSURE)) {
		label->file = zend_string_copy(function->op_array.filename);
		label->line = function->op_array.line_start;
		return;
	}
	if (function->common.scope) {
		label->scope = zend_string_copy(function->common.scope->name);
	}
	label->function = zend_string_copy(function->common.function_name);
}

void bgproc_callback_label_free(struct bgproc_callback_label *label)
{
	if (label->scope) {
		zend_string_release(label->scope);
	}
	if (label->function) {
		zend_string_release(label->function);
	}
	if (label->file) {
		zend_string_release(label->file);
	}
	memset(label, 0, sizeof *label);
}

zend_string *bgproc_callback_label_text(const struct bgproc_callback_label *label)
{
	if (label->file) {
		return zend_strpprintf(0, "{closure:%s:%u}", ZSTR_VAL(label->file), label->line);
	}
	if (label->scope) {
		return zend_strpprintf(0, "%s::%s", ZSTR_VAL(label->scope), ZSTR_VAL(label->function));
	}
	/* The name of an anonymous class contains a NUL byte; only the part before it is shown. */
	return zend_strpprintf(0, "%s", ZSTR_VAL(label->function));
}
