/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_WORKER_CHILD_FORK_H
#define BGPROC_PHP_WORKER_CHILD_FORK_H

/*
 * Forking the process that runs PHP. The child goes on inside the method that has forked it, never returns from it, and ends by
 * bgproc_child_exit(): so neither destructors nor shutdown functions of the parent run in it.
 */

#include "php.h"

#include <sys/types.h>

/* False with an exception pending where PHP must not be forked: a web server, a fiber, a thread. what: "A pool". */
bool bgproc_fork_allowed(const char *what);

/* fork(). The child has no pending signals of the parent, and a time limit of its own. -1 with errno. */
pid_t bgproc_fork(void);

/*
 * In the child: what belongs to the parent is put aside. Output buffers are gone without their callbacks being called; signal
 * handlers of the script are reset; random numbers are seeded anew; standard input is empty; the process has a group of its
 * own, so that Ctrl-C reaches the parent alone.
 */
void bgproc_child_settle(void);

/* Ends the process at once: flushes nothing, and calls neither destructors nor shutdown functions. */
ZEND_NORETURN void bgproc_child_exit(int code);

#endif
