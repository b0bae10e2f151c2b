/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_CALLBACK_H
#define BGPROC_PHP_BASE_CALLBACK_H

/*
 * A callable that is kept for later, and the name under which it is shown. It has its own references: later changes to the
 * variables of the script have no effect here.
 */

#include "php.h"

struct bgproc_callback {
	zval callable;             /* owned */
	zend_fcall_info_cache fcc; /* if function_handler is NULL (a call by __call), the callable is resolved again at the call */
};

/* The origin of a function. Holds references to strings only, so it outlives the function itself. */
struct bgproc_callback_label {
	zend_string *scope;    /* the class; NULL: none */
	zend_string *function; /* NULL: an unnamed closure */
	zend_string *file;     /* of an unnamed closure */
	uint32_t line;
};

/*
 * Does the same as zend_fcall_info_init(), only for an object of class Closure, and several times as fast. The result is
 * borrowed.
 */
bool bgproc_callback_resolve_closure(zval *closure, zend_fcall_info *fci, zend_fcall_info_cache *fcc);

/* Takes the result of Z_PARAM_FUNC or zend_fcall_info_init() and adds its own references. */
void bgproc_callback_init(struct bgproc_callback *callback, const zend_fcall_info *fci, const zend_fcall_info_cache *fcc);

/* Calls the callable. If an exception is pending afterwards, the result is undefined; otherwise the caller owns the result. */
void bgproc_callback_call(struct bgproc_callback *callback, uint32_t argc, zval *args, HashTable *named, zval *result);

/*
 * Frees the references, which may run destructors. It stops after the first destructor that throws: when something is
 * pending afterwards, the caller must call it again. A reference is removed from the callback before its destructor runs.
 */
void bgproc_callback_free(struct bgproc_callback *callback);

/* Shows what the callback holds to the collector of cycles; an empty one holds nothing. */
void bgproc_callback_gc(const struct bgproc_callback *callback, zend_get_gc_buffer *buffer);

void bgproc_callback_label_init(struct bgproc_callback_label *label, const struct bgproc_callback *callback);
void bgproc_callback_label_free(struct bgproc_callback_label *label);

/* "strlen", "Mailer::send", "{closure:/srv/app/index.php:12}". The caller owns the string. */
zend_string *bgproc_callback_label_text(const struct bgproc_callback_label *label);

#endif
