/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OPTIONS_OPTION_SET_H
#define BGPROC_PHP_PROCESS_OPTIONS_OPTION_SET_H

/*
 * The options of a process, checked once, together with the array from which the checked values are borrowed. Objects share
 * a set: processes of a manager that have no options of their own use the set of the manager. A set never changes once it is
 * shared. It contains no objects, so the garbage collector need not know it. The set of a job differs from its array: the job
 * decides on capture, output limit and timeout (src/php/job/start/plan.c).
 */

#include "src/php/process/options/options.h"

struct bgproc_option_set {
	uint32_t sharers;
	HashTable *array; /* owned, and not shared */
	struct bgproc_process_options checked;
};

/*
 * Takes ownership of the array, which must not be shared and must be settled (src/php/base/option_value.h), and checks it;
 * for_manager as in options.h. NULL with an exception pending; the array is then freed.
 */
struct bgproc_option_set *bgproc_option_set_new(HashTable *array, bool for_manager);

/* Adds an owner to the set and returns the set. */
struct bgproc_option_set *bgproc_option_set_share(struct bgproc_option_set *set);

/* Removes an owner; the last one frees the set. NULL is allowed. */
void bgproc_option_set_release(struct bgproc_option_set *set);

#endif
