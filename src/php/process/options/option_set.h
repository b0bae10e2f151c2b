/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OPTIONS_OPTION_SET_H
#define BGPROC_PHP_PROCESS_OPTIONS_OPTION_SET_H

/*
 * The options of a process, checked once, together with the array that the checked values borrow from. Objects share a set:
 * the processes of a manager that are given no options of their own have the manager's. Nothing in it changes once it is
 * shared. It holds no objects, so no garbage collector needs to know it.
 */

#include "src/php/process/options/options.h"

struct bgproc_option_set {
	uint32_t sharers;
	HashTable *array; /* owned, and nobody else's */
	struct bgproc_process_options checked;
};

/*
 * Takes the array over, which must be the caller's alone and settled (src/php/base/option_value.h), and checks it; for_manager
 * as in options.h. NULL with an exception pending, and the array is freed.
 */
struct bgproc_option_set *bgproc_option_set_new(HashTable *array, bool for_manager);

/* The same set for one more owner. */
struct bgproc_option_set *bgproc_option_set_share(struct bgproc_option_set *set);

/* Ends one owner's share; NULL is allowed. */
void bgproc_option_set_release(struct bgproc_option_set *set);

#endif
