/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/value/quiet.h"

#include "php_globals.h"
#include "ext/standard/html.h"

#include "src/php/base/held.h"

#include <string.h>

/* Also when PHP has ended the script meanwhile: the value would stay for the next request. */
static void restore_reporting(void *reporting)
{
	EG(error_reporting) = (int) (intptr_t) reporting;
}

struct bgproc_quiet bgproc_quiet_begin(void)
{
	struct bgproc_quiet quiet = {
		.held = bgproc_held_new(restore_reporting, (void *) (intptr_t) EG(error_reporting)),
		.reporting = EG(error_reporting),
		.handler_mask = EG(user_error_handler_error_reporting),
		.handlers = zend_stack_count(&EG(user_error_handlers_error_reporting)),
		.last_type = PG(last_error_type),
		.last_line = PG(last_error_lineno),
		.last_message = PG(last_error_message),
		.last_file = PG(last_error_file),
	};

	PG(last_error_message) = NULL;
	PG(last_error_file) = NULL;
	EG(error_reporting) &= E_FATAL_ERRORS;
	/* The handler stays in its place, so that a fatal error leaves nothing to clean up. */
	EG(user_error_handler_error_reporting) &= E_FATAL_ERRORS;
	return quiet;
}

/* An autoloader may have set another handler; then ours, with its mask, is on the stack of those that are put aside. */
static void restore_handler_mask(const struct bgproc_quiet *quiet)
{
	zend_stack *masks = &EG(user_error_handlers_error_reporting);

	if (zend_stack_count(masks) > quiet->handlers) {
		((int *) zend_stack_base(masks))[quiet->handlers] = quiet->handler_mask;
	} else if (zend_stack_count(masks) == quiet->handlers) {
		EG(user_error_handler_error_reporting) = quiet->handler_mask;
	}
}

/* Without the name of the function, which PHP writes before it, and as plain text. Takes ownership of the message. */
static zend_string *bare(zend_string *message)
{
	static const char mark[] = "(): ";
	zend_string *text = message;
	const char *start;

	if (PG(html_errors)) {
		text = php_unescape_html_entities(message, true, ENT_QUOTES, NULL);
		zend_string_release(message);
	}
	start = strstr(ZSTR_VAL(text), mark);
	if (start) {
		message = text;
		start += strlen(mark);
		text = zend_string_init(start, ZSTR_LEN(message) - (size_t) (start - ZSTR_VAL(message)), false);
		zend_string_release(message);
	}
	return text;
}

zend_string *bgproc_quiet_end(struct bgproc_quiet *quiet)
{
	zend_string *message = PG(last_error_message);

	if (PG(last_error_file)) {
		zend_string_release(PG(last_error_file));
	}
	PG(last_error_type) = quiet->last_type;
	PG(last_error_lineno) = quiet->last_line;
	PG(last_error_message) = quiet->last_message;
	PG(last_error_file) = quiet->last_file;
	/* As the operator @: another value was set by code of the script, and stays. */
	if (E_HAS_ONLY_FATAL_ERRORS(EG(error_reporting)) && !E_HAS_ONLY_FATAL_ERRORS(quiet->reporting)) {
		EG(error_reporting) = quiet->reporting;
	}
	restore_handler_mask(quiet);
	bgproc_held_drop(quiet->held);
	return message ? bare(message) : NULL;
}
