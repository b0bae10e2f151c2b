/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_LAST_WORDS_H
#define BGPROC_PHP_WORKER_CHILD_LAST_WORDS_H

/* Why PHP ends a worker in the middle of a call: a fatal error, or exit(). */

#include "php.h"

#include "src/core/buf.h"

/* Before a call: forgets the last error, so that what error_get_last() knows afterwards is of this call. */
void bgproc_last_words_begin(void);

/*
 * Appends one sentence without its end and returns the exit code. bailout: PHP has jumped out of the call. No memory of PHP is
 * used: there may be none.
 */
int bgproc_last_words(struct bgproc_buf *text, bool bailout);

#endif
