/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_SHUTDOWN_LIST_H
#define BGPROC_PHP_DEFERRED_SHUTDOWN_LIST_H

/*
 * Our place on PHP's list of shutdown functions, the last moment at which all of PHP still works. The function is put there at
 * the first task, before what the script has put there, so that requests without a task pay nothing for it.
 */

#include "src/php/deferred/state.h"

/* The function to be called, for all requests: borrowed, a static method without arguments. At the start of the module. */
void bgproc_shutdown_list_set_function(zend_function *function);

/* Has it called at the end of the script. Does nothing where that is over already. */
void bgproc_shutdown_list_arm(struct bgproc_deferred *deferred);

/* Goes behind the shutdown functions that were added after us. False: there is none. */
bool bgproc_shutdown_list_step_back(struct bgproc_deferred *deferred);

#endif
