/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/last_words.h"

#include "php_globals.h"

/* PHP's own exit code after a fatal error. */
#define FATAL_EXIT_CODE 255

#define FATAL (E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR | E_PARSE)

void bgproc_last_words_begin(void)
{
	if (PG(last_error_message)) {
		zend_string_release(PG(last_error_message));
		PG(last_error_message) = NULL;
	}
}

int bgproc_last_words(struct bgproc_buf *text, bool bailout)
{
	if (PG(last_error_message) && (PG(last_error_type) & FATAL)) {
		bgproc_buf_printf(text, "%s in %s:%d", ZSTR_VAL(PG(last_error_message)),
			PG(last_error_file) ? ZSTR_VAL(PG(last_error_file)) : "", PG(last_error_lineno));
		return FATAL_EXIT_CODE;
	}
	if (bailout && EG(exit_status) == 0) {
		bgproc_buf_puts(text, "PHP has given up");
		return FATAL_EXIT_CODE;
	}
	bgproc_buf_printf(text, "it has called exit(%d)", EG(exit_status));
	return EG(exit_status);
}
