/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/failure.h"

#include "php_main.h"
#include "zend_exceptions.h"

static zval *property(zend_object *exception, const char *name, zval *space)
{
	return zend_read_property(zend_get_exception_base(exception), exception, name, strlen(name), true, space);
}

/* A class of the user's may have put anything there; none of his code must run for it, which could throw once more. */
static zend_string *message_of(zend_object *exception)
{
	zval space, *message = property(exception, "message", &space);

	ZVAL_DEREF(message);
	if (Z_TYPE_P(message) == IS_OBJECT || Z_TYPE_P(message) == IS_ARRAY) {
		return zend_strpprintf(0, "(%s)", zend_zval_type_name(message));
	}
	return zval_get_string(message);
}

zend_string *bgproc_failure_text(zend_object *exception)
{
	zend_string *message = message_of(exception);
	zend_string *text = zend_strpprintf(0, "%s: %s", ZSTR_VAL(exception->ce->name), ZSTR_VAL(message));

	zend_string_release(message);
	return text;
}

static zend_string *full_text(zend_object *exception, const char *task)
{
	zend_string *what = bgproc_failure_text(exception);
	zend_string *text = zend_strpprintf(0, "%s failed: %s", task, ZSTR_VAL(what));

	zend_string_release(what);
	return text;
}

/* As a warning at the place where it was thrown. */
static void warn(zend_object *exception, const zend_string *text)
{
	zval space;
	zend_string *file = zval_get_string(property(exception, "file", &space));
	zend_long line = zval_get_long(property(exception, "line", &space));

	zend_error_at(E_WARNING, file, (uint32_t) line, "%s", ZSTR_VAL(text));
	zend_string_release(file);
}

static void log_text(const zend_string *text)
{
	zend_string *line = strpprintf(0, "PHP Warning:  %s", ZSTR_VAL(text));

	php_log_err(ZSTR_VAL(line));
	zend_string_release(line);
}

/* The last resort, when the handlers of the script have failed themselves. Leaves exit() and fatal errors pending. */
static void log_pending(const char *what)
{
	zend_object *exception = EG(exception);
	zend_string *text;

	if (!exception || zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception)) {
		return;
	}
	GC_ADDREF(exception);
	zend_clear_exception();
	text = full_text(exception, what);
	log_text(text);
	zend_string_release(text);
	OBJ_RELEASE(exception);
}

static void call_handler(zend_object *exception)
{
	zval handler, argument, result;

	ZVAL_COPY(&handler, &EG(user_exception_handler));
	ZVAL_OBJ(&argument, exception);
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, &handler, &result, 1, &argument);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&handler);
	log_pending("The exception handler of a post-response task");
}

void bgproc_failure_report(zend_object *exception, const char *task)
{
	if (Z_TYPE(EG(user_exception_handler)) != IS_UNDEF) {
		call_handler(exception);
	} else {
		zend_string *text = full_text(exception, task);

		warn(exception, text);
		if (EG(exception) && !zend_is_unwind_exit(EG(exception))) {
			/* An error handler that makes exceptions of warnings: the failure itself must not be lost. */
			log_text(text);
			log_pending("The error handler of a post-response task");
		}
		zend_string_release(text);
	}
	OBJ_RELEASE(exception);
}
