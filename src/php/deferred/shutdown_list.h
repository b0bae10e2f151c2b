/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_DEFERRED_SHUTDOWN_LIST_H
#define BGPROC_PHP_DEFERRED_SHUTDOWN_LIST_H

/*
 * Our entry on PHP's list of shutdown functions, which run at the last moment at which all of PHP still works. The entry is
 * added at the first task, before those of the script. So requests without a task pay nothing for it.
 */

#include "src/php/deferred/state.h"

/*
 * Sets the function to be called, for all requests: borrowed, a static method without arguments. Called at the start of the
 * module.
 */
void bgproc_shutdown_list_set_function(zend_function *function);

/* Registers the function for the end of the script. Does nothing if PHP has already called all shutdown functions. */
void bgproc_shutdown_list_arm(struct bgproc_deferred *deferred);

/* Moves the entry behind the shutdown functions that were added after it. False: there are none. */
bool bgproc_shutdown_list_step_back(struct bgproc_deferred *deferred);

#endif
