/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/uncaught.h"

#include "php_main.h"
#include "zend_exceptions.h"

#include "src/php/base/exception_property.h"
#include "src/php/base/pending_exception.h"

/* Chains are usually short; at most this many previous exceptions are shown. */
#define PREVIOUS_MAX 10

zend_string *bgproc_uncaught_text(zend_object *exception)
{
	zend_string *message = bgproc_exception_text(exception, "message");
	zend_string *text = zend_strpprintf(0, "%s: %s", ZSTR_VAL(exception->ce->name), ZSTR_VAL(message));

	zend_string_release(message);
	return text;
}

/* Appends ", previous: RuntimeException: the message" for each previous exception; takes ownership of text. */
static zend_string *append_previous(zend_string *text, zend_object *exception)
{
	const zval *previous = bgproc_exception_property(exception, "previous");

	for (int i = 0; i < PREVIOUS_MAX && Z_TYPE_P(previous) == IS_OBJECT; i++) {
		zend_string *before = text;
		zend_string *next = bgproc_uncaught_text(Z_OBJ_P(previous));

		text = zend_strpprintf(0, "%s, previous: %s", ZSTR_VAL(before), ZSTR_VAL(next));
		zend_string_release(before);
		zend_string_release(next);
		previous = bgproc_exception_property(Z_OBJ_P(previous), "previous");
	}
	return text;
}

static zend_string *full_text(zend_object *exception, const char *task)
{
	zend_string *what = bgproc_uncaught_text(exception);
	zend_string *text = zend_strpprintf(0, "%s failed: %s", task, ZSTR_VAL(what));

	zend_string_release(what);
	return append_previous(text, exception);
}

/* Reports the exception as a warning at the place where it was thrown. */
static void warn(zend_object *exception, const zend_string *text)
{
	zend_string *file = bgproc_exception_text(exception, "file");
	const zval *line = bgproc_exception_property(exception, "line");

	zend_error_at(E_WARNING, file, Z_TYPE_P(line) == IS_LONG ? (uint32_t) Z_LVAL_P(line) : 0, "%s", ZSTR_VAL(text));
	zend_string_release(file);
}

/* The same without the error handler of the script: PHP logs or shows it, as log_errors and display_errors say. */
static void warn_without_handler(zend_object *exception, const zend_string *text)
{
	zval handler;

	ZVAL_COPY_VALUE(&handler, &EG(user_error_handler));
	ZVAL_UNDEF(&EG(user_error_handler));
	warn(exception, text);
	if (Z_TYPE(EG(user_error_handler)) == IS_UNDEF) {
		ZVAL_COPY_VALUE(&EG(user_error_handler), &handler);
	} else {
		/* The warning may have run the callback of an output buffer, which has set another handler. */
		zval_ptr_dtor(&handler);
	}
}

/* The last resort, when a handler of the script itself has failed. exit() and fatal errors stay pending. */
static void warn_of_pending(const char *what)
{
	zend_object *exception;

	while ((exception = bgproc_exception_take())) {
		zend_string *text = full_text(exception, what);

		warn_without_handler(exception, text);
		zend_string_release(text);
		OBJ_RELEASE(exception);
	}
}

static void call_handler(zend_object *exception)
{
	static const char what[] = "The exception handler of a post-response task";
	zval handler, argument, result;

	ZVAL_COPY(&handler, &EG(user_exception_handler));
	ZVAL_OBJ(&argument, exception);
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, &handler, &result, 1, &argument);
	warn_of_pending(what);
	zval_ptr_dtor(&result);
	warn_of_pending(what);
	zval_ptr_dtor(&handler);
	warn_of_pending(what);
}

static void warn_by_handler(zend_object *exception, const char *task)
{
	zend_string *text = full_text(exception, task);
	zend_object *thrown;

	warn(exception, text);
	thrown = bgproc_exception_take();
	if (thrown) {
		/*
		 * An error handler may have converted the warning to an exception: report the failure again without the handler, so that
		 * it is not lost.
		 */
		warn_without_handler(exception, text);
		zend_throw_exception_internal(thrown);
		warn_of_pending("The error handler of a post-response task");
	}
	zend_string_release(text);
}

void bgproc_uncaught_report(zend_object *exception, const char *task)
{
	zend_object *pending = EG(exception);

	EG(exception) = NULL;
	while (exception) {
		if (Z_TYPE(EG(user_exception_handler)) != IS_UNDEF) {
			call_handler(exception);
		} else {
			warn_by_handler(exception, task);
		}
		/* The last reference may be ours, and its trace may hold the last reference to an object whose destructor throws. */
		OBJ_RELEASE(exception);
		exception = bgproc_exception_take();
	}
	if (!EG(exception)) {
		EG(exception) = pending;
	} else if (pending) {
		OBJ_RELEASE(pending);
	}
}
