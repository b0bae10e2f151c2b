/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_BASE_HELD_H
#define BGPROC_PHP_BASE_HELD_H

/*
 * Resources that a call holds outside of PHP's memory (descriptors, locks, C memory, temporary files) while PHP may end the
 * script: out of memory, a time limit, a fatal error in a handler of the user. PHP jumps out of the call then (a bailout)
 * and no line after it runs; a suspended fiber is not unwound either. A process that serves more requests would keep what the
 * call held. So the call says it here first, and what is left of an ended request is released in RSHUTDOWN, the last first.
 *
 *     struct bgproc_held *held = bgproc_held_new(NULL, NULL);    may bail out: nothing is held yet
 *     held->fd = open(...);                                      from here on it is released in any case
 *     ...                                                        may bail out
 *     bgproc_held_end(held);
 *
 * Not for what PHP objects own: PHP frees those after a bailout, too.
 */

#include "php.h"

#include "src/core/buf.h"

struct bgproc_held {
	struct bgproc_held *older, *newer; /* of this thread */
	int fd;                            /* closed; -1: none */
	struct bgproc_buf text;            /* overwritten and freed */
	void (*let_go)(void *what);        /* called with what unless that is NULL */
	void *what;
};

/*
 * An entry that holds nothing yet. let_go may run in RSHUTDOWN: objects may be freed by then, PHP's heap is not. So what may
 * be memory of emalloc(), but let_go must not follow a pointer to an object.
 */
struct bgproc_held *bgproc_held_new(void (*let_go)(void *what), void *what);

/* Releases what the entry holds, and frees the entry. NULL is allowed. */
void bgproc_held_end(struct bgproc_held *held);

/* Frees only the entry: what it held now has another owner. */
void bgproc_held_drop(struct bgproc_held *held);

/* The entry that holds what. It must exist. */
struct bgproc_held *bgproc_held_of(const void *what);

void bgproc_held_rshutdown(void);

#endif
