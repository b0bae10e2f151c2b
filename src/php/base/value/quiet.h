/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_VALUE_QUIET_H
#define BGPROC_PHP_BASE_VALUE_QUIET_H

/*
 * Keeps the warnings of a function of PHP away from the script, which gets an exception instead: as the operator @, and without
 * the error handler of the script. Fatal errors are reported as always. Code of the script that runs meanwhile is quiet, too.
 */

#include "php.h"

struct bgproc_held;

struct bgproc_quiet {
	struct bgproc_held *held;
	int reporting, handler_mask;
	int handlers; /* how many error handlers the script has put aside */
	int last_type, last_line;
	zend_string *last_message, *last_file; /* owned: what error_get_last() returns */
};

struct bgproc_quiet bgproc_quiet_begin(void);

/* The message of the last warning meanwhile; NULL: none. The caller owns it. */
zend_string *bgproc_quiet_end(struct bgproc_quiet *quiet);

#endif
